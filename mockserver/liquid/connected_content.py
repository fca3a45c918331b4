"""Connected Content: the request a call makes, and what becomes of the answer.

Pages: https://www.braze.com/docs/user_guide/personalization_and_dynamic_content/connected_content/
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from mockserver.http import JSON_TYPE, Failure, Headers, Request, Response
from mockserver.liquid.json_values import NotJson, parse_json
from mockserver.liquid.resources import BasicCredential, Credential

TIMEOUT = 2.0
"""Seconds Braze waits for an answer."""
FORM_TYPE = "application/x-www-form-urlencoded"
SENDER = "75e404755ae1270441f07eb238f0faf25e44dfdc"
"""The hash Braze's page shows in the User-Agent; the real one changes."""
METHODS = ("GET", "POST")
_PORTS = {"http": 80, "https": 443}
_NAMED_STATUSES = frozenset({500, 502})
_BRAZE_HOSTS = (".braze.com", ".braze.eu")


class CallRefused(Exception):
    """A call Braze would not make."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPlan:
    """A call as its tag describes it, everything rendered."""

    url: str
    method: str = "GET"
    body: str | None = None
    content_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    credential: Credential | None = None


def build_request(plan: CallPlan) -> Request:
    """Make the request of a call.

    Raises ``CallRefused`` for a method, an address or a domain Braze would not call.
    """
    if plan.method not in METHODS:
        raise CallRefused(f"Connected Content has no method {plan.method}")
    url, login = _without_login(plan.url)
    request = Request(plan.method, url)
    _check_address(request)
    headers = _standard_headers(plan, request)
    if login:
        headers = headers.merged({"Authorization": _basic(*login)})
    for more in (_credential_headers(plan.credential, request), plan.headers):
        headers = headers.merged(more) if more else headers
    return Request(plan.method, url, headers, _body(plan).encode(errors="replace"))


def _without_login(url: str) -> tuple[str, tuple[str, str] | None]:
    scheme, separator, rest = url.partition("://")
    authority, slash, path = rest.partition("/")
    login, at, host = authority.rpartition("@")
    if not (separator and at):
        return url, None
    user, _, password = login.partition(":")
    return f"{scheme}://{host}{slash}{path}", (unquote(user), unquote(password))


def _check_address(request: Request) -> None:
    if request.scheme not in _PORTS or not request.host:
        raise CallRefused(f"{request.url!r} is not an http or https URL")
    if request.port != _PORTS[request.scheme]:
        raise CallRefused("only port 80 for http and port 443 for https can be called")


def _standard_headers(plan: CallPlan, request: Request) -> Headers:
    default = FORM_TYPE if plan.method == "POST" else JSON_TYPE
    pairs = {
        "User-Agent": f"Braze Sender {SENDER}",
        "X-Braze-Sender-Version": SENDER,
        "Accept-Encoding": "gzip",
        "Accept": plan.content_type or "*/*",
        "Content-Type": plan.content_type or default,
    }
    if request.host.endswith(_BRAZE_HOSTS) and request.host.startswith("rest."):
        pairs["BrazeToBraze"] = "true"
    return Headers(pairs)


def _credential_headers(credential: Credential | None, request: Request) -> Mapping[str, str]:
    if credential is None:
        return {}
    if isinstance(credential, BasicCredential):
        return {"Authorization": _basic(credential.username, credential.password)}
    domain = credential.allowed_domain.lower()
    if domain and request.host != domain and not request.host.endswith("." + domain):
        raise CallRefused(f"the credential may be used with {domain} only, not with {request.host}")
    return credential.headers


def _basic(user: str, password: str) -> str:
    return "Basic " + b64encode(f"{user}:{password}".encode(errors="replace")).decode()


def _body(plan: CallPlan) -> str:
    if plan.body is None:
        return ""
    explicit = plan.content_type or Headers(plan.headers).get("content-type", "")
    if explicit.partition(";")[0].strip().lower() == JSON_TYPE and is_form(plan.body):
        return json.dumps(dict(_form_pairs(plan.body)), ensure_ascii=False, separators=(",", ":"))
    return plan.body


def is_form(body: str) -> bool:
    """Tell whether a body is written ``key=value&key=value``."""
    return body.lstrip()[:1] not in ("{", "[", '"', "") and all("=" in part for part in body.split("&"))


def _form_pairs(body: str) -> list[tuple[str, str]]:
    parts = [part.partition("=") for part in body.strip().split("&")]
    return [(key, value) for key, _, value in parts]


def parse_headers(text: str) -> Mapping[str, str]:
    """Read the JSON of ``:headers``.

    Raises ``NotJson`` for anything but an object.
    """
    value = parse_json(text)
    if not isinstance(value, dict):
        raise NotJson("the headers are not a JSON object")
    return {name: item if isinstance(item, str) else json.dumps(item) for name, item in value.items()}


def calls_for_retry(response: Response | None, failure: Failure | None, *, broadly: bool) -> bool:
    """Tell whether ``:retry`` retries after this outcome."""
    if response is None:
        return failure is not None and failure is not Failure.BLOCKED
    if not broadly:
        return response.status in _NAMED_STATUSES
    return response.status in (408, 429) or response.status >= 500


def with_status(value: object, status: int) -> object:
    """Give a parsed response as templates see it: an object also tells the status."""
    return {**value, "__http_status_code__": status} if isinstance(value, dict) else value
