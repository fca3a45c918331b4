"""Test support: the pytest plugin, Faker providers, Hypothesis strategies."""
