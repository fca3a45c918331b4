"""Journals with something in them."""

from __future__ import annotations

from contextlib import suppress

from mockserver.http import NoResponse, Request
from mockserver.sandbox import Sandbox

_URLS = (
    "https://api.roktcalendar.com/v1/subscription/none",
    "https://rest.iad-01.braze.com/users/export/ids",
    "https://nobody.example.test/",
)


def journal_of(sandbox: Sandbox, length: int) -> None:
    """Send so many requests, to both services and to nobody."""
    for index in range(length):
        with suppress(NoResponse):
            sandbox.handle(Request("GET", _URLS[index % len(_URLS)]))
