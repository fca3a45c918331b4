"""Journals of live servers, as ``GET /_mockserver/journal`` gives them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

from mockserver.capture.recording import Recorded, parse_moment
from mockserver.errors import UsageError
from mockserver.http import Headers, Request, Response

TIMEOUT = 10
"""Seconds a live server is given to answer."""


def read_journal(document: Any) -> tuple[Recorded, ...]:
    """Read the exchanges of a parsed journal, those of the simulators' own included.

    Raises ``UsageError`` for a document that is none.
    """
    try:
        return tuple(_recorded(entry) for entry in document["exchanges"])
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise UsageError(f"this is no journal: {error!r}", hint="take it from /_mockserver/journal") from None


def fetch_journal(url: str) -> Any:
    """Ask a live server for all of its journal; ``url`` is the address of one of its ports.

    Raises ``UsageError`` for a server that does not answer so.
    """
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise UsageError(f"{url} is no address of a server", hint="write http://127.0.0.1:8102")
    address = f"{parts.scheme}://{parts.netloc}/_mockserver/journal?since=0&limit=100000"
    try:
        with urlopen(address, timeout=TIMEOUT) as answer:  # noqa: S310 - http and https only
            return json.load(answer)
    except (URLError, OSError, ValueError) as error:
        raise UsageError(f"{address}: {error}", hint="start it with `mockserver serve`") from None


def _recorded(entry: Mapping[str, Any]) -> Recorded:
    asked, answered = entry["request"], entry.get("response")
    return Recorded(
        request=Request(asked["method"], asked["url"], _headers(asked), _body(asked)),
        response=Response(answered["status"], _headers(answered), _body(answered)) if answered else None,
        at=parse_moment(str(entry.get("at", ""))),
        caller=str(entry.get("caller", "client")),
    )


def _headers(side: Mapping[str, Any]) -> Headers:
    return Headers((name, value) for name, value in side["headers"])


def _body(side: Mapping[str, Any]) -> bytes:
    return str(side["body"]).encode(errors="surrogatepass")
