"""Payloads, headers and URLs of Rokt Calendar."""
