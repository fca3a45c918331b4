"""What a simulated Rokt Calendar knows: accounts, API clients and subscriptions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from mockserver.clock import Clock
from mockserver.contracts import is_guid
from mockserver.errors import UsageError
from mockserver.ids import Ids
from mockserver.rokt.calendar_events import CalendarEvent, CalendarEvents
from mockserver.rokt.notifications.webhook_endpoints import WebhookEndpoint


class Method(StrEnum):
    """How a subscription reaches the subscriber's calendar, spelled as the API answers it.

    Source: https://roktcalendar-api.readme.io/reference/get-subscription-details
    """

    WEBCAL = "WebCal"
    GOOGLE = "Google"
    MICROSOFT = "Microsoft"

    @classmethod
    def named(cls, name: str) -> Method | None:
        """Give the method of a name in any case of letters: the API's own pages spell it differently."""
        return next((method for method in cls if method.value.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class BrazeLink:
    """The Braze instance an account pushes its subscribers to: REST endpoint and API key."""

    endpoint: str
    api_key: str = field(repr=False)

    @property
    def url(self) -> str:
        """The endpoint as an absolute URL without a slash at its end."""
        endpoint = self.endpoint.rstrip("/")
        return endpoint if "://" in endpoint else f"https://{endpoint}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A calendar tag; ``external_id`` is the merchant's own id of it."""

    name: str
    id: str = ""
    external_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """One calendar of an account; ``code`` is the slug in its address, ``events`` those it opens with."""

    code: str
    id: str = ""
    title: str = ""
    image: str = ""
    tags: tuple[Tag, ...] = ()
    events: tuple[CalendarEvent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A merchant's account; ``code`` is the subdomain of its dashboard, ``calendars`` go by code.

    ``webhooks`` are the endpoints in its settings that are told what happens.
    """

    code: str
    id: str = ""
    name: str = ""
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    braze: BrazeLink | None = None
    webhooks: tuple[WebhookEndpoint, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """An API client and the codes of the accounts it may act on."""

    client_id: str
    client_secret: str = field(repr=False)
    accounts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One person's subscription to one calendar; ``account`` and ``calendar`` are codes.

    ``username`` is the person's name in a third party's system. ``country_code``, ``geo_country``,
    ``device_name`` and ``source`` are what Rokt Calendar learns from the page somebody subscribes on.
    Of the calendar's events it has ``included_event_ids`` only, where there are any, and never
    ``excluded_event_ids``.
    """

    account: str
    calendar: str
    id: str = ""
    method: Method = Method.WEBCAL
    subscriber_id: str = ""
    email: str = ""
    username: str = ""
    time_zone_id: str = ""
    tags: tuple[Tag, ...] = ()
    included_event_ids: tuple[str, ...] = ()
    excluded_event_ids: tuple[str, ...] = ()
    created_at: datetime | None = None
    deactivated_at: datetime | None = None
    unsubscribe_reason: str = ""
    marketing_allowed: bool = False
    additional_opt_in: bool = False
    allow_promotional_content: bool = False
    event_reminder_minutes: int | None = None
    is_event_reminder_disabled: bool = False
    provider_name: str = ""
    channel_finder_line_up_id: str = ""
    channel_finder_zip_code: str = ""
    country_code: str = ""
    geo_country: str = ""
    device_name: str = ""
    source: str = ""
    ip_address: str = ""
    user_agent: str = ""

    @property
    def is_active(self) -> bool:
        """Whether new events are still delivered to it."""
        return self.deactivated_at is None

    @property
    def person(self) -> str:
        """What tells subscribers apart: the subscriber id or, failing that, the email; empty if neither."""
        return self.subscriber_id or self.email.casefold()


_FILED = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def canonical_id(text: str) -> str:
    """Write a GUID the way subscriptions are filed: lower case, hyphens; other text is given back."""
    if _FILED.fullmatch(text):
        return text
    return str(UUID(text)) if is_guid(text) else text


class State:
    """Accounts, clients and subscriptions of one world; what has no id yet is given one."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids
        self.accounts: dict[str, Account] = {}
        self.clients: dict[str, Client] = {}
        self.calendar_events = CalendarEvents(clock, ids)
        self.schedules: dict[str, tuple[CalendarEvent, ...]] = {}
        """What people have in their own calendars, by subscription id."""
        self._subscriptions: dict[str, Subscription] = {}
        # Two ways to find a person's subscriptions without walking through everybody's.
        self._by_person: dict[str, dict[str, None]] = {}
        self._by_username: dict[str, dict[str, None]] = {}

    def add_account(self, account: Account) -> Account:
        """Open an account and give it back complete.

        Raises ``UsageError`` for a code that is taken.
        """
        if account.code in self.accounts:
            raise UsageError(f"there is already a Rokt Calendar account {account.code!r}")
        calendars = {code: self._complete(calendar) for code, calendar in account.calendars.items()}
        self.accounts[account.code] = replace(
            account,
            id=account.id or self._ids.uuid(),
            name=account.name or account.code,
            calendars=calendars,
        )
        for calendar in calendars.values():
            for event in calendar.events:
                self.calendar_events.put(account.code, calendar.code, event)
        return self.accounts[account.code]

    def _complete(self, calendar: Calendar) -> Calendar:
        tags = tuple(replace(tag, id=tag.id or self._ids.uuid()) for tag in calendar.tags)
        title = calendar.title or calendar.code
        return replace(calendar, id=calendar.id or self._ids.uuid(), title=title, tags=tags)

    def add_client(self, client: Client) -> Client:
        """Let a client in.

        Raises ``UsageError`` for an id that is taken and for accounts that do not exist.
        """
        if client.client_id in self.clients:
            raise UsageError(f"there is already a Rokt Calendar client {client.client_id!r}")
        for code in sorted(client.accounts):
            self.account(code)
        self.clients[client.client_id] = client
        return client

    def add_subscription(self, subscription: Subscription) -> Subscription:
        """File a subscription and give it back complete; nothing else happens, no push and no event.

        Raises ``UsageError`` for an account or calendar that does not exist and an id that is taken.
        """
        self.calendar(subscription.account, subscription.calendar)
        complete = replace(
            subscription,
            id=canonical_id(subscription.id) if subscription.id else self._ids.uuid(),
            created_at=subscription.created_at or self._clock.now(),
        )
        if complete.id in self._subscriptions:
            raise UsageError(f"there is already a subscription {complete.id}")
        self._subscriptions[complete.id] = complete
        self._by_person.setdefault(complete.person, {})[complete.id] = None
        self._by_username.setdefault(complete.username, {})[complete.id] = None
        return complete

    def account(self, code: str) -> Account:
        """Give the account of that code.

        Raises ``UsageError`` where there is none.
        """
        if code not in self.accounts:
            raise UsageError(f"there is no Rokt Calendar account {code!r}", hint=_one_of(self.accounts))
        return self.accounts[code]

    def calendar(self, account: str, code: str) -> Calendar:
        """Give a calendar by the codes of its account and its own.

        Raises ``UsageError`` where there is none.
        """
        calendars = self.account(account).calendars
        if code not in calendars:
            raise UsageError(f"account {account!r} has no calendar {code!r}", hint=_one_of(calendars))
        return calendars[code]

    def subscription(self, subscription_id: str) -> Subscription | None:
        """Give the subscription of that id, whatever the case of its letters, or None."""
        found = self._subscriptions.get(subscription_id)  # as nearly everybody writes it
        return found or self._subscriptions.get(canonical_id(subscription_id))

    @property
    def subscriptions(self) -> tuple[Subscription, ...]:
        """Every subscription, deactivated ones too, in order of creation."""
        return tuple(self._subscriptions.values())

    def subscriptions_of(self, person: str) -> Iterator[Subscription]:
        """Give a person's active subscriptions in all accounts, in order of creation."""
        return self._active(self._by_person.get(person, {}) if person else {})

    def subscriptions_of_username(self, account: str, calendar: str, username: str) -> list[Subscription]:
        """Give the active subscriptions to one calendar under a third party's user name."""
        return [one for one in self.all_of_username(account, calendar, username) if one.is_active]

    def all_of_username(self, account: str, calendar: str, username: str) -> list[Subscription]:
        """Give the subscriptions to one calendar under a user name, those that have ended too."""
        ids = self._by_username.get(username, {}) if username else {}
        named = map(self._subscriptions.__getitem__, ids)
        return [one for one in named if (one.account, one.calendar) == (account, calendar)]

    def _active(self, ids: Mapping[str, None]) -> Iterator[Subscription]:
        return (found for found in map(self._subscriptions.__getitem__, ids) if found.is_active)

    def change(self, subscription: Subscription) -> Subscription:
        """Put a subscription in the place of the one of its id; whose it is must be as before."""
        self._subscriptions[subscription.id] = subscription
        return subscription

    def deactivate(self, subscription: Subscription, reason: str = "") -> Subscription:
        """End a subscription now and give it back as it is from then on."""
        return self.change(replace(subscription, deactivated_at=self._clock.now(), unsubscribe_reason=reason))


def _one_of(names: Mapping[str, object]) -> str:
    return "there is " + ", ".join(names) if names else "there is none yet"
