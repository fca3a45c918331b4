"""Doors: thin ways into a sandbox for respx, httpx transports, ASGI and a live server."""
