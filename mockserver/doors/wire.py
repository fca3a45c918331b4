"""What every door does alike with header bytes and with an answer on its way out."""

from __future__ import annotations

from mockserver.http import Response

_WITHOUT_BODY = frozenset({204, 304})


def decode_header(raw: bytes) -> str:
    """Read a header's bytes as UTF-8 where they are that, else as Latin-1."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def encode_header(text: str) -> bytes:
    """Write a header as Latin-1, the encoding of RFC 9110, where it fits, else as UTF-8."""
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode()


def outgoing(response: Response, method: str) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """Give the header fields and the body that go over the wire.

    A ``Content-Length`` is added where there is none, and an answer to ``HEAD`` keeps its headers but
    loses its body.
    """
    fields = [(encode_header(name), encode_header(value)) for name, value in response.headers.pairs]
    if response.status in _WITHOUT_BODY:
        return fields, b""
    if "content-length" not in response.headers:
        fields.append((b"Content-Length", b"%d" % len(response.body)))
    return fields, b"" if method == "HEAD" else response.body
