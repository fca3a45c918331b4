"""The moments an event names: its zone and local times read under the assumptions in force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from mockserver.contracts.assumptions import Terms
from mockserver.contracts.rokt.models import EventDetail
from mockserver.contracts.times.local_time import LocalTime, Wall, classify, parse_local, to_utc
from mockserver.contracts.times.timezones import windows_id_in_any_case, windows_zone
from mockserver.evidence import Choice
from mockserver.zones import iana_zone, known_zone

_UTC: Final = known_zone("UTC")


class EventTimes(NamedTuple):
    """When an event starts and ends, aware and in the event's zone."""

    start: datetime
    end: datetime
    zone: ZoneInfo

    @property
    def order(self) -> float:
        """What sorts events by the moment they start; date-times of one zone compare as they are written."""
        return self.start.timestamp()


def event_times(event: EventDetail, assumptions: Mapping[str, Choice]) -> EventTimes:
    """Give the moments of an event; without an `end` it ends when it starts.

    Raises ``ValueError`` for an event whose check found an error in its zone or times.
    """
    terms = Terms(assumptions)
    zone = event_zone(event.timezone, event.timezone_iana_id, terms)
    start = parse_local(event.start)
    end = parse_local(event.end) if event.end else start
    if zone is None or start is None or end is None:
        raise ValueError(f"event {event.event_id!r} has no usable zone, start or end")
    all_day = bool(event.all_day_event)
    starts, ends = (_in_zone(local, zone, terms, all_day=all_day) for local in (start, end))
    return EventTimes(starts, ends, zone)


def _in_zone(local: LocalTime, zone: ZoneInfo, terms: Terms, *, all_day: bool) -> datetime:
    # The day of an all-day event stays what it is, even where the clocks skip its midnight.
    if all_day and not honours_offset(local, terms):
        return local.wall.replace(tzinfo=zone)
    return moment(local, zone, terms).astimezone(zone)


def honours_offset(local: LocalTime, terms: Terms) -> bool:
    """Tell whether the offset beside a local time says which moment is meant."""
    return local.offset is not None and terms.chosen("rokt.datetime_offset", "honour")


def event_zone(timezone: str | None, iana: str | None, terms: Terms) -> ZoneInfo | None:
    """Give the zone of an event's `timezone` and `timezoneIanaId`; None where neither gives one."""
    by_windows = windows_rules(timezone, terms) if timezone else None
    by_iana = iana_zone(iana) if iana else None
    if timezone is None and iana is None and terms.chosen("rokt.timezone_required", "no"):
        return _UTC
    if terms.chosen("rokt.zone_precedence", "iana"):
        return by_iana or by_windows
    return by_windows or by_iana


def windows_rules(zone_id: str, terms: Terms) -> ZoneInfo | None:
    """Give the rules of a Windows zone id, in any case of letters where the assumption allows it."""
    exact = windows_id_in_any_case(zone_id) if terms.chosen("rokt.timezone_case", "ignore") else zone_id
    found = windows_zone(exact or zone_id)
    return found.zone if found else None


def moment(local: LocalTime, zone: ZoneInfo, terms: Terms) -> datetime:
    """Give the moment a local time of a zone names, in UTC."""
    if local.offset is not None and honours_offset(local, terms):
        return (local.wall - local.offset).replace(tzinfo=UTC)
    if classify(local.wall, zone) is Wall.NORMAL:
        return to_utc(local.wall, zone)  # whatever is assumed of the times at a clock change
    gap, overlap = str(terms["rokt.gap_time"]), str(terms["rokt.overlap_time"])
    return to_utc(local.wall, zone, gap=gap, overlap=overlap)
