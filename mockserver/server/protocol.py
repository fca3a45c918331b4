"""HTTP/1.1 on a connection: uvicorn's, with limits and with a word for what is not HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from mockserver.server.asgi import DROP
from mockserver.server.short_way import ShortWay

LARGEST_HEAD = 64 * 1024
"""The bytes that a request's line and headers may have together."""

PATIENCE = 30.0
"""The seconds in which a request has to be here from its first byte to its last."""

MALFORMED = "mockserver.malformed"
"""Where a server's state has who is told of what is not HTTP: the port, the bytes, the status answered."""

_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class HeadTooLarge(Exception):
    """A request's line and headers are too large."""


class Protocol(ShortWay):
    """One connection.

    It lets the application drop it, refuses heads that are too large, and tells of bytes that are not HTTP.
    ``reading_since`` is the loop's time at which the request that is still coming began.
    """

    reading_since: float | None = None
    _head = 0
    _latest = b""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the connection."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, DROP: transport.abort}
        # Who connects and sends nothing is not waited for either.
        self.reading_since = self.loop.time()

    def data_received(self, data: bytes) -> None:
        """Take some bytes of a request, or several requests."""
        if self.reading_since is None:
            self.reading_since = self.loop.time()
            self._head = 0
        if self._head >= 0:
            self._head += len(data)
        self._latest = data
        super().data_received(data)
        if self._head > LARGEST_HEAD and not self.transport.is_closing():
            self._refuse_head()

    def on_headers_complete(self) -> None:
        """Note that the head is here, and begin to answer.

        Raises ``HeadTooLarge``, at which the parser gives up, for one that came in one large piece.
        """
        # The piece may hold a body as well, so what is too large is looked at more closely.
        if self._head > LARGEST_HEAD and self._head_size() > LARGEST_HEAD:
            raise HeadTooLarge
        self._head = -1
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Note that the request is here."""
        self.reading_since = None
        self._head = 0
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Answer what is not HTTP, or what the parser was made to give up."""
        if self._head > LARGEST_HEAD:
            self._refuse_head()
            return
        self._tell_malformed(400)
        super().send_400_response(msg)

    def _head_size(self) -> int:
        return len(self.url) + sum(len(name) + len(value) + len(": \r\n") for name, value in self.headers)

    def _refuse_head(self) -> None:
        self._tell_malformed(431)
        self.transport.write(_TOO_LARGE)
        self.transport.close()

    def give_up(self, now: float) -> None:
        """Drop the connection if a request has been coming for too long."""
        if self.reading_since is not None and now - self.reading_since > PATIENCE:
            self.transport.abort()

    def _tell_malformed(self, status: int) -> None:
        tell: Callable[[int, bytes, int], None] | None = self.app_state.get(MALFORMED)
        if tell is not None and self.server is not None:
            tell(self.server[1] or 0, self._latest, status)
