"""The one place that knows the time, and the queue of work that falls due.

A clock stands still until it is advanced (the default), or follows the wall. Work put off with
``call_at`` or ``call_later`` runs when the clock reaches its time, in order of due time and then of
scheduling, and sees that time as now.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from mockserver.errors import UsageError

DEFAULT_START = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
"""Where a clock stands when nobody says otherwise: a winter weekday noon, no clock change near."""


@dataclass(order=True, slots=True)
class Work:
    """One piece of work waiting for its time."""

    due: datetime
    number: int
    label: str = field(compare=False)
    run: Callable[[], object] = field(compare=False)
    cancelled: bool = field(default=False, compare=False)

    def cancel(self) -> None:
        """Give the work up; when its time comes nothing happens."""
        self.cancelled = True


class Clock:
    """The time of one world, always aware and in UTC."""

    def __init__(self, start: datetime = DEFAULT_START, *, follows_wall: bool = False) -> None:
        self._now = as_utc(start)
        self._wall_offset: timedelta | None = None
        self._queue: list[Work] = []
        self._numbers = count()
        self._running: datetime | None = None
        if follows_wall:
            self._wall_offset = self._now - _wall()

    @classmethod
    def wall(cls) -> Clock:
        """Make a clock that shows the machine's time and runs work as it falls due."""
        return cls(_wall(), follows_wall=True)

    @property
    def follows_wall(self) -> bool:
        """Whether time passes by itself."""
        return self._wall_offset is not None

    def now(self) -> datetime:
        """Tell the time; while work is running, the time it was due."""
        if self._running is not None:
            return self._running
        if self._wall_offset is not None:
            return _wall() + self._wall_offset
        return self._now

    def call_at(self, due: datetime, run: Callable[[], object], label: str) -> Work:
        """Put work off until a time; what is already due runs at the next advance or ``run_due``."""
        work = Work(as_utc(due), next(self._numbers), label, run)
        heapq.heappush(self._queue, work)
        return work

    def call_later(self, delay: timedelta, run: Callable[[], object], label: str) -> Work:
        """Put work off for a while."""
        return self.call_at(self.now() + delay, run, label)

    @property
    def pending(self) -> tuple[Work, ...]:
        """The work still waiting, soonest first."""
        return tuple(sorted(work for work in self._queue if not work.cancelled))

    def advance(self, delta: timedelta) -> int:
        """Move the time forward, running what falls due on the way; give how many pieces ran.

        Raises ``UsageError`` for a negative step: time never goes back.
        """
        if delta < timedelta(0):
            raise UsageError("the clock cannot go back", hint="advance it by a positive duration")
        return self.advance_to(self.now() + delta)

    def advance_to(self, target: datetime) -> int:
        """Move the time forward to a moment, running what falls due on the way."""
        target = as_utc(target)
        if target < self.now():
            raise UsageError(
                f"the clock cannot go back from {self.now().isoformat()} to {target.isoformat()}"
            )
        ran = self._run_until(target)
        reached = max(target, self.now())  # later than the target where work took time
        if self._wall_offset is not None:
            self._wall_offset = reached - _wall()
        self._now = reached
        return ran

    def elapse(self, delta: timedelta) -> None:
        """Let time pass inside of what is going on, such as a slow answer being waited for.

        What falls due meanwhile waits until it is over.
        """
        if self._wall_offset is not None:
            self._wall_offset += delta
        if self._running is not None:
            self._running += delta
            self._now = self._running
        else:
            self._now += delta

    def advance_to_next(self) -> int:
        """Move the time to the next piece of work and run what is due then; 0 if nothing waits."""
        waiting = self.pending
        return self.advance_to(max(waiting[0].due, self.now())) if waiting else 0

    def run_due(self) -> int:
        """Run what is due by now without moving the time: for clocks that follow the wall."""
        return self._run_until(self.now())

    def _run_until(self, target: datetime) -> int:
        if self._running is not None:
            return 0  # work that advances the clock would run the queue inside itself
        ran = 0
        while self._queue and self._queue[0].due <= target:
            work = heapq.heappop(self._queue)
            if not work.cancelled:
                self._run(work)
                ran += 1
        return ran

    def _run(self, work: Work) -> None:
        self._now = max(self._now, work.due)
        self._running = self._now
        try:
            work.run()
        finally:
            self._running = None


def as_utc(moment: datetime) -> datetime:
    """Give an aware moment in UTC.

    Raises ``UsageError`` for one without a zone, which could be anywhere.
    """
    if moment.tzinfo is None:
        raise UsageError(f"{moment.isoformat()} has no time zone", hint="write it with Z or an offset")
    return moment.astimezone(UTC)


def _wall() -> datetime:
    return datetime.now(UTC)
