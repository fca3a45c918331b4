"""ROKT130 to ROKT149: subscription ids, and the body that subscribes a person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from mockserver.contracts import sources
from mockserver.contracts.assumptions import Terms
from mockserver.contracts.wording import shown
from mockserver.evidence import Evidence
from mockserver.findings import Severity, pointer
from mockserver.rules import Problem, Rule, rule

# A case that is ignored takes twice the time of one that is written out.
_GUID: Final = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[0-9A-Fa-f]{32}")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")


def is_guid(text: str) -> bool:
    """Tell whether a text is a GUID, with or without its hyphens."""
    return _GUID.fullmatch(text) is not None


def is_email(text: str) -> bool:
    """Tell whether a text looks like an email address: one `@`, and a domain with a dot."""
    return _EMAIL.fullmatch(text) is not None


class SubscriptionIds(NamedTuple):
    """The list of subscription ids of a new event, and the terms it is checked under."""

    values: tuple[str, ...]
    terms: Terms

    def severity(self) -> Severity:
        """Tell how bad an unusable id is: a warning while it is passed over for the sake of a good one."""
        passed_over = self.terms.chosen("rokt.unknown_subscription_ids", "ignore")
        return Severity.WARNING if passed_over and any(map(is_guid, self.values)) else Severity.ERROR


@rule(
    "ROKT130",
    Severity.ERROR,
    "An event is sent to no subscription.",
    hint="send the user's ids, from the custom attribute `rokt:subscription_id`",
    evidence=Evidence.ASSUMED,
    source=sources.ROKT_CREATE_EVENT,
    why="Nobody's calendar can show the event.",
    of="event",
    fails=(
        '{"event": {"eventId": "semi-final_ada", "title": "Semi-final", '
        '"start": "2026-02-21T15:00:00", "timezone": "Eastern Standard Time"}, '
        '"subscriptionIds": []}'
    ),
    passes=(
        '{"event": {"eventId": "semi-final_ada", "title": "Semi-final", '
        '"start": "2026-02-21T15:00:00", "timezone": "Eastern Standard Time"}, '
        '"subscriptionIds": ["06423672-b6ba-4536-aa36-70788a7a0a36"]}'
    ),
)
def no_subscription_ids(ids: SubscriptionIds) -> Iterator[Problem]:
    if not ids.values:
        yield Problem(pointer="/subscriptionIds", message="`subscriptionIds` is empty")


@rule(
    "ROKT131",
    Severity.ERROR,
    "A subscription id is an empty string.",
    hint="the user has no `rokt:subscription_id`; abort the message for such users with `abort_message`",
    source=sources.INTEGRATION,
    why="The user gets no event; the published template does not stop for a user without a subscription.",
    of="event",
    fails=(
        '{"event": {"eventId": "semi-final_ada", "title": "Semi-final", '
        '"start": "2026-02-21T15:00:00", "timezone": "Eastern Standard Time"}, '
        '"subscriptionIds": [""]}'
    ),
    passes=(
        '{"event": {"eventId": "semi-final_ada", "title": "Semi-final", '
        '"start": "2026-02-21T15:00:00", "timezone": "Eastern Standard Time"}, '
        '"subscriptionIds": ["06423672-b6ba-4536-aa36-70788a7a0a36"]}'
    ),
)
def empty_subscription_id(ids: SubscriptionIds) -> Iterator[Problem]:
    for index, value in enumerate(ids.values):
        if not value.strip():
            yield Problem(
                pointer=pointer("subscriptionIds", index),
                message="a subscription id is empty",
                severity=ids.severity(),
            )


@rule(
    "ROKT132",
    Severity.ERROR,
    "A subscription id is not a GUID.",
    hint="send ids as Rokt Calendar wrote them, such as 06423672-b6ba-4536-aa36-70788a7a0a36",
    source=sources.ROKT_CREATE_EVENT,
    why="No subscription has such an id, so it is passed over, or the request is refused.",
    of="event",
    fails=(
        '{"event": {"eventId": "semi-final_ada", "title": "Semi-final", '
        '"start": "2026-02-21T15:00:00", "timezone": "Eastern Standard Time"}, '
        '"subscriptionIds": ["ada"]}'
    ),
    passes=(
        '{"event": {"eventId": "semi-final_ada", "title": "Semi-final", '
        '"start": "2026-02-21T15:00:00", "timezone": "Eastern Standard Time"}, '
        '"subscriptionIds": ["06423672-b6ba-4536-aa36-70788a7a0a36"]}'
    ),
)
def subscription_id_not_guid(ids: SubscriptionIds) -> Iterator[Problem]:
    for index, value in enumerate(ids.values):
        if value.strip() and not is_guid(value):
            yield Problem(
                pointer=pointer("subscriptionIds", index),
                message=f"{shown(value)} is not a GUID",
                severity=ids.severity(),
            )


@rule(
    "ROKT133",
    Severity.WARNING,
    "A subscription id is listed more than once.",
    hint="send each id once",
    evidence=Evidence.ASSUMED,
    source=sources.ROKT_CREATE_EVENT,
    why="The list was put together wrongly; an id of another subscription may be missing in its place.",
    of="event",
    fails=(
        '{"event": {"eventId": "semi-final_ada", "title": "Semi-final", '
        '"start": "2026-02-21T15:00:00", "timezone": "Eastern Standard Time"}, '
        '"subscriptionIds": ["06423672-b6ba-4536-aa36-70788a7a0a36", '
        '"06423672-b6ba-4536-aa36-70788a7a0a36"]}'
    ),
    passes=(
        '{"event": {"eventId": "semi-final_ada", "title": "Semi-final", '
        '"start": "2026-02-21T15:00:00", "timezone": "Eastern Standard Time"}, '
        '"subscriptionIds": ["06423672-b6ba-4536-aa36-70788a7a0a36"]}'
    ),
)
def repeated_subscription_id(ids: SubscriptionIds) -> Iterator[Problem]:
    named = [value.casefold() for value in ids.values if value.strip()]
    if len(named) == len(set(named)):
        return
    for value, count in Counter(named).items():
        if count > 1:
            yield Problem(pointer="/subscriptionIds", message=f"{shown(value)} is listed {count} times")


@rule(
    "ROKT134",
    Severity.ERROR,
    "An event is sent to more subscriptions than one request may name.",
    hint="send several requests",
    evidence=Evidence.ASSUMED,
    source=sources.ROKT_CREATE_EVENT,
    why="Requests above the limit are refused as a whole.",
    of="event",
    fails=(
        '{"event": {"eventId": "semi-final_ada", "title": "Semi-final", '
        '"start": "2026-02-21T15:00:00", "timezone": "Eastern Standard Time"}, '
        '"subscriptionIds": ["06423672-b6ba-4536-aa36-70788a7a0a36", '
        '"06423672-b6ba-4536-aa36-70788a7a0a37"]}'
    ),
    passes=(
        '{"event": {"eventId": "semi-final_ada", "title": "Semi-final", '
        '"start": "2026-02-21T15:00:00", "timezone": "Eastern Standard Time"}, '
        '"subscriptionIds": ["06423672-b6ba-4536-aa36-70788a7a0a36"]}'
    ),
    under={"rokt.subscription_ids_limit": 1},
)
def too_many_subscription_ids(ids: SubscriptionIds) -> Iterator[Problem]:
    limit = ids.terms["rokt.subscription_ids_limit"]
    if isinstance(limit, int | float) and 0 < limit < len(ids.values):
        yield Problem(
            pointer="/subscriptionIds", message=f"{len(ids.values)} ids are listed, {limit:g} may be"
        )


@dataclass(frozen=True, slots=True)
class NewSubscription:
    """The body that subscribes a person, and the terms it is checked under."""

    data: Mapping[str, object]
    terms: Terms

    def text(self, name: str) -> str | None:
        """Give a member that is a string with something in it."""
        value = self.data.get(name)
        return value if isinstance(value, str) and value else None


@rule(
    "ROKT140",
    Severity.ERROR,
    "A new subscription does not say where to send the person.",
    hint="add `redirectTo`, the page or app link to show after subscribing",
    source=sources.ROKT_SUBSCRIBE,
    why="Where it is required, nobody can subscribe.",
    of="subscription",
    fails='{"emailAddress": "ada@example.com"}',
    passes='{"emailAddress": "ada@example.com", "redirectTo": "https://example.com/done"}',
    under={"rokt.redirect_to_required": "yes"},
)
def no_redirect(subscription: NewSubscription) -> Iterator[Problem]:
    required = subscription.terms.chosen("rokt.redirect_to_required", "yes")
    if required and subscription.data.get("redirectTo") in (None, ""):
        yield Problem(pointer="/redirectTo", message="`redirectTo` is required and missing")


@rule(
    "ROKT141",
    Severity.WARNING,
    "The place to send the person to is not a URL.",
    hint="send a whole URL with its scheme, such as https://example.com/done or myapp://done",
    source=sources.ROKT_SUBSCRIBE,
    why="After subscribing, the person is led nowhere.",
    of="subscription",
    fails='{"emailAddress": "ada@example.com", "redirectTo": "done"}',
    passes='{"emailAddress": "ada@example.com", "redirectTo": "myapp://done"}',
)
def redirect_not_url(subscription: NewSubscription) -> Iterator[Problem]:
    url = subscription.text("redirectTo")
    if url and not _has_scheme(url):
        yield Problem(pointer="/redirectTo", message=f"`redirectTo` is {shown(url)}, not a URL")


@rule(
    "ROKT142",
    Severity.WARNING,
    "A subscriber's email address does not look like one.",
    hint="send an address such as name@example.com, or leave it out",
    evidence=Evidence.ASSUMED,
    source=sources.ROKT_SUBSCRIBE,
    why="The subscriber cannot be matched with a profile by it.",
    of="subscription",
    fails='{"emailAddress": "ada"}',
    passes='{"emailAddress": "ada@example.com"}',
)
def odd_email(subscription: NewSubscription) -> Iterator[Problem]:
    email = subscription.text("emailAddress")
    if email and not is_email(email):
        yield Problem(pointer="/emailAddress", message=f"{shown(email)} is not an email address")


@rule(
    "ROKT143",
    Severity.WARNING,
    "A calendar event is asked for by an id that is no GUID, so none is found.",
    hint="ids of your own belong in `externalEventIds`",
    source=sources.ROKT_SUBSCRIBE,
    why="The subscription starts without the event that was asked for.",
    of="subscription",
    fails='{"emailAddress": "ada@example.com", "requestEventIds": ["semi-final"]}',
    passes='{"emailAddress": "ada@example.com", "externalEventIds": ["semi-final"]}',
)
def event_id_not_guid(subscription: NewSubscription) -> Iterator[Problem]:
    ids = subscription.data.get("requestEventIds")
    for index, value in enumerate(ids if isinstance(ids, list) else ()):
        if isinstance(value, str) and not is_guid(value):
            yield Problem(
                pointer=pointer("requestEventIds", index),
                message=f"{shown(value)} is not a GUID, so it is ignored",
            )


def _has_scheme(url: str) -> bool:
    try:
        return bool(urlsplit(url).scheme)
    except ValueError:
        return False


SUBSCRIPTION_ID_RULES: Final[tuple[Rule[SubscriptionIds], ...]] = (
    no_subscription_ids,
    empty_subscription_id,
    subscription_id_not_guid,
    repeated_subscription_id,
    too_many_subscription_ids,
)
NEW_SUBSCRIPTION_RULES: Final[tuple[Rule[NewSubscription], ...]] = (
    no_redirect,
    redirect_not_url,
    odd_email,
    event_id_not_guid,
)
