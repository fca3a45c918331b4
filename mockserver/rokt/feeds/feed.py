"""The calendar feed of a subscription: what its subscriber sees, as iCalendar.

Source: https://www.rfc-editor.org/rfc/rfc5545
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final

from icalendar import Timezone

from mockserver.evidence import Choice
from mockserver.rokt.feeds.content_lines import (
    day_line,
    duration_line,
    fold,
    in_seconds,
    text_line,
    time_line,
)
from mockserver.rokt.feeds.entries import Entry
from mockserver.rokt.feeds.timezones import timezone_component

_DAY: Final = timedelta(days=1)
_UTC_ZONES: Final = frozenset({"UTC", "Etc/UTC"})
# Outside of these years zones are not written out: their rules are guesses, or not whole minutes.
_ZONED_YEARS: Final = range(1970, 2101)
_HEAD: Final = (
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//mockserver//simulated Rokt Calendar//EN",
    "CALSCALE:GREGORIAN",
)


def render_feed(title: str, entries: Iterable[Entry], assumptions: Mapping[str, Choice]) -> bytes:
    """Write a calendar with these entries; the same entries always give the same bytes."""
    shown = list(entries)
    lines = [*_HEAD, text_line("X-WR-CALNAME", title)]
    events = (line for entry in shown for line in _event(entry, assumptions))
    zones = (bytes(component.to_ical()) for component in _timezones(shown))
    return b"".join([*map(fold, lines), *zones, *map(fold, events), fold("END:VCALENDAR")])


def uid_of(entry: Entry) -> str:
    """Give the UID an entry has in every feed it is in."""
    return f"{entry.uid}@roktcalendar.com"


def _timezones(entries: Iterable[Entry]) -> list[Timezone]:
    years: dict[str, set[int]] = {}
    zones = {}
    for entry in entries:
        if not entry.detail.all_day_event and not _is_in_utc(entry):
            zones[entry.times.zone.key] = entry.times.zone
            used = years.setdefault(entry.times.zone.key, set())
            used.update((entry.times.start.year, entry.times.end.year))
    return [timezone_component(zones[key], min(used) - 1, max(used) + 1) for key, used in years.items()]


def _is_in_utc(entry: Entry) -> bool:
    """Tell whether local times could not say which moments are meant.

    Of a local time that comes twice RFC 5545 (3.3.5) means the first.
    """
    moments = (entry.times.start, entry.times.end)
    in_range = all(moment.year in _ZONED_YEARS for moment in moments)
    return entry.times.zone.key in _UTC_ZONES or not in_range or any(moment.fold for moment in moments)


def _event(entry: Entry, assumptions: Mapping[str, Choice]) -> Iterator[str]:
    detail = entry.detail
    yield "BEGIN:VEVENT"
    yield text_line("SUMMARY", detail.title)
    yield from _times(entry, assumptions)
    # Without METHOD it means the same as LAST-MODIFIED; the moment of the request would change the ETag.
    yield time_line("DTSTAMP", entry.modified_at.astimezone(UTC))
    yield text_line("UID", uid_of(entry))
    yield f"SEQUENCE:{entry.sequence}"
    yield time_line("CREATED", entry.created_at.astimezone(UTC))
    if detail.description:
        yield text_line("DESCRIPTION", detail.description)
    yield time_line("LAST-MODIFIED", entry.modified_at.astimezone(UTC))
    if detail.location:
        yield text_line("LOCATION", detail.location)
    if entry.reminder is not None:
        yield from _alarm(detail.title, entry.reminder)
    yield "END:VEVENT"


def _times(entry: Entry, assumptions: Mapping[str, Choice]) -> Iterator[str]:
    start, end = entry.times.start, entry.times.end
    if entry.detail.all_day_event:
        inclusive = assumptions["rokt.all_day_end"] == "inclusive"
        yield day_line("DTSTART", start.date())
        yield day_line("DTEND", _day_after(start, end, inclusive=inclusive))
        return
    if _is_in_utc(entry):
        start, end = start.astimezone(UTC), end.astimezone(UTC)
    yield time_line("DTSTART", start)
    # DTEND must be later than DTSTART; without it the event ends when it starts.
    if in_seconds(end).astimezone(UTC) > in_seconds(start).astimezone(UTC):
        yield time_line("DTEND", end)


def _day_after(start: datetime, end: datetime, *, inclusive: bool) -> date:
    """Give the day after the last day of an all-day event: DTEND is no part of it."""
    ends_at_midnight = (end.hour, end.minute, end.second, end.microsecond) == (0, 0, 0, 0)
    after = end.date() if ends_at_midnight and not inclusive else end.date() + _DAY
    return max(after, start.date() + _DAY)


def _alarm(title: str, minutes: int) -> Iterator[str]:
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield text_line("DESCRIPTION", title)
    yield duration_line("TRIGGER", timedelta(minutes=-minutes))
    yield "END:VALARM"
