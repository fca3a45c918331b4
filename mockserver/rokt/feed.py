"""The calendar feed of a subscription: what its subscriber sees, as iCalendar.

Source: https://www.rfc-editor.org/rfc/rfc5545
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event, Timezone, vText

from mockserver.evidence import Choice
from mockserver.rokt.entries import Entry
from mockserver.rokt.feed_timezones import timezone_component

_DAY: Final = timedelta(days=1)
_UTC_ZONES: Final = frozenset({"UTC", "Etc/UTC"})
# Outside of these years zones are not written out: their rules are guesses, or not whole minutes.
_ZONED_YEARS: Final = range(1970, 2101)
# RFC 5545 section 3.1: no control characters in a text but the tab; line breaks are escaped.
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def render_feed(title: str, entries: Iterable[Entry], assumptions: Mapping[str, Choice]) -> bytes:
    """Write a calendar with these entries; the same entries always give the same bytes."""
    shown = list(entries)
    calendar = Calendar()
    calendar.add("prodid", "-//mockserver//simulated Rokt Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar["X-WR-CALNAME"] = _text(title)
    for component in _timezones(shown):
        calendar.add_component(component)
    for entry in shown:
        calendar.add_component(_event(entry, assumptions))
    return bytes(calendar.to_ical())


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


def _event(entry: Entry, assumptions: Mapping[str, Choice]) -> Event:
    event = Event()
    event.add("uid", uid_of(entry))
    event.add("summary", _text(entry.detail.title))
    for name, text in (("description", entry.detail.description), ("location", entry.detail.location)):
        if text:
            event.add(name, _text(text))
    _add_times(event, entry, assumptions)
    event.add("created", _in_seconds(entry.created_at))
    # Without METHOD these two mean the same; the moment of the request would change the ETag each time.
    event.add("dtstamp", _in_seconds(entry.modified_at))
    event.add("last-modified", _in_seconds(entry.modified_at))
    event.add("sequence", entry.sequence)
    if entry.reminder is not None:
        event.add_component(_alarm(entry.detail.title, entry.reminder))
    return event


def _add_times(event: Event, entry: Entry, assumptions: Mapping[str, Choice]) -> None:
    start, end = entry.times.start, entry.times.end
    if entry.detail.all_day_event:
        event.add("dtstart", start.date())
        event.add("dtend", _day_after(start, end, inclusive=assumptions["rokt.all_day_end"] == "inclusive"))
        return
    if _is_in_utc(entry):
        start, end = start.astimezone(UTC), end.astimezone(UTC)
    event.add("dtstart", _in_seconds(start))
    # DTEND must be later than DTSTART; without it the event ends when it starts.
    if _in_seconds(end).astimezone(UTC) > _in_seconds(start).astimezone(UTC):
        event.add("dtend", _in_seconds(end))


def _day_after(start: datetime, end: datetime, *, inclusive: bool) -> date:
    """Give the day after the last day of an all-day event: DTEND is no part of it."""
    ends_at_midnight = (end.hour, end.minute, end.second, end.microsecond) == (0, 0, 0, 0)
    after = end.date() if ends_at_midnight and not inclusive else end.date() + _DAY
    return max(after, start.date() + _DAY)


def _alarm(title: str, minutes: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _text(title))
    alarm.add("trigger", timedelta(minutes=-minutes))
    return alarm


def _in_seconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


class _Text(vText):
    """A text escaped as RFC 5545 section 3.3.11 has it.

    icalendar itself would write the ``\\N`` in ``C:\\New`` as a line break.
    """

    def to_ical(self) -> bytes:
        escaped = self.replace("\\", "\\\\").replace(";", r"\;").replace(",", r"\,").replace("\n", r"\n")
        return escaped.encode()


def _text(text: str) -> _Text:
    """Give a text that iCalendar can hold: lone surrogates become ``?``, controls but tab and newline go."""
    whole = text.encode("utf-8", errors="replace").decode("utf-8")
    return _Text(_CONTROLS.sub("", whole.replace("\r\n", "\n").replace("\r", "\n")))
