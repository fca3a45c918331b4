"""Scenario suites: YAML files with given, when and then, run against both simulators."""
