"""The way out: requests of a sandbox to real hosts that were let through by name.

Redirects are not followed and proxies of the environment are not used: either would lead to a host that
nobody named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from time import monotonic
from typing import TYPE_CHECKING

from mockserver.errors import UsageError
from mockserver.http import Failure, Headers, NoResponse, Request, Response

if TYPE_CHECKING:
    import httpx

TIMEOUT = 10.0
"""The seconds a real host has to answer."""

LARGEST_ANSWER = 4 * 1024 * 1024
"""The bytes that are read of an answer; a larger one counts as broken off."""

_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
_NOT_REPEATED = frozenset({"host", "content-length", "connection", "transfer-encoding", "accept-encoding"})
_OF_THE_LINE = frozenset({"content-length", "content-encoding", "transfer-encoding", "connection"})


class Outside:
    """Sends requests to real hosts, each over a connection that is kept for the next."""

    def __init__(self) -> None:
        self._client: httpx.Client | None = None

    def __call__(self, request: Request) -> Response:
        """Send a request and give the answer.

        Raises ``NoResponse`` where there is none within ``TIMEOUT``, and for one that is too large.
        """
        import httpx

        try:
            return self._send(request)
        except httpx.TimeoutException as error:
            raise NoResponse(Failure.TIMEOUT, str(error)) from error
        except httpx.ConnectError as error:
            raise NoResponse(Failure.REFUSED, str(error)) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NoResponse(Failure.RESET, str(error)) from error

    def _send(self, request: Request) -> Response:
        fields = [pair for pair in request.headers.pairs if pair[0].lower() not in _NOT_REPEATED]
        sending = self._opened.stream(request.method, request.url, headers=fields, content=request.body)
        with sending as answer:
            body, until = bytearray(), monotonic() + TIMEOUT
            for chunk in answer.iter_bytes():
                body += chunk
                if len(body) > LARGEST_ANSWER:
                    raise NoResponse(Failure.RESET, f"more than {LARGEST_ANSWER:,} bytes")
                # httpx waits as long for every piece anew.
                if monotonic() > until:
                    raise NoResponse(Failure.TIMEOUT, f"more than {TIMEOUT:g} seconds")
        kept = [pair for pair in answer.headers.multi_items() if pair[0].lower() not in _OF_THE_LINE]
        return Response(answer.status_code, Headers(kept), bytes(body))

    @property
    def _opened(self) -> httpx.Client:
        if self._client is None:
            import httpx

            self._client = httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False)
        return self._client


def outside_of(hosts: Iterable[str]) -> Mapping[str, Outside]:
    """Let hosts through by name.

    Raises ``UsageError`` for what is no host name.
    """
    outside = Outside()
    for host in hosts:
        if not _HOST.fullmatch(host):
            hint = "write the host alone, such as hooks.example.com"
            raise UsageError(f"{host!r} is no host name", hint=hint)
    return {host.lower(): outside for host in hosts}
