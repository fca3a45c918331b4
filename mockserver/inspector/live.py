"""The stream of changes: a page that listens to it knows when to look again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from starlette.responses import StreamingResponse

from mockserver.inspector.host import Host

PAUSE: Final = 0.4
"""Seconds between two events at least: many changes at once are told as one."""

PATIENCE: Final = 15.0
"""Seconds without a change after which a word is sent all the same, to notice a reader who left."""


async def changes(host: Host, shown: str) -> AsyncIterator[str]:
    """Give the events of the stream, until the server closes.

    ``shown`` is the version that the page was made from. It is another one if something happened before
    the page could listen, or while it had lost the server, which may have started again.
    """
    yield "retry: 1000\n\n"
    known = host.changes.version
    if shown not in ("", str(known)):
        yield _change(known)
    while True:
        found = await host.changes.later_than(known, timeout=PATIENCE)
        if host.changes.closed:
            break
        yield _change(found) if found != known else ": nothing new\n\n"
        known = found
        await asyncio.sleep(PAUSE)
    if host.changes.given_up:
        yield "event: over\ndata: the sandbox was deleted\n\n"


def _change(version: int) -> str:
    return f"event: change\ndata: {version}\n\n"


def stream(host: Host, shown: str) -> StreamingResponse:
    """Answer a page that listens."""
    return StreamingResponse(changes(host, shown), media_type="text/event-stream")
