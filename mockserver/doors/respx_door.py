"""The respx door: every httpx client of the process reaches the sandbox while it is open."""

from __future__ import annotations

import httpx
import respx
from respx.models import AllMockedAssertionError

from mockserver.doors.httpx_messages import as_transport_error, from_httpx, how_to_stub, to_httpx
from mockserver.http import NoResponse
from mockserver.sandbox import Sandbox


class SandboxRouter(respx.MockRouter):
    """A respx router whose routes lead into a sandbox.

    The routes are named after the services, ``router["rokt"]`` and ``router["braze"]``; a host that the
    sandbox's network stubs gets one named after itself when it is first called. Further routes can be
    added as on any respx router.
    """

    def __init__(self, sandbox: Sandbox, *, assert_all_called: bool = False) -> None:
        super().__init__(assert_all_called=assert_all_called)
        self._sandbox = sandbox
        # One route per service, not per operation: respx tries its routes one after the other, and what
        # operation a request is for the sandbox finds out anyway.
        for service in sandbox.services:
            self.route(name=service.name, host__in=service.hosts).mock(side_effect=self._answer)
        self._routed = {host for service in sandbox.services for host in service.hosts}

    def handler(self, request: httpx.Request) -> httpx.Response:
        """Answer a sync client; raises respx's ``AllMockedAssertionError`` for an unknown host."""
        self._route_stub(request.url.host)
        try:
            return super().handler(request)
        except AllMockedAssertionError as error:
            raise self._unknown_host(request) from error

    async def async_handler(self, request: httpx.Request) -> httpx.Response:
        """Answer an async client; raises respx's ``AllMockedAssertionError`` for an unknown host."""
        self._route_stub(request.url.host)
        try:
            return await super().async_handler(request)
        except AllMockedAssertionError as error:
            raise self._unknown_host(request) from error

    def _answer(self, request: httpx.Request) -> httpx.Response:
        try:
            return to_httpx(self._sandbox.handle(from_httpx(request)), request)
        except NoResponse as silence:
            raise as_transport_error(silence, request) from silence

    def _route_stub(self, host: str) -> None:
        if host not in self._routed and host in self._sandbox.network.hosts:
            self.route(name=host, host=host).mock(side_effect=self._answer)
            self._routed.add(host)

    def _unknown_host(self, request: httpx.Request) -> AllMockedAssertionError:
        # respx's own error, so that it asks the routers opened beside this one before it gives up.
        host = request.url.host
        return AllMockedAssertionError(
            f"{request.method} {request.url}: the sandbox answers for no host {host!r}; {how_to_stub(host)}"
        )


def open_respx(sandbox: Sandbox, *, assert_all_called: bool = False) -> SandboxRouter:
    """Make a context manager in which every httpx client, sync or async, reaches the sandbox.

    It gives the respx router. A request to a host that is neither simulated nor stubbed never leaves the
    process: it raises respx's ``AllMockedAssertionError``, unless another open respx router answers it.
    respx patches httpx for the whole process, so of two sandboxes open at once the first one answers;
    tests that need both at a time use ``SandboxTransport``.
    """
    return SandboxRouter(sandbox, assert_all_called=assert_all_called)
