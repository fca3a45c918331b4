"""Requests, responses and failures between httpx and the sandbox."""

from __future__ import annotations

import httpx

from mockserver.doors.wire import decode_header, outgoing
from mockserver.http import Failure, Headers, NoResponse, Request, Response

_ERRORS: dict[Failure, type[httpx.TransportError]] = {
    Failure.TIMEOUT: httpx.ReadTimeout,
    Failure.REFUSED: httpx.ConnectError,
    Failure.RESET: httpx.ReadError,
    Failure.UNKNOWN_HOST: httpx.ConnectError,
    Failure.BLOCKED: httpx.ConnectError,
}


def from_httpx(request: httpx.Request) -> Request:
    """Make the sandbox's request of an httpx one whose body has been read.

    The URL is what would go over the wire: no user information, no fragment.
    """
    url = request.url
    target = f"{url.scheme}://{url.netloc.decode('ascii')}{url.raw_path.decode('ascii')}"
    fields = [(decode_header(name), decode_header(value)) for name, value in request.headers.raw]
    return Request(request.method, target, Headers(fields), request.content)


def to_httpx(response: Response, request: httpx.Request) -> httpx.Response:
    """Make an httpx response of the sandbox's."""
    fields, body = outgoing(response, request.method)
    return httpx.Response(response.status, headers=fields, content=body, request=request)


def as_transport_error(silence: NoResponse, request: httpx.Request) -> httpx.TransportError:
    """Make the exception with which httpx tells that there was no response."""
    message = str(silence)
    if silence.failure is Failure.UNKNOWN_HOST:
        message = f"{message}; {how_to_stub(request.url.host)}"
    return _ERRORS[silence.failure](message, request=request)


def how_to_stub(host: str) -> str:
    """Tell how a test makes a host answer."""
    return f"let a function answer for it with sandbox.network.stub({host!r}, respond)"
