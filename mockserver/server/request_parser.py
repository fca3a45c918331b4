"""The parser of requests, which leaves no offer to go on in another protocol standing."""

from __future__ import annotations

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class RequestParser(httptools.HttpRequestParser):
    """httptools' parser for a server that speaks HTTP/1.1 and nothing else.

    A request that offers another protocol is to be answered as if it did not (RFC 9110 section 7.8), but
    httptools leaves its body, and all that follows, to that protocol. So its head is read a second time
    without the offer; the first time, ``should_upgrade`` holds. Java's HttpClient offers HTTP/2 unless told
    otherwise: https://docs.oracle.com/en/java/javase/21/docs/api/java.net.http/java/net/http/HttpClient.html
    """

    def __init__(self, protocol: HttpToolsProtocol) -> None:
        super().__init__(protocol)
        self._protocol = protocol
        # As uvicorn has it: what comes after a request that closes the connection is no mistake in it.
        self.set_dangerous_leniencies(lenient_data_after_close=True)

    def feed_data(self, data: bytes) -> None:  # type: ignore[override]
        """Read what came; raises ``HttpParserError`` where it is not HTTP."""
        while True:
            try:
                super().feed_data(data)
            except httptools.HttpParserUpgrade as offer:
                data = self._head_without_offer() + data[offer.args[0] :]
            else:
                return

    def _head_without_offer(self) -> bytes:
        read = self._protocol
        line = b"%b %b HTTP/%b\r\n" % (self.get_method(), read.url, self.get_http_version().encode())
        fields = [b"%b: %b\r\n" % field for field in read.headers if field[0] != b"upgrade"]
        return b"%b%b\r\n" % (line, b"".join(fields))
