"""A subscription's calendar: its events by the clock of the event, of the subscriber and in UTC."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from mockserver.contracts import windows_zone
from mockserver.errors import UsageError
from mockserver.inspector.views.texts import clock_time, moment, span
from mockserver.rokt.feeds.entries import Entry
from mockserver.rokt.state import Method, Subscription
from mockserver.sandbox import Sandbox
from mockserver.zones import iana_zone, known_zone, named_zone

MOST_LISTED: Final = 200
MOST_OF_A_DAY: Final = 20
_LATEST_YEAR: Final = 9998


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionLine:
    """A subscription in a line of a list."""

    id: str
    calendar: str
    person: str
    method: str
    is_active: bool
    events: int
    created: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """An event in a calendar; ``local`` is by the clock of the event, ``theirs`` by the subscriber's."""

    title: str
    local: str
    theirs: str
    time: str
    utc: str
    length: str
    location: str
    description: str
    reminder: str
    kind: str
    event_id: str
    changes: int
    all_day: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month's sheet; ``more`` is how many events it has besides those shown."""

    date: str
    number: int
    is_outside: bool
    is_today: bool
    events: tuple[EventView, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarView:
    """A subscription's calendar as a list and as the sheet of one month, in the subscriber's zone.

    ``events`` are those listed, of ``count``; ``feed`` is empty where not all of them are.
    """

    line: SubscriptionLine
    zone: str
    zone_from: str
    events: tuple[EventView, ...]
    count: int
    month: str
    month_name: str
    before: str
    after: str
    weeks: tuple[tuple[Day, ...], ...]
    feed: str
    feed_path: str
    details: tuple[tuple[str, str], ...]
    braze_id: str


def subscription_lines(sandbox: Sandbox, text: str = "") -> tuple[SubscriptionLine, ...]:
    """Give the subscriptions that a text occurs in, the latest first."""
    wanted = text.strip().casefold()
    found = [one for one in reversed(sandbox.rokt.state.subscriptions) if wanted in _searched(one)]
    return tuple(subscription_line(sandbox, one) for one in found[:MOST_LISTED])


def subscription_line(sandbox: Sandbox, subscription: Subscription) -> SubscriptionLine:
    """Write a subscription as a line."""
    return SubscriptionLine(
        id=subscription.id,
        calendar=f"{subscription.account}/{subscription.calendar}",
        person=subscription.subscriber_id or subscription.email or subscription.username or "nobody known",
        method=str(subscription.method.value),
        is_active=subscription.is_active,
        events=len(sandbox.rokt.entries_of(subscription)),
        created=moment(subscription.created_at),
    )


def _searched(subscription: Subscription) -> str:
    parts = (
        subscription.id,
        subscription.account,
        subscription.calendar,
        subscription.subscriber_id,
        subscription.email,
        subscription.username,
    )
    return " ".join(parts).casefold()


def calendar_view(
    sandbox: Sandbox, subscription: Subscription, *, month: str = "", zone: str = ""
) -> CalendarView:
    """Make the view of a subscription's calendar.

    ``month`` is written ``2026-07``; without one it is that of the next event, or else of the last.
    ``zone`` is an IANA name in place of the subscriber's own. Raises ``UsageError`` for others.
    """
    now = sandbox.clock.now()
    theirs, zone_from = _zone(sandbox, subscription, zone)
    entries = sandbox.rokt.entries_of(subscription)
    first = _month(month) if month else _first_of_interest(entries, now.astimezone(theirs), theirs)
    profile = sandbox.braze.profile(subscription.subscriber_id)
    webcal = subscription.method is Method.WEBCAL
    return CalendarView(
        line=subscription_line(sandbox, subscription),
        zone=theirs.key,
        zone_from=zone_from,
        events=tuple(_event_view(entry, theirs) for entry in _listed(entries, now)),
        count=len(entries),
        month=first.strftime("%Y-%m"),
        month_name=f"{calendar.month_name[first.month]} {first.year}",
        before=(first - timedelta(days=1)).strftime("%Y-%m"),
        after=(first + timedelta(days=31)).strftime("%Y-%m"),
        weeks=_weeks(first, entries, theirs, now),
        feed=sandbox.rokt.feed(subscription.id).decode() if webcal and len(entries) <= MOST_LISTED else "",
        feed_path=sandbox.rokt.feed_path(subscription.id) if webcal else "",
        details=_details(subscription),
        braze_id=profile.braze_id if profile else "",
    )


def _zone(sandbox: Sandbox, subscription: Subscription, asked: str) -> tuple[ZoneInfo, str]:
    if asked:
        return named_zone(asked), "as chosen here"
    if found := windows_zone(subscription.time_zone_id):
        return found.zone, f"the subscription says {subscription.time_zone_id}"
    profile = sandbox.braze.profile(subscription.subscriber_id)
    name = profile.standard.get("time_zone") if profile else None
    if isinstance(name, str) and (zone := iana_zone(name)):
        return zone, "Braze's profile says so"
    return known_zone("UTC"), "neither Rokt Calendar nor Braze knows the subscriber's"


def _month(text: str) -> date:
    year, _, number = text.partition("-")
    try:
        found = date(int(year), int(number), 1)
    except ValueError:
        raise UsageError(f"{text!r} is no month", hint="write it like 2026-07") from None
    if not 1 < found.year <= _LATEST_YEAR:
        raise UsageError(f"{text!r} is too far away", hint="write it like 2026-07")
    return found


def _first_of_interest(entries: tuple[Entry, ...], now: datetime, zone: ZoneInfo) -> date:
    coming = [entry.times.start for entry in entries if entry.times.end >= now]
    past = [entry.times.start for entry in entries]
    at = min(coming) if coming else max(past, default=now)
    return at.astimezone(zone).date().replace(day=1)


def _listed(entries: Sequence[Entry], now: datetime) -> Sequence[Entry]:
    """Give the entries of a list: where there are too many, from the next one on."""
    coming = sum(entry.times.end < now for entry in entries)
    first = max(0, min(coming, len(entries) - MOST_LISTED))
    return entries[first : first + MOST_LISTED]


def _event_view(entry: Entry, theirs: ZoneInfo) -> EventView:
    times, detail = entry.times, entry.detail
    there = times.start.astimezone(theirs)
    return EventView(
        title=detail.title,
        local=clock_time(times.start, times.zone),
        theirs=clock_time(times.start, theirs),
        time="all day" if detail.all_day_event else there.strftime("%H:%M"),
        utc=moment(times.start),
        length=span(times.end - times.start),
        location=detail.location or "",
        description=detail.description or "",
        reminder="none" if entry.reminder is None else f"{entry.reminder} min before",
        kind="of the calendar" if entry.calendar_event_id else "pushed",
        event_id=detail.event_id,
        changes=entry.sequence,
        all_day=bool(detail.all_day_event),
    )


def _weeks(
    first: date, entries: Sequence[Entry], zone: ZoneInfo, now: datetime
) -> tuple[tuple[Day, ...], ...]:
    by_day: dict[date, list[Entry]] = defaultdict(list)
    for entry in entries:
        # A day without hours is the same day everywhere.
        there = entry.times.start if entry.detail.all_day_event else entry.times.start.astimezone(zone)
        by_day[there.date()].append(entry)
    today = now.astimezone(zone).date()
    return tuple(
        tuple(
            Day(
                date=day.isoformat(),
                number=day.day,
                is_outside=day.month != first.month,
                is_today=day == today,
                events=tuple(_event_view(entry, zone) for entry in by_day[day][:MOST_OF_A_DAY]),
                more=max(0, len(by_day[day]) - MOST_OF_A_DAY),
            )
            for day in week
        )
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    )


def _details(subscription: Subscription) -> tuple[tuple[str, str], ...]:
    shown = {
        "Subscription id": subscription.id,
        "Subscriber id": subscription.subscriber_id,
        "Email": subscription.email,
        "User name": subscription.username,
        "Method": str(subscription.method.value),
        "Time zone": subscription.time_zone_id,
        "Subscribed": moment(subscription.created_at),
        "Ended": moment(subscription.deactivated_at),
        "Reason given": subscription.unsubscribe_reason,
        "Tags": ", ".join(tag.name for tag in subscription.tags),
    }
    return tuple((name, value) for name, value in shown.items() if value)
