"""FLOW750 to FLOW769: what only the state of the account can tell to be wrong with a request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from mockserver.contracts.rokt.subscription_rules import is_guid
from mockserver.evidence import Assumptions, Evidence
from mockserver.findings import Severity, pointer
from mockserver.rokt import sources
from mockserver.rokt.state import Subscription
from mockserver.rules import Problem, Rule, rule

_EVENT: Final = (
    "POST https://api.roktcalendar.com/v1/subscriptionevent/acme\n"
    "Authorization: Bearer {token}\n"
    "\n"
    '{"event": {"eventId": "semi-final", "title": "t", '
    '"start": "2026-02-21T15:00:00", "timezone": "UTC"}, '
    '"subscriptionIds": ["06423672-b6ba-4536-aa36-70788a7a0a36"]}'
)
"""The request of the examples, with nothing wrong."""


@rule(
    "FLOW750",
    Severity.ERROR,
    "The token of a request is no valid one.",
    hint="ask for a new token and use it within its `expires_in`",
    source=sources.OAUTH,
    why="Rokt Calendar answers 401, and nothing is made.",
    of="requests",
    fails=_EVENT.replace("{token}", "5f0c"),
    passes=_EVENT,
)
def bad_token(reason: str) -> Iterator[Problem]:
    """Say what is wrong with a token that was sent."""
    yield Problem(message=reason)


@rule(
    "FLOW751",
    Severity.ERROR,
    "The account or the calendar is not one the client may use.",
    hint="see the account code and the calendar code in the URL, and which accounts the client is for",
    evidence=Evidence.ASSUMED,
    source=sources.CREATE_EVENT,
    why="Rokt Calendar refuses the request, and nothing is made.",
    of="requests",
    fails=_EVENT.replace("acme", "acne"),
    passes=_EVENT,
)
def unusable_account(reason: str) -> Iterator[Problem]:
    """Say why an account or a calendar cannot be used."""
    yield Problem(message=reason)


@rule(
    "FLOW752",
    Severity.ERROR,
    "The client's credentials are not known.",
    hint="see the credential's user name (client id) and password (client secret)",
    source=sources.RFC_OAUTH + "#section-5.2",
    why="No token is given, and without one every later call is refused.",
    of="requests",
    fails=(
        "POST https://api.roktcalendar.com/oauth2/token\n"
        "Authorization: Basic YWNtZS1jbGllbnQ6d3Jvbmc=\n"
        "\n"
        "grant_type=client_credentials"
    ),
    passes=(
        "POST https://api.roktcalendar.com/oauth2/token\n"
        "Authorization: Basic YWNtZS1jbGllbnQ6YWNtZS1zZWNyZXQ=\n"
        "\n"
        "grant_type=client_credentials"
    ),
)
def unknown_client(reason: str) -> Iterator[Problem]:
    """Say why a client is not let in."""
    yield Problem(message=reason)


class Addressed(NamedTuple):
    """The subscription ids a new event is sent to, and what is known of them.

    ``found`` has the subscription of each id, deactivated or not, of whatever account.
    """

    ids: tuple[str, ...]
    account: str
    found: Mapping[str, Subscription | None]
    assumptions: Assumptions

    def is_own(self, found: Subscription | None) -> bool:
        """Tell whether a subscription is the account's."""
        return found is not None and found.account == self.account

    @property
    def severity(self) -> Severity:
        """How bad an id is that names no subscription of the account."""
        refused = self.assumptions.is_set("rokt.unknown_subscription_ids", "reject")
        none_known = not any(map(self.is_own, self.found.values()))
        if none_known and self.assumptions.is_set("rokt.all_unknown_subscription_ids", "reject"):
            refused = True
        return Severity.ERROR if refused else Severity.WARNING

    def problems(self, messages: Mapping[str, str]) -> Iterator[Problem]:
        """Make a problem at the place of each id that there is a message for."""
        for index, subscription_id in enumerate(self.ids if messages else ()):
            if subscription_id in messages:
                at = pointer("subscriptionIds", index)
                yield Problem(message=messages[subscription_id], pointer=at, severity=self.severity)


@rule(
    "FLOW753",
    Severity.WARNING,
    "A subscription id names no subscription.",
    hint="send ids as Rokt Calendar pushed them, from the custom attribute `rokt:subscription_id`",
    evidence=Evidence.ASSUMED,
    source=sources.CREATE_EVENT,
    why="Nobody's calendar shows the event for that id, though the request is accepted.",
    of="requests",
    fails=_EVENT.replace("a7a0a36", "a7a0a37"),
    passes=_EVENT,
)
def unknown_subscription(addressed: Addressed) -> Iterator[Problem]:
    """Find ids that nobody has; those that are no GUID the contract has told already."""
    unknown = [one for one, found in addressed.found.items() if found is None and is_guid(one)]
    return addressed.problems({one: f"there is no subscription {one}" for one in unknown})


@rule(
    "FLOW754",
    Severity.WARNING,
    "A subscription id belongs to another account than the one in the URL.",
    hint="the published URL takes the first account code only while the body sends the ids of all accounts",
    source=sources.INTEGRATION,
    why="That subscriber's calendar does not show the event, though the request is accepted.",
    of="requests",
    fails=(
        "POST https://api.roktcalendar.com/v1/subscriptionevent/acme\n"
        "Authorization: Bearer {token}\n"
        "\n"
        '{"event": {"eventId": "semi-final", "title": "t", '
        '"start": "2026-02-21T15:00:00", "timezone": "UTC"}, '
        '"subscriptionIds": ["06423672-b6ba-4536-aa36-70788a7a0a36", '
        '"7d2f9e31-6a48-4f0b-8c35-ff10919f1078"]}'
    ),
    passes=_EVENT,
)
def foreign_subscription(addressed: Addressed) -> Iterator[Problem]:
    """Find ids of other accounts."""
    foreign = [one for one, found in addressed.found.items() if found and not addressed.is_own(found)]
    message = "subscription {} belongs to another account than {!r}"
    return addressed.problems({one: message.format(one, addressed.account) for one in foreign})


@rule(
    "FLOW755",
    Severity.WARNING,
    "A subscription has been deactivated.",
    hint="nothing is delivered to it any more; see that the profile's attributes are up to date",
    source=sources.DEACTIVATE,
    why="The person has left; nothing reaches them any more.",
    of="requests",
    fails=(
        "DELETE https://api.roktcalendar.com/v1/subscription/acme/shows\n"
        "Authorization: Bearer {token}\n"
        "\n"
        '{"id": "06423672-b6ba-4536-aa36-70788a7a0a36"}\n'
        "\n"
        "###\n"
        f"{_EVENT}"
    ),
    passes=_EVENT,
)
def deactivated_subscription(addressed: Addressed) -> Iterator[Problem]:
    """Find ids of subscriptions that have ended."""
    for index, subscription_id in enumerate(addressed.ids):
        found = addressed.found[subscription_id]
        if found and addressed.is_own(found) and not found.is_active:
            at = pointer("subscriptionIds", index)
            yield Problem(message=f"subscription {found.id} is deactivated", pointer=at)


@dataclass(frozen=True, slots=True)
class EventId:
    """The id of an event a request is about, and whether what is wrong with it refuses the request."""

    account: str
    event_id: str
    refused: bool

    def problem(self, message: str) -> Problem:
        """Make a problem of a message, as bad as the assumption in force has it."""
        return Problem(message=message, severity=Severity.ERROR if self.refused else Severity.WARNING)


@rule(
    "FLOW756",
    Severity.WARNING,
    "An event is updated, deleted or removed that is not there.",
    hint="see that the event was created, and under the very same eventId",
    evidence=Evidence.ASSUMED,
    source=sources.UPDATE_EVENT,
    why="The request is accepted, and nothing changes in anybody's calendar.",
    of="requests",
    fails=(
        "POST https://api.roktcalendar.com/v1/subscriptionevent/acme/update\n"
        "Authorization: Bearer {token}\n"
        "\n"
        '{"eventId": "semi-final", "title": "u", "start": "2026-02-21T15:00:00", '
        '"timezone": "UTC"}'
    ),
    passes=(
        "POST https://api.roktcalendar.com/v1/subscriptionevent/acme\n"
        "Authorization: Bearer {token}\n"
        "\n"
        '{"event": {"eventId": "semi-final", "title": "t", '
        '"start": "2026-02-21T15:00:00", "timezone": "UTC"}, '
        '"subscriptionIds": ["06423672-b6ba-4536-aa36-70788a7a0a36"]}\n'
        "\n"
        "###\n"
        "POST https://api.roktcalendar.com/v1/subscriptionevent/acme/update\n"
        "Authorization: Bearer {token}\n"
        "\n"
        '{"eventId": "semi-final", "title": "u", "start": "2026-02-21T15:00:00", '
        '"timezone": "UTC"}'
    ),
)
def unknown_event(event: EventId) -> Iterator[Problem]:
    """Say that an event is not there."""
    yield event.problem(f"there is no event {event.event_id!r} in account {event.account!r} to change")


@rule(
    "FLOW757",
    Severity.ERROR,
    "An event is created whose id the account already has.",
    hint="send changes to the address that ends in /update",
    evidence=Evidence.ASSUMED,
    source=sources.CREATE_EVENT,
    why="The event may be made twice, or the request be refused.",
    of="requests",
    fails=(
        "POST https://api.roktcalendar.com/v1/subscriptionevent/acme\n"
        "Authorization: Bearer {token}\n"
        "\n"
        '{"event": {"eventId": "semi-final", "title": "t", '
        '"start": "2026-02-21T15:00:00", "timezone": "UTC"}, '
        '"subscriptionIds": ["06423672-b6ba-4536-aa36-70788a7a0a36"]}\n'
        "\n"
        "###\n"
        f"{_EVENT}"
    ),
    passes=(
        "POST https://api.roktcalendar.com/v1/subscriptionevent/acme\n"
        "Authorization: Bearer {token}\n"
        "\n"
        '{"event": {"eventId": "semi-final", "title": "t", '
        '"start": "2026-02-21T15:00:00", "timezone": "UTC"}, '
        '"subscriptionIds": ["06423672-b6ba-4536-aa36-70788a7a0a36"]}\n'
        "\n"
        "###\n"
        "POST https://api.roktcalendar.com/v1/subscriptionevent/acme/update\n"
        "Authorization: Bearer {token}\n"
        "\n"
        '{"eventId": "semi-final", "title": "u", "start": "2026-02-21T15:00:00", '
        '"timezone": "UTC"}'
    ),
    under={"rokt.create_existing_event": "reject"},
)
def existing_event(event: EventId) -> Iterator[Problem]:
    """Say that an event is there already."""
    yield event.problem(f"account {event.account!r} already has an event {event.event_id!r}")


@rule(
    "FLOW758",
    Severity.ERROR,
    "A request names nobody, or a subscription or method that does not exist.",
    hint="see the ids and the method that the request names",
    evidence=Evidence.ASSUMED,
    source=sources.DEACTIVATE,
    why="Nothing can be done with the request.",
    of="requests",
    fails=(
        "DELETE https://api.roktcalendar.com/v1/subscription/acme/shows\nAuthorization: Bearer {token}\n\n{}"
    ),
    passes=(
        "DELETE https://api.roktcalendar.com/v1/subscription/acme/shows\n"
        "Authorization: Bearer {token}\n"
        "\n"
        '{"id": "06423672-b6ba-4536-aa36-70788a7a0a36"}'
    ),
)
def unusable_subscription(reason: str) -> Iterator[Problem]:
    """Say why a subscription cannot be read, made or ended."""
    yield Problem(message=reason)


ADDRESS_RULES: Final[tuple[Rule[Addressed], ...]] = (
    unknown_subscription,
    foreign_subscription,
    deactivated_subscription,
)
