"""Rokt Calendar's operations by area; each is a function ``(service, call) -> Response``."""
