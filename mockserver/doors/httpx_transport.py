"""The httpx door: a transport for clients that are handed one."""

from __future__ import annotations

import httpx

from mockserver.doors.httpx_messages import as_transport_error, from_httpx, to_httpx
from mockserver.http import NoResponse
from mockserver.sandbox import Sandbox


class SandboxTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Carries what a sync or async client sends into a sandbox, and nowhere else.

    Use it as ``httpx.Client(transport=SandboxTransport(sandbox))``. A request that gets no response
    raises the exception httpx has for it: ``ConnectError``, ``ReadTimeout`` or ``ReadError``.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a sync client."""
        request.read()
        return self._answer(request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer an async client."""
        await request.aread()
        return self._answer(request)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        try:
            return to_httpx(self._sandbox.handle(from_httpx(request)), request)
        except NoResponse as silence:
            raise as_transport_error(silence, request) from silence
