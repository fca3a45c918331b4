"""HTTP6xx: the headers and the URL of a request to Rokt Calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final
from urllib.parse import unquote, urlsplit

from mockserver.contracts import sources
from mockserver.contracts.rokt.flow_rules import unrendered_liquid
from mockserver.contracts.wording import nearest, shown
from mockserver.evidence import Evidence
from mockserver.findings import Finding, Severity
from mockserver.http import JSON_TYPE, Headers
from mockserver.rules import Problem, Rule, apply, rule

_EVENTS_PATH: Final = "/v1/subscriptionevent"
_OTHER_PATHS: Final = ("/v1/subscription", "/v2/subscription", "/v2/subscribe")
_PLACEHOLDER: Final = re.compile(r"<[^<>]*rokt[^<>]*>", re.IGNORECASE)
# Header names of their own right that merely resemble the one looked for.
_OTHER_HEADERS: Final = frozenset({"proxy-authorization"})


def _look_alike(headers: Headers) -> str | None:
    for name, _ in headers.pairs:
        ratio = SequenceMatcher(None, name.lower()[:40], "authorization").ratio()
        if ratio >= 0.75 and name.lower() not in _OTHER_HEADERS:
            return name
    return None


def _credentials(headers: Headers) -> tuple[str, str]:
    scheme, _, rest = headers.get("authorization", "").strip().partition(" ")
    return scheme, rest.strip()


@rule(
    "HTTP601",
    Severity.ERROR,
    "The request has no Authorization header.",
    hint="send `Authorization: Bearer …` with a token from /oauth2/token",
    source=sources.ROKT_CREATE_EVENT,
    why="Rokt Calendar answers 401, and the event is not made.",
    of="request",
    fails=("POST https://api.roktcalendar.com/v1/subscriptionevent/acme\nContent-Type: application/json\n"),
    passes=(
        "POST https://api.roktcalendar.com/v1/subscriptionevent/acme\nAuthorization: Bearer 5f0c\n"
        "Content-Type: application/json\n"
    ),
)
def no_authorization(headers: Headers) -> Iterator[Problem]:
    if "authorization" not in headers and not _look_alike(headers):
        yield Problem(message="the Authorization header is missing")


@rule(
    "HTTP602",
    Severity.ERROR,
    "The Authorization header is misspelt or translated.",
    hint="name it `Authorization`; a translated edition of the guide translates the name too",
    source=sources.INTEGRATION,
    why="It authenticates nobody: Rokt Calendar answers 401, and the event is not made.",
    of="request",
    fails=(
        "POST https://api.roktcalendar.com/v1/subscriptionevent/acme\nAutorisation: Bearer 5f0c\n"
        "Content-Type: application/json\n"
    ),
    passes=(
        "POST https://api.roktcalendar.com/v1/subscriptionevent/acme\nAuthorization: Bearer 5f0c\n"
        "Content-Type: application/json\n"
    ),
)
def misspelt_authorization(headers: Headers) -> Iterator[Problem]:
    name = _look_alike(headers)
    if "authorization" not in headers and name:
        yield Problem(message=f"the header {shown(name)} authenticates nobody")


@rule(
    "HTTP603",
    Severity.ERROR,
    "The Authorization header's scheme is not Bearer.",
    hint="write `Bearer`, a blank and the token",
    source=sources.ROKT_CREATE_EVENT,
    why="Rokt Calendar answers 401, and the event is not made.",
    of="request",
    fails=(
        "POST https://api.roktcalendar.com/v1/subscriptionevent/acme\nAuthorization: Porteur 5f0c\n"
        "Content-Type: application/json\n"
    ),
    passes=(
        "POST https://api.roktcalendar.com/v1/subscriptionevent/acme\nAuthorization: Bearer 5f0c\n"
        "Content-Type: application/json\n"
    ),
)
def not_bearer(headers: Headers) -> Iterator[Problem]:
    scheme, _ = _credentials(headers)
    if "authorization" in headers and scheme.lower() != "bearer":
        # What stands there may be a bare token, which no report should repeat.
        named = f"is {shown(scheme)}" if scheme.isalpha() and len(scheme) <= 16 else "is missing"
        yield Problem(message=f"the scheme of the Authorization header {named}, not Bearer")


@rule(
    "HTTP604",
    Severity.ERROR,
    "The Authorization header holds no token.",
    hint="the token call gave nothing: see its credential's name, its answer, and how long it took",
    source=sources.RFC_BEARER,
    why="Rokt Calendar answers 401, and the event is not made.",
    of="request",
    fails=(
        "POST https://api.roktcalendar.com/v1/subscriptionevent/acme\nAuthorization: Bearer \n"
        "Content-Type: application/json\n"
    ),
    passes=(
        "POST https://api.roktcalendar.com/v1/subscriptionevent/acme\nAuthorization: Bearer 5f0c\n"
        "Content-Type: application/json\n"
    ),
)
def no_token(headers: Headers) -> Iterator[Problem]:
    scheme, token = _credentials(headers)
    if scheme.lower() == "bearer" and not token:
        yield Problem(message="nothing follows Bearer in the Authorization header")


@rule(
    "HTTP605",
    Severity.ERROR,
    "The content type is not JSON.",
    hint="send `Content-Type: application/json`",
    evidence=Evidence.ASSUMED,
    source=sources.ROKT_CREATE_EVENT,
    why="Rokt Calendar may not read the body as JSON.",
    of="request",
    fails=(
        "POST https://api.roktcalendar.com/v1/subscriptionevent/acme\nAuthorization: Bearer 5f0c\n"
        "Content-Type: text/plain\n"
    ),
    passes=(
        "POST https://api.roktcalendar.com/v1/subscriptionevent/acme\nAuthorization: Bearer 5f0c\n"
        "Content-Type: application/json\n"
    ),
)
def not_json_type(headers: Headers) -> Iterator[Problem]:
    media_type = headers.get("content-type", JSON_TYPE).partition(";")[0].strip().lower()
    if media_type != JSON_TYPE and not media_type.endswith("+json"):
        yield Problem(message=f"the content type is {shown(media_type)}")


@rule(
    "HTTP606",
    Severity.ERROR,
    "The placeholder for the credential's name was left in place.",
    hint="put the name of the Connected Content credential there, without angle brackets",
    source=sources.INTEGRATION,
    why="Braze finds no credential of that name, so no token is fetched.",
    of="request",
    fails=(
        "POST https://api.roktcalendar.com/v1/subscriptionevent/acme\n"
        "Authorization: Bearer <Rokt-Calendar-API>\nContent-Type: application/json\n"
    ),
    passes=(
        "POST https://api.roktcalendar.com/v1/subscriptionevent/acme\nAuthorization: Bearer 5f0c\n"
        "Content-Type: application/json\n"
    ),
)
def placeholder_left(headers: Headers) -> Iterator[Problem]:
    found = _PLACEHOLDER.search(headers.get("authorization", ""))
    if found:
        yield Problem(message=f"{shown(found[0])} is left in the Authorization header")


@rule(
    "HTTP611",
    Severity.ERROR,
    "The URL holds no account code.",
    hint=(
        "the user has no `rokt:account_code`, or not the array it is pushed as; abort the message for such "
        "users with `abort_message`"
    ),
    source=sources.INTEGRATION,
    why="The request reaches no account, and nothing is made.",
    of="request",
    fails=(
        "POST https://api.roktcalendar.com/v1/subscriptionevent/\nAuthorization: Bearer 5f0c\n"
        "Content-Type: application/json\n"
    ),
    passes=(
        "POST https://api.roktcalendar.com/v1/subscriptionevent/acme\nAuthorization: Bearer 5f0c\n"
        "Content-Type: application/json\n"
    ),
)
def no_account_code(url: str) -> Iterator[Problem]:
    after = _after_events_path(url)
    if after is not None and not (after and after[0].strip()):
        yield Problem(message=f"no account code follows {_EVENTS_PATH}/ in the URL")


@rule(
    "HTTP612",
    Severity.ERROR,
    "The account code still has its suffix.",
    hint="cut it off: {{accountCode | split: '/' | first}}",
    source=sources.INTEGRATION,
    why="No account has such a code, and nothing is made.",
    of="request",
    fails=(
        "POST https://api.roktcalendar.com/v1/subscriptionevent/acme/f5733866ade2\n"
        "Authorization: Bearer 5f0c\nContent-Type: application/json\n"
    ),
    passes=(
        "POST https://api.roktcalendar.com/v1/subscriptionevent/acme\nAuthorization: Bearer 5f0c\n"
        "Content-Type: application/json\n"
    ),
)
def account_suffix_left(url: str) -> Iterator[Problem]:
    after = _after_events_path(url) or [""]
    suffixed = (len(after) > 1 and re.fullmatch("[0-9a-f]{12}", after[1])) or "/" in unquote(after[0])
    if after[0] and suffixed:
        yield Problem(
            message=f"the account code {shown('/'.join(after[:2]))} has the suffix that Braze stores with it"
        )


@rule(
    "HTTP613",
    Severity.ERROR,
    "The URL is not one of a subscription event.",
    hint=f"send events to {_EVENTS_PATH}/{{account code}}, updates to {_EVENTS_PATH}/{{account code}}/update",
    source=sources.ROKT_CREATE_EVENT_BODY,
    why="Rokt Calendar answers 404, and nothing is made.",
    of="request",
    fails=(
        "POST https://api.roktcalendar.com/v1/subscriptionevents/acme\nAuthorization: Bearer 5f0c\n"
        "Content-Type: application/json\n"
    ),
    passes=(
        "POST https://api.roktcalendar.com/v1/subscriptionevent/acme\nAuthorization: Bearer 5f0c\n"
        "Content-Type: application/json\n"
    ),
)
def not_event_path(url: str) -> Iterator[Problem]:
    if _after_events_path(url) is None:
        near = nearest("/".join(_path(url).split("/")[:3]), [_EVENTS_PATH])
        hint = f"did you mean {near}/…?" if near else ""
        yield Problem(message=f"{shown(_path(url))} is not the path of subscription events", hint=hint)


@rule(
    "HTTP614",
    Severity.ERROR,
    "The URL holds white space.",
    hint="keep the Liquid tags and the URL on one line, or use the filter `strip`",
    evidence=Evidence.ASSUMED,
    source=sources.INTEGRATION,
    why="A URL with white space reaches another address, or is not sent at all.",
    of="request",
    fails=(
        "POST https://api.roktcalendar.com/v1/subscriptionevent/acme /update\n"
        "Authorization: Bearer 5f0c\nContent-Type: application/json\n"
    ),
    passes=(
        "POST https://api.roktcalendar.com/v1/subscriptionevent/acme\nAuthorization: Bearer 5f0c\n"
        "Content-Type: application/json\n"
    ),
)
def space_in_url(url: str) -> Iterator[Problem]:
    if re.search(r"\s", url):
        yield Problem(message=f"there is white space in the URL {shown(url)}")


@rule(
    "HTTP616",
    Severity.WARNING,
    "The URL asks for a connection that is not encrypted.",
    hint="write https://",
    source=sources.ROKT_OAUTH,
    why="Rokt Calendar serves requests with a token over HTTPS only; on the way there anybody can read it.",
    of="request",
    fails=(
        "POST http://api.roktcalendar.com/v1/subscriptionevent/acme\nAuthorization: Bearer 5f0c\n"
        "Content-Type: application/json\n"
    ),
    passes=(
        "POST https://api.roktcalendar.com/v1/subscriptionevent/acme\nAuthorization: Bearer 5f0c\n"
        "Content-Type: application/json\n"
    ),
)
def not_encrypted(url: str) -> Iterator[Problem]:
    # A live server is reached at another host, without encryption.
    if re.match(r"http://api\.roktcalendar\.com\b", url.strip(), re.IGNORECASE):
        yield Problem(message=f"{shown(url.strip())} is not an https:// URL")


def is_near_events_path(url: str) -> bool:
    """Tell whether a URL was probably meant to be one of a subscription event."""
    beginning = "/".join(_path(url).split("/")[:3])
    meant = nearest(beginning, [_EVENTS_PATH, *_OTHER_PATHS])
    return _after_events_path(url) is not None or meant == _EVENTS_PATH


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return url


def _after_events_path(url: str) -> list[str] | None:
    """Give the segments after the events' path; None for another path."""
    path = _path(url)
    if path != _EVENTS_PATH and not path.startswith(_EVENTS_PATH + "/"):
        return None
    return path[len(_EVENTS_PATH) :].split("/")[1:]


@rule(
    "HTTP615",
    Severity.ERROR,
    "There is nothing at the URL.",
    hint="`mockserver operations` lists every path there is",
    source=sources.ROKT_OAUTH,
    why="The vendor answers 404, and nothing happens.",
    of="requests",
    fails="GET https://api.roktcalendar.com/v1/calendars\nAuthorization: Bearer {token}\n",
    passes="GET https://api.roktcalendar.com/v1/subscription/06423672-b6ba-4536-aa36-70788a7a0a36\n"
    "Authorization: Bearer {token}\n",
)
def nothing_there(url: str) -> Iterator[Problem]:
    yield Problem(message=f"there is no resource at {shown(_path(url))}")


HEADER_RULES: Final[tuple[Rule[Headers], ...]] = (
    no_authorization,
    misspelt_authorization,
    not_bearer,
    no_token,
    placeholder_left,
    not_json_type,
)
URL_RULES: Final[tuple[Rule[str], ...]] = (
    no_account_code,
    account_suffix_left,
    not_event_path,
    space_in_url,
    not_encrypted,
)


def check_headers(headers: Mapping[str, str]) -> list[Finding]:
    """Check the headers of a request to Rokt Calendar's API.

    Findings point at nothing: headers are no part of the body.
    """
    fields = headers if isinstance(headers, Headers) else Headers(headers)
    liquid = unrendered_liquid.findings([value for _, value in fields.pairs])
    return [*apply(HEADER_RULES, fields), *(replace(finding, pointer="") for finding in liquid)]


def check_event_url(url: str) -> list[Finding]:
    """Check the URL an event is created or updated at; its host may be any."""
    return [*unrendered_liquid.findings(url), *apply(URL_RULES, url)]


def check_nowhere(url: str) -> list[Finding]:
    """Say that there is nothing at a URL, and what was probably meant if it is near a path of events."""
    if is_near_events_path(url):
        return check_event_url(url)
    return [*unrendered_liquid.findings(url), *nothing_there.findings(url), *space_in_url.findings(url)]
