"""What keeps the pages from being used by anybody but their reader.

Everything shown is text that a template escaped; the policy makes sure that nothing which slipped
through could run, and that no page of another site can send a form here or put a page in a frame.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request

SECURITY_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

SAFE_METHODS: Final = frozenset({"GET", "HEAD"})


def is_same_origin(request: Request) -> bool:
    """Tell whether a request that changes something was sent by a page of this server.

    Every browser says where a form comes from, in ``Sec-Fetch-Site`` or ``Origin``; what says neither is
    no page of ours.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None and site != "same-origin":
        return False
    if origin is None:
        return site == "same-origin"
    return urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower() != ""
