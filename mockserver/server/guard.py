"""Who may use the admin API and the inspector: no page from elsewhere, and nobody without the token.

A page open in a browser may send requests to this machine. What it sends carries its own origin, or
says that it comes from another site; a name that it has pointed at this machine (DNS rebinding) is none
of this server's. Sources: https://developer.mozilla.org/docs/Web/HTTP/Headers/Sec-Fetch-Site and
https://owasp.org/www-community/attacks/csrf
"""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Mapping
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from mockserver.http import Response
from mockserver.server.admin.answering import complaint

COOKIE = "mockserver_token"
TOKEN_HEADER = "x-mockserver-token"  # noqa: S105 - the name of a header


class Visit(NamedTuple):
    """What the guard looks at: headers by lower-case name, method and target of one request, decoded."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    is_page: bool = False
    """Whether it goes to the inspector, which people open in a browser."""
    is_public: bool = False
    """Whether it goes to a page that needs no token."""
    is_encrypted: bool = False


class Guard:
    """Keeps strangers out; ``token`` is what everybody has to show, empty where nobody has to."""

    def __init__(self, token: str = "") -> None:
        self._token = token

    def turn_away(self, visit: Visit) -> Response | None:
        """Give the answer to a request that may not pass; None for one that may."""
        for check in (self._check_host, _check_origin, _check_site, self._check_token):
            refusal = check(visit)
            if refusal is not None:
                return refusal
        return None

    def _check_host(self, visit: Visit) -> Response | None:
        """Refuse names of others; whoever has the token came by a name of the server's own."""
        if self._token or is_own_name(visit.headers.get("host", "")):
            return None
        return complaint(
            403,
            "this host name is none of this server's",
            "use 127.0.0.1, localhost or a name below it; a page of another site may have made this request",
        )

    def _check_token(self, visit: Visit) -> Response | None:
        if not self._token or visit.is_public:
            return None
        if any(map(self._is_token, _shown_tokens(visit.headers))):
            return None
        given = dict(parse_qsl(visit.query)).get("token", "")
        if visit.is_page and visit.method == "GET" and self._is_token(given):
            return self._with_cookie(visit)
        how = (
            "open the page once with ?token=TOKEN"
            if visit.is_page
            else "send it as Authorization: Bearer TOKEN"
        )
        refused = complaint(401, "this needs the server's token", how)
        return refused.with_headers({"WWW-Authenticate": "Bearer"})

    def _is_token(self, shown: str) -> bool:
        return hmac.compare_digest(shown.encode(), self._token.encode())

    def _with_cookie(self, visit: Visit) -> Response:
        rest = [(name, value) for name, value in parse_qsl(visit.query) if name != "token"]
        secure = "; Secure" if visit.is_encrypted else ""
        return Response(303).with_headers(
            {
                "Location": _target(visit.path) + ("?" + urlencode(rest) if rest else ""),
                "Set-Cookie": f"{COOKIE}={self._token}; Path=/; HttpOnly; SameSite=Strict{secure}",
                "Cache-Control": "no-store",
            }
        )


def _target(path: str) -> str:
    """Write a path that was decoded as a header may hold it; to a browser ``//host`` is another site."""
    return "/" + quote(path.lstrip("/"), safe="/@:")


def is_own_name(host: str) -> bool:
    """Tell whether a ``Host`` header names this machine's loopback."""
    name = urlsplit(f"//{host}").hostname if _is_host(host) else None
    if name is None:
        return False
    if name == "localhost" or name.endswith(".localhost"):
        return True
    with suppress(ValueError):
        return ipaddress.ip_address(name).is_loopback
    return False


def _is_host(text: str) -> bool:
    with suppress(ValueError):
        parts = urlsplit(f"//{text}")
        return parts.netloc == text and "@" not in text and (parts.port or 1) > 0
    return False


def _check_origin(visit: Visit) -> Response | None:
    origin = visit.headers.get("origin")
    if origin is None or origin.partition("://")[2] == visit.headers.get("host"):
        return None
    return _from_elsewhere()


def _check_site(visit: Visit) -> Response | None:
    if visit.headers.get("sec-fetch-site", "none") in ("none", "same-origin"):
        return None
    headers = visit.headers
    # Following a link to a page is not an attack: nothing is changed by it and nobody reads the answer.
    is_link = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    return None if visit.is_page and visit.method == "GET" and is_link else _from_elsewhere()


def _from_elsewhere() -> Response:
    return complaint(403, "requests from pages of other sites are refused")


def _shown_tokens(headers: Mapping[str, str]) -> list[str]:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    shown = [token.strip()] if scheme.lower() == "bearer" else []
    shown.append(headers.get(TOKEN_HEADER, ""))
    with suppress(CookieError):
        cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        shown.append(cookie.value if cookie else "")
    return shown
