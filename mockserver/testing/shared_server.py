"""One live server for all tests of a process, each with its own sandbox behind the ports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from mockserver.sandbox import Sandbox
from mockserver.server.live_server import LiveServer, live_server


class SharedServer:
    """A running server that is lent to one test after the other."""

    def __init__(self) -> None:
        self._open: Callable[[], Sandbox] = Sandbox
        # The server wants to know how a sandbox is opened afresh before there is a test to tell it.
        self._serving = live_server(Sandbox(), reopen=lambda: self._open())

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run the server while the context lasts."""
        with self._serving as self._server:
            yield

    @contextmanager
    def lent_to(self, sandbox: Sandbox, open_again: Callable[[], Sandbox]) -> Iterator[LiveServer]:
        """Put a test's sandbox behind the ports; ``open_again`` opens the one a reset asks for."""
        self._server.sandbox, self._open = sandbox, open_again
        try:
            yield self._server
        finally:
            self._server.sandbox, self._open = Sandbox(), Sandbox
