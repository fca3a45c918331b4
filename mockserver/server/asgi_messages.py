"""Requests and responses between ASGI and the sandbox.

Apart from the httpx ones so that a server starts without loading an HTTP client.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from mockserver.doors.wire import decode_header, outgoing
from mockserver.http import Headers, Request, Response
from mockserver.simulator.service import MAX_BODY

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

DRAINED = 16 * MAX_BODY
"""The bytes read, and thrown away, of a body that is too large, so that its sender gets to the answer."""

_AS_SENT = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) != "#")


async def read_body(receive: Receive) -> bytes | None:
    """Read a request's body; None if the client left before all of it was here.

    Of a body over ``MAX_BODY`` only one byte more than that is kept: enough to be refused.
    """
    kept, read = bytearray(), 0
    while read <= DRAINED:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        chunk = message.get("body", b"")
        read += len(chunk)
        kept += chunk[: MAX_BODY + 1 - len(kept)]
        if not message.get("more_body", False):
            break
    return bytes(kept)


def from_asgi(scope: Scope, body: bytes, host: str, raw_path: bytes | None = None) -> Request:
    """Make the sandbox's request of an ASGI one, as if it had been sent to the vendor's host.

    ``raw_path`` goes before the scope's own.
    """
    fields = [(_header_name(name), decode_header(value)) for name, value in scope["headers"]]
    target = _target(scope, raw_path or scope.get("raw_path") or scope["path"].encode())
    return Request(scope["method"].upper(), f"https://{host}{target}", Headers(fields), body)


def _target(scope: Scope, raw: bytes) -> str:
    path = _quoted(raw)
    if not path.startswith("/"):
        # RFC 9112 also knows `http://host/path` and `*` as targets.
        _, absolute, rest = path.partition("://")
        path = "/" + (rest.partition("/")[2] if absolute else path)
    query = scope.get("query_string", b"")
    return f"{path}?{_quoted(query)}" if query else path


# A client sends the same ones every time, and the journal keeps them.
_header_name = lru_cache(256)(decode_header)


@lru_cache(1024)  # most requests go to few paths
def _quoted(raw: bytes) -> str:
    return quote(raw, safe=_AS_SENT)


async def send_response(response: Response, method: str, send: Send) -> None:
    """Send the sandbox's response."""
    headers, body = wire_form(response, method)
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def wire_form(response: Response, method: str) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """Give the header fields and the body that go over the wire, names in lower case as ASGI has them."""
    fields, body = outgoing(response, method)
    return [(name.lower(), value) for name, value in fields], body
