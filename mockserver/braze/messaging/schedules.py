"""Work planned for a time, the same moment for everybody or a time on each user's own clock.

Source: https://www.braze.com/docs/api/objects_filters/schedule_object/
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from mockserver.braze.messaging.delivery_rules import local_moment
from mockserver.braze.profiles.profile import Profile
from mockserver.braze.state import BrazeState
from mockserver.clock import Work
from mockserver.ids import Ids
from mockserver.simulator.world import World

Select = Callable[[Profile], bool]
Deliver = Callable[[Select], object]
"""Sends to those of its recipients whose time it is."""
EASTERNMOST = timedelta(hours=14)
"""How far clocks run ahead of UTC where the day begins first."""


@dataclass(frozen=True, slots=True)
class SendTime:
    """When to send; with ``in_local_time`` the date and time of day count, not the zone."""

    at: datetime
    in_local_time: bool = False

    def moment_for(self, profile: Profile, company: str) -> datetime:
        """Give the moment at which a user gets what is sent."""
        return local_moment(self.at, profile, company).astimezone(UTC) if self.in_local_time else self.at


@dataclass(slots=True, eq=False)
class Planned:
    """Something planned; its work can be given up until it is done."""

    time: SendTime
    works: list[Work] = field(default_factory=list, repr=False)

    def cancel(self) -> None:
        """Give up what is not done yet."""
        for work in self.works:
            work.cancel()


@dataclass(slots=True, eq=False, kw_only=True)
class ScheduledSend:
    """A send that an API call scheduled: whose it is, what it does, and when.

    ``owner`` is the id of its campaign or Canvas, empty for messages written out in a call.
    """

    id: str
    owner: str
    deliver: Deliver
    planned: Planned


class Schedules:
    """Everything that is planned in one workspace."""

    def __init__(self, world: World, state: BrazeState) -> None:
        self._clock = world.clock
        self._ids: Ids = world.ids
        self._state = state
        self._sends: dict[str, ScheduledSend] = {}

    def plan(self, time: SendTime, deliver: Deliver, label: str) -> Planned:
        """Deliver at a time."""
        planned = Planned(time)
        if time.in_local_time:
            first = max(time.at.replace(tzinfo=UTC) - EASTERNMOST, self._clock.now())
            self._at(planned, first, lambda: self._fan_out(planned, deliver, label), label)
        else:
            self._at(planned, time.at, lambda: deliver(lambda profile: True), label)  # noqa: ARG005
        return planned

    def create(self, owner: str, time: SendTime, deliver: Deliver) -> ScheduledSend:
        """Schedule a send and give it an id."""
        planned = self.plan(time, deliver, "braze: scheduled send")
        made = ScheduledSend(id=self._ids.uuid(), owner=owner, deliver=deliver, planned=planned)
        self._sends[made.id] = made
        return made

    def find(self, schedule_id: str, owner: str) -> ScheduledSend | None:
        """Find a send that is still to come, of one owner."""
        found = self._sends.get(schedule_id)
        return found if found and found.owner == owner and self._is_to_come(found) else None

    def update(self, send: ScheduledSend, time: SendTime | None, deliver: Deliver | None) -> None:
        """Move a send, or have it deliver something else."""
        send.planned.cancel()
        send.deliver = deliver or send.deliver
        send.planned = self.plan(time or send.planned.time, send.deliver, "braze: scheduled send")

    def delete(self, send: ScheduledSend) -> None:
        """Give a send up."""
        send.planned.cancel()
        del self._sends[send.id]

    def _fan_out(self, planned: Planned, deliver: Deliver, label: str) -> None:
        """Plan a delivery for each moment at which the time comes for somebody."""
        zone, now = self._state.time_zone, self._clock.now()
        # Somebody who is not there yet has no clock of their own, so the company's counts.
        people = (*self._state.profiles, Profile("", now, 0))
        moments = {planned.time.moment_for(profile, zone) for profile in people}
        for moment in sorted(moment for moment in moments if moment >= now):
            self._at(planned, moment, self._delivery(planned.time, moment, deliver), label)

    def _delivery(self, time: SendTime, moment: datetime, deliver: Deliver) -> Callable[[], object]:
        zone = self._state.time_zone
        return lambda: deliver(lambda profile: time.moment_for(profile, zone) == moment)

    def _at(self, planned: Planned, moment: datetime, run: Callable[[], object], label: str) -> None:
        planned.works.append(self._clock.call_at(moment, run, label))

    def _is_to_come(self, send: ScheduledSend) -> bool:
        waiting = set(map(id, self._clock.pending))
        return any(id(work) in waiting for work in send.planned.works)
