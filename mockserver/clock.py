"""The one place that knows the time, and the queue of work that falls due.

A clock stands still until it is advanced (the default), or follows the wall, at its pace or faster. Work
put off with ``call_at`` or ``call_later`` runs when the clock reaches its time, in order of due time and
then of scheduling, and sees that time as now.
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


EARLIEST, LATEST = datetime(1000, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
"""Between these a clock stands: what lies a thousand years from there is a date still."""
_RANGE = f"a clock goes from the year {EARLIEST.year} to {LATEST.year}"

DEEPEST = 1000
"""How many pieces of work may follow from each other at one moment: in more there is no end to be seen."""

MAX_PACE = 100_000.0
"""How much faster than the wall a clock may go: more than a day in a second."""


@dataclass(order=True, slots=True)
class Work:
    """One piece of work waiting for its time; ``depth`` is how many at that same moment it follows from."""

    due: datetime
    number: int
    label: str = field(compare=False)
    run: Callable[[], object] = field(compare=False)
    depth: int = field(default=0, compare=False)
    cancelled: bool = field(default=False, compare=False)

    def cancel(self) -> None:
        """Give the work up; when its time comes nothing happens."""
        self.cancelled = True


class Clock:
    """The time of one world, always aware and in UTC."""

    def __init__(
        self, start: datetime = DEFAULT_START, *, follows_wall: bool = False, pace: float = 1.0
    ) -> None:
        self._now = _reachable(as_utc(start))
        # Comparing tuples is much faster than comparing dataclasses, which a long queue does a lot.
        self._queue: list[tuple[datetime, int, Work]] = []
        self._numbers = count()
        self._running: datetime | None = None
        self._work: Work | None = None
        self._held_since: datetime | None = None
        self._pace = 0.0
        self._anchor = (self._now, self._now)
        if follows_wall:
            self.set_pace(pace)

    @classmethod
    def wall(cls, pace: float = 1.0) -> Clock:
        """Make a clock that starts at the machine's time, goes ``pace`` times as fast and runs work as it
        falls due."""
        return cls(wall_time(), follows_wall=True, pace=pace)

    @property
    def follows_wall(self) -> bool:
        """Whether time passes by itself."""
        return self._pace > 0

    @property
    def pace(self) -> float:
        """The seconds that pass in a second of the machine's; 0 where time stands still."""
        return self._pace

    def set_pace(self, pace: float, *, since: datetime | None = None) -> None:
        """Let time go on from where it is, faster or slower; 0 freezes it.

        ``since`` is the machine's time at which the clock was where it is now, this moment without it.
        Raises ``UsageError`` for a pace below 0 or above ``MAX_PACE``.
        """
        if not 0 <= pace <= MAX_PACE:
            raise UsageError(f"a clock cannot go {pace:g} times as fast", hint=f"from 0 to {MAX_PACE:g}")
        if self._held_since is None:
            self._now = self._passing()
        self._anchor = (self._now, since or wall_time())
        if self._held_since is not None:
            self._held_since = self._now
        self._pace = pace

    def now(self) -> datetime:
        """Tell the time; while work is running, the time it was due."""
        if self._running is not None:
            return self._running
        return self._now if self._held_since is not None or not self._pace else self._passing()

    def _passing(self) -> datetime:
        if not self._pace:
            return self._now
        world, machine = self._anchor
        passed = wall_time() - machine
        return world + (passed if self._pace == 1 else passed * self._pace)

    def held(self, at: datetime | None = None) -> Hold:
        """Let the time stand still at a moment, now if none is given, while the context lasts.

        What happens in the context then happens at one time, which can be written down and repeated. Moving
        the clock inside moves it for good. A moment before the time that was reached counts as that one.
        """
        return Hold(self, at)

    @property
    def is_held(self) -> bool:
        """Whether the time stands still for a while."""
        return self._held_since is not None

    def _hold(self, at: datetime | None) -> datetime:
        self._now = self._held_since = max(self._now, at or self._passing())
        return self._now

    def _let_go(self) -> None:
        world, machine = self._anchor
        self._anchor = (world + (self._now - (self._held_since or self._now)), machine)
        self._held_since = None

    def _catch_up(self, at: datetime | None) -> datetime:
        """Let the time that passed outside of a hold pass in it too."""
        target = at or self._passing()
        if self._running is None and self._held_since is not None and target > self._now:
            self._held_since += target - self._now
            self._now = target
        return self.now()

    def call_at(self, due: datetime, run: Callable[[], object], label: str) -> Work:
        """Put work off until a time; what is already due runs at the next advance or ``run_due``."""
        due = as_utc(due)
        cause = self._work
        depth = cause.depth + 1 if cause is not None and due <= cause.due else 0
        work = Work(due, next(self._numbers), label, run, depth)
        heapq.heappush(self._queue, (work.due, work.number, work))
        return work

    def call_later(self, delay: timedelta, run: Callable[[], object], label: str) -> Work:
        """Put work off for a while."""
        return self.call_at(self.now() + delay, run, label)

    @property
    def pending(self) -> tuple[Work, ...]:
        """The work still waiting, soonest first."""
        return tuple(work for _, _, work in sorted(self._queue) if not work.cancelled)

    def advance(self, delta: timedelta) -> int:
        """Move the time forward, running what falls due on the way; give how many pieces ran.

        Raises ``UsageError`` for what is no duration, for a negative one (time never goes back), for one
        that leads beyond ``LATEST``, and for work without an end, which is then given up.
        """
        try:
            goes_back = delta < timedelta(0)
        except TypeError:
            hint = "give a timedelta(minutes=5), or use sandbox.advance(minutes=5)"
            raise UsageError(f"{delta!r} is not a duration", hint=hint) from None
        if goes_back:
            raise UsageError("the clock cannot go back", hint="advance it by a positive duration")
        try:
            target = self.now() + delta
        except OverflowError:
            raise UsageError(_RANGE) from None
        return self.advance_to(target)

    def advance_to(self, target: datetime) -> int:
        """Move the time forward to a moment, running what falls due on the way.

        Raises ``UsageError`` for one before now and for one after ``LATEST``.
        """
        target = _reachable(as_utc(target))
        if target < self.now():
            raise UsageError(
                f"the clock cannot go back from {self.now().isoformat()} to {target.isoformat()}"
            )
        ran = self._run_until(target)
        reached = max(target, self.now())  # later than the target where work took time
        self._now = reached
        if self._held_since is None:
            self._anchor = (reached, wall_time())
        return ran

    def elapse(self, delta: timedelta) -> None:
        """Let time pass inside of what is going on, such as a slow answer being waited for.

        What falls due meanwhile waits until it is over.
        """
        if self._held_since is None:
            world, machine = self._anchor
            self._anchor = (world + delta, machine)
        if self._running is not None:
            self._running += delta
            self._now = self._running
        else:
            self._now += delta

    def advance_to_next(self) -> int:
        """Move the time to the next piece of work and run what is due then; 0 if nothing waits."""
        waiting = self.pending
        return self.advance_to(max(waiting[0].due, self.now())) if waiting else 0

    def run_due(self, by: datetime | None = None) -> int:
        """Run what is due by a moment, now if none is given, without moving the time there."""
        return self._run_until(by or self.now())

    def _run_until(self, target: datetime) -> int:
        if self._running is not None:
            return 0  # work that advances the clock would run the queue inside itself
        ran = 0
        while self._queue and self._queue[0][0] <= target:
            _, _, work = heapq.heappop(self._queue)
            if not work.cancelled:
                self._run(work)
                ran += 1
        return ran

    def _run(self, work: Work) -> None:
        if work.depth > DEEPEST:
            hint = "what it does brings it about again at the same moment: give it a delay, or end the circle"
            endless = f"there is no end to the work at {work.due.isoformat()}: {work.label}"
            raise UsageError(endless, hint=hint)
        self._now = max(self._now, work.due)
        self._running, self._work = self._now, work
        try:
            work.run()
        finally:
            self._running = self._work = None


class Hold:
    """A while in which a clock stands still, as a context: see ``Clock.held``.

    Every request to a server passes through one; a generator would take four times as long.
    """

    __slots__ = ("_at", "_clock", "_is_inner")

    def __init__(self, clock: Clock, at: datetime | None) -> None:
        self._clock, self._at, self._is_inner = clock, at, False

    def __enter__(self) -> datetime:
        self._is_inner = self._clock.is_held
        return self._clock._catch_up(self._at) if self._is_inner else self._clock._hold(self._at)

    def __exit__(self, *_: object) -> None:
        if not self._is_inner:
            self._clock._let_go()


def _reachable(moment: datetime) -> datetime:
    if not EARLIEST <= moment <= LATEST:
        raise UsageError(_RANGE, hint=f"{moment.isoformat()} is beyond")
    return moment


def as_utc(moment: datetime) -> datetime:
    """Give an aware moment in UTC.

    Raises ``UsageError`` for one without a zone, which could be anywhere.
    """
    if moment.tzinfo is None:
        raise UsageError(f"{moment.isoformat()} has no time zone", hint="write it with Z or an offset")
    return moment.astimezone(UTC)


def wall_time() -> datetime:
    """Tell the machine's time."""
    return datetime.now(UTC)
