"""Credentials hidden wherever a journal is shown: only their first characters stay readable."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from mockserver.http import Headers, Request, Response

SHOWN = 4
"""How many characters of a credential stay readable, so that two can be told apart."""

_SECRET_HEADER = re.compile(r"authori[sz]ation|token|secret|api-?key|cookie|password", re.IGNORECASE)
_MEMBER = r"(?:api_key|[a-z_]*token|client_secret|password)"
_JSON_MEMBER = re.compile(rf'("{_MEMBER}"\s*:\s*")((?:[^"\\]|\\.)*)', re.DOTALL)
_FORM_FIELD = re.compile(rf"((?:^|[?&\s]){_MEMBER}=)([^&#\s\"]*)")
_USER_INFO = re.compile(r"(://)([^/?#@\s]+)(?=@)")
# Only what looks like a token: a digit in it, or long; prose has "bearer" and "basic" too.
_CREDENTIALS = re.compile(
    r"(\b(?:basic|bearer)\s+)(?=[\w.~+/=-]*\d|[\w.~+/=-]{20})([\w.~+/=-]+)", re.IGNORECASE
)
_SCHEME = re.compile(r"(basic|bearer)\s+", re.IGNORECASE)


def mask(secret: str) -> str:
    """Hide a credential but for its first characters; a short one entirely."""
    # Cut inside an escape, a masked JSON text would no longer be one.
    shown = secret[:SHOWN].partition("\\")[0]
    return f"{shown}…" if len(secret) > 2 * SHOWN else "…"


def mask_headers(headers: Headers) -> Headers:
    """Hide the values of headers that carry credentials; ``Basic`` and ``Bearer`` stay readable."""
    return Headers((name, _mask_field(name, value)) for name, value in headers.pairs)


def mask_text(text: str, secrets: Iterable[str] = ()) -> str:
    """Hide credentials in JSON, a form, a URL or a header written out, and these secrets wherever they are.

    Works on the text as it is, so malformed JSON is masked too.
    """
    for pattern in (_JSON_MEMBER, _FORM_FIELD, _USER_INFO, _CREDENTIALS):
        text = pattern.sub(lambda found: found[1] + mask(found[2]), text)
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, mask(secret))
    return text


def mask_request(request: Request) -> Request:
    """Hide the credentials in a request's URL, headers and body."""
    body = mask_text(request.text).encode() if request.body else b""
    return replace(request, url=mask_text(request.url), headers=mask_headers(request.headers), body=body)


def mask_response(response: Response, request: Request) -> Response:
    """Hide credentials in a response, those it repeats from its request too."""
    body = mask_text(response.text, secrets_of(request)).encode() if response.body else b""
    return replace(response, headers=mask_headers(response.headers), body=body)


def secrets_of(request: Request) -> tuple[str, ...]:
    """Give the credentials that a request carries in its headers, its URL or its body."""
    found = [_SCHEME.sub("", value, count=1) for name, value in request.headers.pairs if _is_secret(name)]
    for text in (request.url, request.text):
        for pattern in (_JSON_MEMBER, _FORM_FIELD):
            found += [secret for _, secret in pattern.findall(text)]
    return tuple(secret for secret in dict.fromkeys(found) if len(secret) > SHOWN)


def _is_secret(name: str) -> bool:
    return _SECRET_HEADER.search(name) is not None


def _mask_field(name: str, value: str) -> str:
    if not _is_secret(name):
        return mask_text(value)
    scheme = _SCHEME.match(value)
    shown = scheme[0] if scheme else ""
    return shown + mask(value[len(shown) :])
