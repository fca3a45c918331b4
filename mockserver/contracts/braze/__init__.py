"""Payloads of Braze's REST API."""
