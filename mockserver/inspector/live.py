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


async def changes(host: Host) -> AsyncIterator[str]:
    """Give the events of the stream, until the server closes."""
    yield "retry: 1000\n\n"
    known = host.changes.version
    while not host.changes.closed:
        found = await host.changes.later_than(known, timeout=PATIENCE)
        yield f"event: change\ndata: {found}\n\n" if found != known else ": nothing new\n\n"
        known = found
        await asyncio.sleep(PAUSE)


def stream(host: Host) -> StreamingResponse:
    """Answer a page that listens."""
    return StreamingResponse(changes(host), media_type="text/event-stream")
