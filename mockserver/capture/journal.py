"""Journals of live servers, as ``GET /_mockserver/journal`` gives them."""

from __future__ import annotations

import json
import ssl
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, build_opener
from urllib.request import Request as Asked

from mockserver.capture.recording import Recorded, parse_moment
from mockserver.errors import UsageError
from mockserver.http import Headers, Request, Response

TIMEOUT = 10
"""Seconds a live server is given to answer."""

# A server of one's own is no matter of a company's proxy.
_open: Final = build_opener(ProxyHandler({})).open
_SERVE_HINT: Final = "name a port of `mockserver serve`"


def read_journal(document: Any) -> tuple[Recorded, ...]:
    """Read the exchanges of a parsed journal, those of the simulators' own included.

    Raises ``UsageError`` for a document that is none.
    """
    try:
        return tuple(_recorded(entry) for entry in document["exchanges"])
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise UsageError(f"this is no journal: {error!r}", hint="take it from /_mockserver/journal") from None


def fetch_journal(url: str, *, token: str = "") -> Any:
    """Ask a live server for all of its journal; ``url`` is the address of one of its ports.

    A path that begins with ``/@name`` means the named sandbox. ``token`` is what a guarded server asks for.

    Raises ``UsageError`` for a server that does not answer so.
    """
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise UsageError(f"{url} is no address of a server", hint="write http://127.0.0.1:8102")
    first = parts.path[1:].partition("/")[0]
    sandbox = f"/{first}" if first.startswith("@") else ""
    address = f"{parts.scheme}://{parts.netloc}{sandbox}/_mockserver/journal?since=0&limit=100000"
    try:
        # Only http and https come so far.
        asked = Asked(address, headers={"X-Mockserver-Token": token} if token else {})  # noqa: S310
        with _open(asked, timeout=TIMEOUT) as answer:
            return _journal_in(answer.read())
    except HTTPError as error:
        told = f"{address} answers {error.code} {error.reason}"
        hint = "give its token with --token" if error.code == HTTPStatus.UNAUTHORIZED else _SERVE_HINT
    except ValueError:
        told = f"{address} answers with something else than a journal"
        hint = _SERVE_HINT
    except OSError as error:
        reason = error.reason if isinstance(error, URLError) else error
        told = f"no server answers at {url}: {getattr(reason, 'strerror', None) or reason}"
        hint = "start it with `mockserver serve`"
        if isinstance(reason, ssl.SSLCertVerificationError):
            told = f"{url}: {reason.verify_message}"
            hint = "set SSL_CERT_FILE to the authority.pem that `mockserver serve --tls` names"
    raise UsageError(told, hint=hint)


def _journal_in(body: bytes) -> Any:
    document = json.loads(body)
    if not isinstance(document, dict) or "exchanges" not in document:
        raise ValueError("it has no exchanges")
    return document


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
