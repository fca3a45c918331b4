"""Checks of files: the catalogue of rules, what a project chooses among them, payloads, reports."""
