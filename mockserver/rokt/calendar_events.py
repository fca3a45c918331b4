"""The events of calendars themselves, made by the merchant; subscriptions see those that concern them.

Source: https://roktcalendar-api.readme.io/docs/calendar-events-resource-models
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Final

from mockserver.clock import Clock
from mockserver.contracts import windows_zone
from mockserver.contracts.rokt.models import EventDetail
from mockserver.contracts.times.event_times import EventTimes, event_times
from mockserver.contracts.times.local_time import parse_local
from mockserver.errors import UsageError
from mockserver.evidence import Assumptions
from mockserver.ids import Ids

_NO_CHOICES: Final = Assumptions(())


@dataclass(frozen=True, kw_only=True)  # without slots, which leave no room for what is worked out once
class CalendarEvent:
    """One event of a calendar; ``start`` and ``end`` are local times such as ``2026-07-21T15:00:00``.

    ``timezone`` is a Windows id. ``tags`` name calendar tags by id, external id or name; ``time_zones``
    are the Windows ids of the zones the event is meant for, none for all. ``reminder_minutes`` before
    the start the subscriber is reminded. ``id``, ``updated_at`` and ``sequence`` are given when filed.
    """

    title: str
    start: str
    end: str = ""
    timezone: str = "UTC"
    id: str = ""
    external_id: str = ""
    description: str = ""
    location: str = ""
    all_day: bool = False
    reminder_minutes: int | None = None
    tags: tuple[str, ...] = ()
    time_zones: tuple[str, ...] = ()
    created_at: datetime | None = field(default=None, compare=False)
    updated_at: datetime | None = field(default=None, compare=False)
    sequence: int = field(default=0, compare=False)

    @cached_property
    def detail(self) -> EventDetail:
        """The event in the shape that pushed events have too."""
        return EventDetail(
            eventId=self.external_id or self.id,
            title=self.title,
            description=self.description or None,
            location=self.location or None,
            start=self.start,
            end=self.end or None,
            timezone=self.timezone,
            allDayEvent=self.all_day,
            notifyBefore=self.reminder_minutes,
        )

    @cached_property
    def times(self) -> EventTimes:
        """When it starts and ends."""
        return event_times(self.detail, _NO_CHOICES)


class CalendarEvents:
    """The events of every calendar, by account and calendar code and in order of filing."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids
        self._events: dict[tuple[str, str], dict[str, CalendarEvent]] = {}

    def put(self, account: str, calendar: str, event: CalendarEvent) -> CalendarEvent:
        """File a new event, or a changed one under the id it has, and give it back complete.

        Raises ``UsageError`` for a zone or a time that cannot be read.
        """
        _demand_readable(event)
        events = self._events.setdefault((account, calendar), {})
        now = self._clock.now()
        old = events.get(event.id)
        complete = replace(
            event,
            id=event.id or self._ids.uuid(),
            created_at=(old.created_at if old else event.created_at) or now,
            updated_at=now,
            sequence=old.sequence + 1 if old else 0,
        )
        events[complete.id] = complete
        return complete

    def remove(self, account: str, calendar: str, event_id: str) -> None:
        """Take an event out of its calendar.

        Raises ``UsageError`` for an id the calendar does not have.
        """
        if event_id not in self._events.get((account, calendar), {}):
            raise UsageError(f"calendar {calendar!r} of account {account!r} has no event {event_id!r}")
        del self._events[account, calendar][event_id]

    def of(self, account: str, calendar: str) -> tuple[CalendarEvent, ...]:
        """Give a calendar's events, the earliest first."""
        events = self._events.get((account, calendar), {}).values()
        return tuple(sorted(events, key=lambda event: event.times.order))

    def matching(
        self, account: str, calendar: str, ids: Iterable[str], external_ids: Iterable[str]
    ) -> tuple[str, ...]:
        """Give the ids of the events that go by one of the ids; those that match nothing are passed over."""
        wanted = {one.lower() for one in ids}
        external = set(external_ids)
        events = self.of(account, calendar)
        return tuple(
            one.id for one in events if one.id.lower() in wanted or one.external_id in external - {""}
        )


def _demand_readable(event: CalendarEvent) -> None:
    for zone in (event.timezone, *event.time_zones):
        if windows_zone(zone) is None:
            raise UsageError(f"{zone!r} is no Windows time zone id", hint="write one such as UTC")
    for text in filter(None, (event.start, event.end)):
        if parse_local(text) is None:
            raise UsageError(f"{text!r} is no local time", hint="write one such as 2026-07-21T15:00:00")
    if not event.start:
        raise UsageError(f"calendar event {event.title!r} has no start")
