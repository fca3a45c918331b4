"""The VTIMEZONE of a feed: a zone's rules over the years its events lie in, as RFC 5545 writes them.

Every change of the clocks is an observance of its own, starting at the local time that the clocks show
just before it. (The library's own writer takes the local time just after it, so that everything in the
hour that follows a change in spring is read an hour off.)

Source: https://www.rfc-editor.org/rfc/rfc5545#section-3.6.5
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from mockserver.zones import known_zone

_STEP: Final = timedelta(days=1)
_NO_TIME: Final = timedelta(0)


def timezone_component(zone: ZoneInfo, first_year: int, last_year: int) -> Timezone:
    """Make the VTIMEZONE of a zone that holds from the start of one year to the end of another."""
    component = Timezone()
    component.add("tzid", zone.key)
    for before, after in _observances(zone.key, first_year, last_year):
        component.add_component(_observance(before, after))
    return component


@lru_cache(maxsize=512)
def _observances(key: str, first_year: int, last_year: int) -> tuple[tuple[datetime, datetime], ...]:
    """Give the moments just before and at each change of the clocks; at first twice the same moment."""
    zone = known_zone(key)
    start, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    first = start.astimezone(zone)
    return ((first, first), *_changes(zone, start, end))


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    moment = start
    while moment < end:
        later = min(moment + _STEP, end)
        if _rules(moment, zone) != _rules(later, zone):
            change = _change_between(zone, moment, later)
            yield (change - timedelta(seconds=1)).astimezone(zone), change.astimezone(zone)
        moment = later


def _change_between(zone: ZoneInfo, early: datetime, late: datetime) -> datetime:
    """Find the first second of the new rules between two moments in UTC that differ in them."""
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=(late - early) // timedelta(seconds=2))
        early, late = (middle, late) if _rules(middle, zone) == _rules(early, zone) else (early, middle)
    return late


def _rules(moment: datetime, zone: ZoneInfo) -> tuple[timedelta | None, bool]:
    local = moment.astimezone(zone)
    return local.utcoffset(), _is_daylight(local)


def _is_daylight(local: datetime) -> bool:
    return (local.dst() or _NO_TIME) > _NO_TIME


def _observance(before: datetime, after: datetime) -> TimezoneStandard | TimezoneDaylight:
    offset_from, offset_to = before.utcoffset() or _NO_TIME, after.utcoffset() or _NO_TIME
    kind = TimezoneDaylight() if _is_daylight(after) else TimezoneStandard()
    kind.add("dtstart", after.astimezone(UTC).replace(tzinfo=None) + offset_from)
    kind.add("tzoffsetfrom", offset_from)
    kind.add("tzoffsetto", offset_to)
    kind.add("tzname", after.tzname() or "")
    return kind
