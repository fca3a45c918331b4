"""Waiting over the admin API: an answer comes when what is asked for has happened, or when time is up."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

from mockserver.http import Request, Response
from mockserver.server.admin.journal import LONGEST_WAIT
from mockserver.server.hosted import Hosted


async def answer_when_found(
    hosted: Hosted, request: Request, response: Response, ask: Callable[[], Response]
) -> Response:
    """Ask again at every change until the answer says that it is found, or the call's seconds are over."""
    loop = asyncio.get_running_loop()
    seconds = min(float((json.loads(request.body or b"{}") or {}).get("timeout", 10.0)), LONGEST_WAIT)
    end = loop.time() + seconds
    version = hosted.changes.version
    response = ask()
    while not _is_found(response) and not hosted.changes.closed:
        left = end - loop.time()
        if left <= 0:
            break
        version = await hosted.changes.later_than(version, timeout=left)
        response = ask()
    return response


def _is_found(response: Response) -> bool:
    answer = response.json()
    return not isinstance(answer, dict) or bool(answer.get("found", True))
