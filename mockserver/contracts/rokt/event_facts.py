"""An event object as it was sent, with the questions its rules ask of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Generic, TypeVar, overload
from zoneinfo import ZoneInfo

from mockserver.contracts.assumptions import Terms
from mockserver.contracts.shape import ShapeError
from mockserver.contracts.times.event_times import event_zone, moment
from mockserver.contracts.times.local_time import LocalTime, Wall, classify, parse_local
from mockserver.contracts.wire import parse_minutes
from mockserver.findings import pointer

T = TypeVar("T")


class cached_fact(Generic[T]):  # noqa: N801 - it is written as a decorator
    """A property worked out once; unlike ``functools.cached_property`` of Python 3.11 it takes no lock."""

    def __init__(self, find: Callable[[Any], T]) -> None:
        self._find = find
        self._name = find.__name__
        self.__doc__ = find.__doc__

    @overload
    def __get__(self, facts: None, owner: type) -> cached_fact[T]: ...
    @overload
    def __get__(self, facts: object, owner: type) -> T: ...
    def __get__(self, facts: object | None, owner: type) -> cached_fact[T] | T:
        if facts is None:
            return self
        # What stands in the instance is found before this descriptor from now on.
        found = facts.__dict__[self._name] = self._find(facts)
        return found


ALWAYS_REQUIRED: Final[tuple[str, ...]] = ("eventId", "title", "start")


@dataclass(frozen=True)
class EventFacts:
    """An event object, its place in the body, and the terms it is checked under."""

    data: Mapping[str, object]
    at: str
    terms: Terms

    def pointer(self, name: str) -> str:
        """Give the JSON pointer of one of the event's members."""
        return self.at + pointer(name)

    def text(self, name: str) -> str | None:
        """Give a member that is a string with something in it."""
        value = self.data.get(name)
        return value if isinstance(value, str) and value else None

    @cached_fact
    def required(self) -> tuple[str, ...]:
        """The names of the fields this event must have."""
        terms, names = self.terms, ALWAYS_REQUIRED
        if terms.chosen("rokt.end_required", "yes"):
            names += ("end",)
        zone = terms["rokt.timezone_required"]
        if zone == "yes" or (zone == "unless_iana" and not self.text("timezoneIanaId")):
            names += ("timezone",)
        if terms.chosen("rokt.description_required", "yes"):
            names += ("description",)
        return names

    def missing(self) -> list[ShapeError]:
        """Give the fields that are missing although the assumptions in force require them."""
        names = [name for name in self.required[len(ALWAYS_REQUIRED) :] if self.data.get(name) is None]
        return [self._missing(name) for name in names]

    def _missing(self, name: str) -> ShapeError:
        value = None if name in self.data else self.data
        return ShapeError(self.pointer(name), name, value, missing=True, expected="a string")

    @cached_fact
    def start(self) -> LocalTime | None:
        """The start as a local time, where it is one."""
        return self._local("start")

    @cached_fact
    def end(self) -> LocalTime | None:
        """The end as a local time, where it is one."""
        return self._local("end")

    @cached_fact
    def visible_from(self) -> LocalTime | None:
        """The time the event is hidden until, where it is a date-time."""
        return self._local("visibleFromDateTimeUtc")

    @cached_fact
    def local_times(self) -> tuple[tuple[str, LocalTime], ...]:
        """Those of `start` and `end` that are local times, with their names."""
        times = (("start", self.start), ("end", self.end))
        return tuple([(name, local) for name, local in times if local])

    @cached_fact
    def times_at_clock_change(self) -> tuple[tuple[str, LocalTime, Wall], ...]:
        """Those of `start` and `end` that the zone's clocks skip or go back over, with their names."""
        zone = self.zone
        if zone is None:
            return ()
        return tuple(
            [
                (name, local, wall)
                for name, local in self.local_times
                if self.reads_wall(local) and (wall := classify(local.wall, zone)) is not Wall.NORMAL
            ]
        )

    @cached_fact
    def reminder(self) -> int | None:
        """The minutes of `notifyBefore`, where they can be read."""
        try:
            return parse_minutes(self.data.get("notifyBefore"))
        except ValueError:
            return None

    @cached_fact
    def zone(self) -> ZoneInfo | None:
        """The zone the event's times are read in."""
        return event_zone(self.text("timezone"), self.text("timezoneIanaId"), self.terms)

    def reads_wall(self, local: LocalTime) -> bool:
        """Tell whether a time is read off the wall of the zone, not from an offset of its own."""
        return local.offset is None or not self.terms.chosen("rokt.datetime_offset", "honour")

    @cached_fact
    def starts(self) -> datetime | None:
        """The moment of the start, read as UTC where the zone is unknown."""
        return self._moment(self.start)

    @cached_fact
    def ends(self) -> datetime | None:
        """The moment of the end, read as UTC where the zone is unknown."""
        return self._moment(self.end)

    def _local(self, name: str) -> LocalTime | None:
        text = self.text(name)
        return parse_local(text) if text else None

    def _moment(self, local: LocalTime | None) -> datetime | None:
        if local is None:
            return None
        return moment(local, self.zone, self.terms) if self.zone else local.wall.replace(tzinfo=UTC)
