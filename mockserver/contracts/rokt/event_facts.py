"""An event object as it was sent, with what its rules ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from mockserver.contracts.assumptions import Terms
from mockserver.contracts.shape import ShapeError
from mockserver.contracts.times.event_times import event_zone, honours_offset, moment
from mockserver.contracts.times.local_time import LocalTime, Wall, classify, parse_local
from mockserver.contracts.wire import parse_minutes
from mockserver.findings import pointer

ALWAYS_REQUIRED: Final[tuple[str, ...]] = ("eventId", "title", "start")


class EventFacts(NamedTuple):
    """An event object, its place in the body, the terms it is checked under, and what follows from them.

    ``required`` names the fields it must have. ``zone_id`` and ``iana`` are the zone's names as sent,
    ``zone`` is the one that counts. ``start``, ``end`` and ``visible_from`` are date-times where they can
    be read, ``starts`` and ``ends`` the moments of the first two, read as UTC where the zone is unknown;
    ``reminder`` is in minutes.
    """

    data: Mapping[str, object]
    at: str
    terms: Terms
    required: tuple[str, ...]
    zone_id: str | None
    iana: str | None
    zone: ZoneInfo | None
    start: LocalTime | None
    end: LocalTime | None
    visible_from: LocalTime | None
    starts: datetime | None
    ends: datetime | None
    reminder: int | None

    @classmethod
    def of(cls, data: Mapping[str, object], at: str, terms: Terms) -> EventFacts:
        """Find out about an event object at a JSON pointer."""
        zone_id, iana = _text(data, "timezone"), _text(data, "timezoneIanaId")
        zone = event_zone(zone_id, iana, terms)
        start, end = _local(data, "start"), _local(data, "end")
        return cls(
            data,
            at,
            terms,
            _required(terms, has_iana=iana is not None),
            zone_id,
            iana,
            zone,
            start,
            end,
            _local(data, "visibleFromDateTimeUtc"),
            _moment(start, zone, terms),
            _moment(end, zone, terms),
            _minutes(data.get("notifyBefore")),
        )

    def pointer(self, name: str) -> str:
        """Give the JSON pointer of one of the event's members."""
        return self.at + pointer(name)

    def text(self, name: str) -> str | None:
        """Give a member that is a string with something in it."""
        return _text(self.data, name)

    def missing(self) -> list[ShapeError]:
        """Give the fields that are missing although the assumptions in force require them."""
        names = [name for name in self.required[len(ALWAYS_REQUIRED) :] if self.data.get(name) is None]
        return [self._missing(name) for name in names]

    def _missing(self, name: str) -> ShapeError:
        value = None if name in self.data else self.data
        return ShapeError(self.pointer(name), name, value, missing=True, expected="a string")

    def local_times(self) -> list[tuple[str, LocalTime]]:
        """Give those of `start` and `end` that are local times, with their names."""
        return [(name, local) for name, local in (("start", self.start), ("end", self.end)) if local]

    def times_at(self, wall: Wall, zone: ZoneInfo) -> list[tuple[str, LocalTime]]:
        """Give those of `start` and `end` that a zone's clocks skip or go back over, with their names.

        There are none of a time with an offset of its own, nor of an all-day event, whose days count.
        """
        return [
            (name, local)
            for name, local in self.local_times()
            if classify(local.wall, zone) is wall
            and not self.is_all_day
            and not honours_offset(local, self.terms)
        ]

    @property
    def is_all_day(self) -> bool:
        """Whether the event takes whole days, whatever the time in its `start` and `end`."""
        return self.data.get("allDayEvent") is True


def _text(data: Mapping[str, object], name: str) -> str | None:
    value = data.get(name)
    return value if isinstance(value, str) and value else None


def _required(terms: Terms, *, has_iana: bool) -> tuple[str, ...]:
    names = ALWAYS_REQUIRED
    if terms.chosen("rokt.end_required", "yes"):
        names += ("end",)
    zone = terms["rokt.timezone_required"]
    if zone == "yes" or (zone == "unless_iana" and not has_iana):
        names += ("timezone",)
    if terms.chosen("rokt.description_required", "yes"):
        names += ("description",)
    if terms.chosen("rokt.notify_before_required", "yes"):
        names += ("notifyBefore",)
    return names


def _local(data: Mapping[str, object], name: str) -> LocalTime | None:
    text = _text(data, name)
    return parse_local(text) if text else None


def _moment(local: LocalTime | None, zone: ZoneInfo | None, terms: Terms) -> datetime | None:
    if local is None:
        return None
    return moment(local, zone, terms) if zone else local.wall.replace(tzinfo=UTC)


def _minutes(value: object) -> int | None:
    try:
        return parse_minutes(value)
    except ValueError:
        return None
