"""Answers damaged on their way back, after all was done."""

from __future__ import annotations

from dataclasses import replace

from mockserver.http import Response
from mockserver.simulator.faults import Effect


def damaged(response: Response, effect: Effect) -> Response:
    """Give an answer with its body malformed or cut off, or with another content type."""
    if effect is Effect.WRONG_CONTENT_TYPE:
        return response.with_headers({"Content-Type": "text/html; charset=utf-8"})
    body = response.body
    if effect is Effect.TRUNCATED_JSON:
        return replace(response, body=body[: len(body) // 2] or b"{")
    # Single quotes, as of data printed and not serialised: no JSON parser takes them.
    quoted = body.replace(b'"', b"'")
    return replace(response, body=quoted if quoted != body else b"{'error': None}")
