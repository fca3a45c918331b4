"""Doors: thin ways into a sandbox from inside a process, by respx or an httpx transport."""
