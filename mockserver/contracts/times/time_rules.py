"""TIME210 to TIME229: the date-times of an event."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from mockserver.contracts import sources
from mockserver.contracts.rokt.event_facts import EventFacts
from mockserver.contracts.times.local_time import Wall, both_readings
from mockserver.contracts.wording import shown
from mockserver.evidence import Evidence
from mockserver.findings import Severity
from mockserver.rules import Problem, Rule, rule

_VISIBLE_FROM: Final = "visibleFromDateTimeUtc"
_LONG_PAST: Final = timedelta(days=366)
_FAR_FUTURE: Final = timedelta(days=3653)
_OFFSET_MEANING: Final = {
    "wall": "its offset is ignored",
    "honour": "its offset is honoured",
    "reject": "an offset is refused",
}


@rule(
    "TIME210",
    Severity.ERROR,
    "A time is not an ISO 8601 date-time.",
    hint="write it as 2026-02-21T15:00:00",
    source=sources.ROKT_CREATE_EVENT,
    why="Rokt Calendar cannot read when the event is, and refuses it.",
    of="update",
    fails=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "21/02/2026 15:00", '
        '"timezone": "Eastern Standard Time"}'
    ),
    passes=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time"}'
    ),
)
def not_date_time(event: EventFacts) -> Iterator[Problem]:
    for name, parsed in (("start", event.start), ("end", event.end), (_VISIBLE_FROM, event.visible_from)):
        if parsed is not None:
            continue
        text = event.text(name)
        told_as_empty = name in event.required and text is not None and not text.strip()
        if text and not told_as_empty:
            yield Problem(pointer=event.pointer(name), message=f"`{name}` is {shown(text)}, not a date-time")


@rule(
    "TIME211",
    Severity.WARNING,
    "A local time carries a `Z` or an offset.",
    hint="leave it off: `start` and `end` are local times of the event's zone",
    evidence=Evidence.ASSUMED,
    source=sources.ROKT_CREATE_EVENT,
    why="The wall clock of the event's zone counts, so the offset is ignored or moves the event.",
    of="update",
    fails=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00Z", '
        '"timezone": "Eastern Standard Time"}'
    ),
    passes=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time"}'
    ),
)
def offset_on_local_time(event: EventFacts) -> Iterator[Problem]:
    for name, local in event.local_times():
        if local.offset is not None:
            choice = str(event.terms["rokt.datetime_offset"])
            yield Problem(
                pointer=event.pointer(name),
                message=f"`{name}` is {shown(local.text)}: {_OFFSET_MEANING[choice]}",
                severity=Severity.ERROR if choice == "reject" else None,
            )


@rule(
    "TIME212",
    Severity.WARNING,
    "A local time does not exist, because the clocks skip it.",
    hint="choose a time before or after the gap",
    evidence=Evidence.ASSUMED,
    source=sources.RFC_ICALENDAR_TIME,
    why="Calendars show the event an hour earlier or later, each as it likes.",
    of="update",
    fails=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-03-08T02:30:00", '
        '"timezone": "Eastern Standard Time"}'
    ),
    passes=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-03-08T03:30:00", '
        '"timezone": "Eastern Standard Time"}'
    ),
)
def time_in_gap(event: EventFacts) -> Iterator[Problem]:
    return _at_clock_change(event, Wall.GAP, "does not exist", "rokt.gap_time")


@rule(
    "TIME213",
    Severity.WARNING,
    "A local time comes twice, because the clocks go back over it.",
    hint="choose a time outside of the hour that repeats itself",
    evidence=Evidence.ASSUMED,
    source=sources.RFC_ICALENDAR_TIME,
    why="Calendars show the event in the first or in the second of the two hours, each as it likes.",
    of="update",
    fails=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-11-01T01:30:00", '
        '"timezone": "Eastern Standard Time"}'
    ),
    passes=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-11-01T02:30:00", '
        '"timezone": "Eastern Standard Time"}'
    ),
)
def time_in_overlap(event: EventFacts) -> Iterator[Problem]:
    return _at_clock_change(event, Wall.OVERLAP, "comes twice", "rokt.overlap_time")


def _at_clock_change(event: EventFacts, wall: Wall, what: str, assumption: str) -> Iterator[Problem]:
    zone = event.zone
    if zone is None:
        return
    for name, local in event.times_at(wall, zone):
        first, second = both_readings(local.wall, zone)
        yield Problem(
            pointer=event.pointer(name),
            message=f"`{name}` {shown(local.text)} {what} in {zone.key}",
            hint=f"it may be read as {first} or as {second}; send a time that exists once",
            severity=Severity.ERROR if event.terms.chosen(assumption, "reject") else None,
        )


@rule(
    "TIME214",
    Severity.WARNING,
    "An event ends the moment it starts.",
    hint="the published template's sample does so; set the end",
    source=sources.INTEGRATION,
    why="The entry takes no time, and some calendars hide it.",
    of="update",
    fails=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time", "end": "2026-02-21T15:00:00"}'
    ),
    passes=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time", "end": "2026-02-21T16:00:00"}'
    ),
)
def end_equals_start(event: EventFacts) -> Iterator[Problem]:
    if event.ends and event.ends == event.starts and not event.is_all_day:
        refused = event.terms.chosen("rokt.end_equals_start", "reject")
        yield Problem(
            pointer=event.pointer("end"),
            message=f"`end` {shown(event.data['end'])} is the start",
            severity=Severity.ERROR if refused else None,
        )


@rule(
    "TIME215",
    Severity.ERROR,
    "An event ends before it starts.",
    hint="exchange `start` and `end`, or correct one of them",
    evidence=Evidence.ASSUMED,
    source=sources.ROKT_CREATE_EVENT,
    why="Rokt Calendar refuses the event, or calendars drop it.",
    of="update",
    fails=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time", "end": "2026-02-21T14:00:00"}'
    ),
    passes=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time", "end": "2026-02-21T16:00:00"}'
    ),
)
def end_before_start(event: EventFacts) -> Iterator[Problem]:
    if event.starts and event.ends and event.ends < event.starts:
        accepted = event.terms.chosen("rokt.end_before_start", "accept")
        yield Problem(
            pointer=event.pointer("end"),
            message=f"`end` {shown(event.data['end'])} is before `start` {shown(event.data['start'])}",
            severity=Severity.WARNING if accepted else None,
        )


@rule(
    "TIME216",
    Severity.NOTE,
    "An event is long past.",
    hint="see whether the sample date of the published template was left in place",
    source=sources.INTEGRATION,
    why="Nobody looks for it there; the published template's sample date lies in 2019.",
    of="update",
    fails=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2019-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time"}'
    ),
    passes=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time"}'
    ),
)
def long_past(event: EventFacts) -> Iterator[Problem]:
    if event.starts and event.terms.now - event.starts > _LONG_PAST:
        yield Problem(
            pointer=event.pointer("start"),
            message=f"`start` {shown(event.data['start'])} is over a year before {event.terms.now:%Y-%m-%d}",
        )


@rule(
    "TIME217",
    Severity.NOTE,
    "An event is far in the future.",
    hint="see whether the year is right",
    evidence=Evidence.ASSUMED,
    source=sources.ROKT_CREATE_EVENT,
    why="Nobody will see it for years.",
    of="update",
    fails=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2062-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time"}'
    ),
    passes=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time"}'
    ),
)
def far_future(event: EventFacts) -> Iterator[Problem]:
    if event.starts and event.starts - event.terms.now > _FAR_FUTURE:
        yield Problem(
            pointer=event.pointer("start"),
            message=f"`start` {shown(event.data['start'])} is ten years and more after {event.terms.now:%Y}",
        )


@rule(
    "TIME218",
    Severity.WARNING,
    "A time that must be in UTC carries another offset.",
    hint="convert it to UTC and end it with `Z`",
    evidence=Evidence.ASSUMED,
    source=sources.ROKT_CREATE_EVENT_BODY,
    why="The event shows hours too early or too late.",
    of="update",
    fails=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time", '
        '"visibleFromDateTimeUtc": "2026-02-01T09:00:00-05:00"}'
    ),
    passes=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time", "visibleFromDateTimeUtc": "2026-02-01T14:00:00Z"}'
    ),
)
def not_in_utc(event: EventFacts) -> Iterator[Problem]:
    visible = event.visible_from
    if visible and visible.offset:
        yield Problem(
            pointer=event.pointer(_VISIBLE_FROM),
            message=f"`{_VISIBLE_FROM}` is {shown(visible.text)}, not in UTC",
        )


TIME_RULES: Final[tuple[Rule[EventFacts], ...]] = (
    not_date_time,
    offset_on_local_time,
    time_in_gap,
    time_in_overlap,
    end_equals_start,
    end_before_start,
    long_past,
    far_future,
    not_in_utc,
)
