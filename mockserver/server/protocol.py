"""HTTP/1.1 on a connection: uvicorn's, with limits and with a word for what is not HTTP."""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Callable, Sized
from typing import NoReturn

from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from mockserver.server.asgi import DROP
from mockserver.server.request_parser import RequestParser
from mockserver.server.short_way import ShortWay

LARGEST_HEAD = 64 * 1024
"""The bytes that a request's line and headers may have together."""

PATIENCE = 30.0
"""The seconds in which a request has to be here from its first byte to its last."""

HALF_OPEN = 5.0
"""The seconds that who has closed its side is answered in: it may as well have left altogether."""

FAREWELL = 0.5
"""The seconds that a client has to take the last bytes of a connection in."""

MALFORMED = "mockserver.malformed"
"""Where a server's state has who is told of what is not HTTP: the port, the bytes, the status answered."""

_REFUSAL = b"%bcontent-type: text/plain; charset=utf-8\r\ncontent-length: %d\r\nconnection: close\r\n\r\n%b"
_ABSOLUTE = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#]*@)?([^/?#]*)(.*)", re.DOTALL)
_HOST = re.compile(rb"[\w.~!$&'()*+,;=%:\[\]-]*")


class NotHttp(Exception):
    """A request's head was refused."""


class _Reading(FlowControl):
    """Lets no more in while requests that are here already wait for their turn."""

    def __init__(self, transport: asyncio.Transport, waiting: Sized) -> None:
        super().__init__(transport)
        self._waiting = waiting

    def resume_reading(self) -> None:
        if not self._waiting:
            super().resume_reading()


class Protocol(ShortWay):
    """One connection.

    It lets the application drop it, refuses heads that nobody may send, and tells of bytes that are not HTTP.
    ``reading_since`` is the loop's time at which the request that is still coming began.
    """

    reading_since: float | None = None
    _head = 0
    _latest = b""
    _is_over = False
    """Whether no more requests are taken: what was asked before is answered, then comes the refusal."""
    _refusal: tuple[int, str] | None = None
    _has_ended = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the connection."""
        super().connection_made(transport)
        self.parser = RequestParser(self)
        self.flow = _Reading(transport, self.pipeline)
        self.app_state = {**self.app_state, DROP: transport.abort}
        # Who connects and sends nothing is not waited for either.
        self.reading_since = self.loop.time()

    def data_received(self, data: bytes) -> None:
        """Take some bytes of a request, or several requests."""
        if self._is_over:
            return
        if self.reading_since is None:
            self.reading_since = self.loop.time()
            self._head = 0
        if self._head >= 0:
            self._head += len(data)
        self._latest = data
        super().data_received(data)
        if self._head > LARGEST_HEAD:
            self._refuse(431)

    def eof_received(self) -> bool:  # type: ignore[override]
        """Answer what was asked before the client's last byte; True while that takes."""
        # TLS cannot be closed on one side alone.
        if self.scheme == "https" or self._has_ended:
            return False
        if not self._is_over and self._is_answering() and not self.cycle.response_started:
            self._is_over = True
            self.loop.call_later(HALF_OPEN, self.transport.close)
        return self._is_over

    def on_headers_complete(self) -> None:
        """Note that the head is here, and begin to answer.

        Raises ``NotHttp``, at which the parser gives up, for one that nobody may send.
        """
        if self.parser.should_upgrade():
            if self.parser.get_method() == b"CONNECT":
                self._give_up_head(400, "This server is no proxy.")
            return
        self._check_head()
        if not self.url.startswith(b"/"):
            self._read_absolute_target()
        self._head = -1
        super().on_headers_complete()
        # Fields behind a chunked body are none of the head's: RFC 9110 section 6.5.1.
        self.headers = deque(maxlen=0)  # type: ignore[assignment]

    def on_message_complete(self) -> None:
        """Note that the request is here."""
        if self.parser.should_upgrade():
            return
        self.reading_since = None
        self._head = 0
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Go on with the request behind the one that was answered."""
        was_last = not self.pipeline
        super().on_response_complete()
        if self._is_over:
            if was_last:
                self._end()
        elif not was_last and not self.pipeline and self.cycle.more_body and self.reading_since is None:
            # Its turn has come: from now on the rest of it is waited for.
            self.reading_since = self.loop.time()

    def send_400_response(self, msg: str) -> None:
        """Answer what is not HTTP, or what the parser was made to give up."""
        self._refuse(400, msg)

    def give_up(self, now: float) -> None:
        """Drop the connection if a request has been coming for too long."""
        if self.reading_since is not None and now - self.reading_since > PATIENCE:
            self.transport.abort()

    # What a head has to be like.

    def _check_head(self) -> None:
        """Refuse a head that is too large, and one that does not name its one host (RFC 9112 section 3.2)."""
        size, hosts = len(self.url), []
        for name, value in self.headers:
            size += len(name) + len(value) + len(": \r\n")
            if name == b"host":
                hosts.append(value)
        if size > LARGEST_HEAD:
            self._give_up_head(431)
        version = self.parser.get_http_version()
        if len(hosts) != 1 and (hosts or version == "1.1"):
            self._give_up_head(400, "A request has one Host header.")
        if hosts and not _HOST.fullmatch(hosts[0]):
            self._give_up_head(400, "The Host header is not the name of a host.")
        if version == "1.0":
            self.expect_100_continue = False  # as RFC 9110 section 10.1.1 wants it

    def _read_absolute_target(self) -> None:
        """Take the host of a target that names one instead of the header's (RFC 9112 section 3.2.2)."""
        absolute = _ABSOLUTE.fullmatch(self.url)
        if absolute:
            host, target = absolute.groups()
            self.headers[:] = [field for field in self.headers if field[0] != b"host"] + [(b"host", host)]
            self.url = target if target.startswith(b"/") else b"/" + target

    def _give_up_head(self, status: int, said: str = "") -> NoReturn:
        self._refuse(status, said)
        raise NotHttp

    # The end of a connection.

    def shutdown(self) -> None:
        """Close the connection of a server that stops, after the answer that is on its way."""
        super().shutdown()
        if self.scheme == "https" and self.transport.is_closing():
            # Its client would be waited for to say good-bye too, and few look at what they keep open.
            self.loop.call_later(FAREWELL, self.transport.abort)

    def _refuse(self, status: int, said: str = "") -> None:
        """Take nothing more, and say why once all that was asked before is answered."""
        if not self._is_over:
            self._is_over, self.reading_since, self._refusal = True, None, (status, said)
            if not self._is_answering():
                self._end()

    def _is_answering(self) -> bool:
        """Tell whether an answer is still to come; a request of which a part is missing gets none."""
        cycle = self.cycle
        if cycle is None or cycle.response_complete:
            return False
        if not cycle.more_body or cycle.response_started:
            return True
        if self.pipeline and self.pipeline[0][0] is cycle:
            self.pipeline.popleft()
            return True
        return False

    def _end(self) -> None:
        if self._refusal is not None and not self.transport.is_closing():
            status, said = self._refusal
            self._tell_malformed(status)
            self.transport.write(_REFUSAL % (STATUS_LINE[status], len(said), said.encode()))
            if self.transport.can_write_eof():
                # Closed while more comes in, it would be reset and the refusal lost (RFC 9112 section 9.6).
                self._has_ended = True
                self.transport.write_eof()
                self.flow.resume_reading()
                self.loop.call_later(FAREWELL, self.transport.close)
                return
        self.transport.close()

    def _tell_malformed(self, status: int) -> None:
        tell: Callable[[int, bytes, int], None] | None = self.app_state.get(MALFORMED)
        if tell is not None and self.server is not None:
            tell(self.server[1] or 0, self._latest, status)
