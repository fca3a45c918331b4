"""Background work: a request is accepted now and done later, and the log says what became of it.

The real service answers 202 and never tells the rest; the log does. Work fails on demand: a fault of
any effect on ``rokt.background``, or on ``rokt.background.`` and an operation's name, makes it do nothing.
Source: https://docs.rokt.com/docs/developers/api-reference/calendar/post-v1-subscriptionevent-accountcode/
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import NamedTuple

from mockserver.clock import Clock
from mockserver.simulator.faults import Fault

REMEMBERED = 10_000
"""How many jobs a log holds, and how many pushes and webhooks theirs: as many as the journal by default."""

FAULT_TARGET = "rokt.background"
"""The target of faults that make background work fail; ``rokt.background.create_event`` that of one kind."""


class JobOutcome(StrEnum):
    """What became of an accepted request."""

    PENDING = "pending"
    APPLIED = "applied"
    IGNORED = "ignored"
    FAILED = "failed"


class Result(NamedTuple):
    """How a piece of background work ended, and why in a sentence."""

    outcome: JobOutcome
    reason: str


def applied(reason: str) -> Result:
    """Say that the work had an effect, and which."""
    return Result(JobOutcome.APPLIED, reason)


def ignored(reason: str) -> Result:
    """Say that the work changed nothing, and why."""
    return Result(JobOutcome.IGNORED, reason)


@dataclass(slots=True, eq=False)
class Job:
    """One accepted request: the operation and account it came to, and the event or person it is about.

    ``exchange`` is the request's number in the journal.
    """

    number: int
    accepted_at: datetime
    operation: str
    account: str
    subject: str
    exchange: int
    outcome: JobOutcome = JobOutcome.PENDING
    reason: str = ""
    finished_at: datetime | None = None

    def __str__(self) -> str:
        said = f": {self.reason}" if self.reason else ""
        return f"job {self.number} {self.operation} {self.account} {self.subject} -> {self.outcome}{said}"


class Jobs:
    """The background queue of one Rokt Calendar and its log."""

    def __init__(
        self, clock: Clock, delay: Callable[[], timedelta], strike: Callable[..., Fault | None]
    ) -> None:
        self._clock = clock
        self._delay = delay
        self._strike = strike
        self._log: deque[Job] = deque(maxlen=REMEMBERED)
        self._accepted = 0

    @property
    def log(self) -> tuple[Job, ...]:
        """The latest jobs in order of acceptance."""
        return tuple(self._log)

    def accept(
        self, operation: str, account: str, subject: str, work: Callable[[], Result], *, exchange: int
    ) -> Job:
        """Take work on: done after the delay, at once where there is none."""
        self._accepted += 1
        job = Job(self._accepted, self._clock.now(), operation, account, subject, exchange)
        self._log.append(job)
        delay = self._delay()
        if delay:
            self._clock.call_later(delay, partial(self._finish, job, work), f"rokt {operation} {subject}")
        else:
            self._finish(job, work)
        return job

    def _finish(self, job: Job, work: Callable[[], Result]) -> None:
        fault = self._strike(f"{FAULT_TARGET}.{job.operation}", FAULT_TARGET)
        result = Result(JobOutcome.FAILED, f"fault on {fault.target}") if fault else work()
        job.outcome, job.reason, job.finished_at = result.outcome, result.reason, self._clock.now()
