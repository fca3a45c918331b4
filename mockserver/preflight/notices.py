"""What only a whole audience shows, or its users' clocks: findings of this room."""

from __future__ import annotations

from typing import Final

from mockserver.contracts import sources
from mockserver.contracts.times.event_times import EventTimes
from mockserver.findings import Finding, Severity, pointer
from mockserver.rules import Problem, notice

_OTHER_CLOCK: Final = notice(
    "SEND821",
    Severity.WARNING,
    "An event is on another clock than its user's.",
    why="The user sees it at another hour than the one the template speaks of.",
    hint="choose the event's zone by the user's ${time_zone}",
    source=sources.ROKT_CREATE_EVENT,
    of="audience",
    fails='{"external_id": "ada", "time_zone": "Europe/Berlin"}',
    passes='{"external_id": "ada", "time_zone": "America/New_York"}',
)
NO_USER: Final = notice(
    "SEND822",
    Severity.ERROR,
    "A piece of the audience is no user.",
    why="Whoever it should be gets nothing here, and nobody knows what they would get.",
    hint="export the segment again, or take the line out",
    source="https://www.braze.com/docs/api/endpoints/export/user_data/post_users_segment/",
    of="audience",
    fails='{"external_id": "ada"}\n{"external_id": "grace"',
    passes='{"external_id": "ada"}\n{"external_id": "grace"}',
)


def other_clock(times: EventTimes, zone: str, hour: str) -> Finding:
    """Report an event that is at another hour on its user's clock; ``hour`` is that one."""
    here = f"{times.start:%H:%M} in {times.zone.key}"
    message = f"the event is at {here}, which is {hour} on the user's clock in {zone}"
    return _OTHER_CLOCK.finding(Problem(pointer=pointer("event", "timezone"), message=message))


def no_user(reason: str) -> Finding:
    """Report a piece of an audience that is no user."""
    return NO_USER.finding(Problem(message=f"this is no user: {reason}"))
