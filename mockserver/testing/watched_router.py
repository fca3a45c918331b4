"""The respx door of a test: it also writes down what went to hosts nobody answers for."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx
from respx.mocks import Mocker
from respx.models import AllMockedAssertionError

from mockserver.doors.httpx_messages import from_httpx
from mockserver.doors.respx_door import SandboxRouter
from mockserver.http import Failure
from mockserver.sandbox import Sandbox


class WatchedRouter(SandboxRouter):
    """A sandbox's router that keeps a refused request in the journal.

    The refusal is an exception, which the code under test may swallow.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__(sandbox)
        self._journal = sandbox.journal

    def handler(self, request: httpx.Request) -> httpx.Response:
        """Answer a sync client."""
        try:
            return super().handler(request)
        except AllMockedAssertionError:
            self._write_down(request)
            raise

    async def async_handler(self, request: httpx.Request) -> httpx.Response:
        """Answer an async client."""
        try:
            return await super().async_handler(request)
        except AllMockedAssertionError:
            self._write_down(request)
            raise

    def let_through(self, *urls: str) -> None:
        """Let requests to addresses of this machine leave the process."""
        for parts in map(urlsplit, urls):
            self.route(host=parts.hostname, port=parts.port).pass_through()

    def _write_down(self, request: httpx.Request) -> None:
        if not self._answered_elsewhere(request):
            exchange = self._journal.record(from_httpx(request), "client")
            exchange.failure = Failure.UNKNOWN_HOST

    def _answered_elsewhere(self, request: httpx.Request) -> bool:
        """Tell whether another router that is open has a route for the request: respx asks it next."""
        others = {router for mocker in Mocker.registry.values() for router in mocker.routers} - {self}
        return any(route.pattern.match(request) for router in others for route in router.routes)
