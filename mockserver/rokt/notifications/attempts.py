"""Calls that are made again when they fail: each attempt, and whether there is another.

Source: https://roktcalendar-api.readme.io/docs/responding-to-a-webhook
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mockserver.evidence import Assumptions
from mockserver.rokt.assumptions import duration


@dataclass(frozen=True, slots=True)
class Attempt:
    """One call: when, the answer's status (None where there was none) and what it said."""

    at: datetime
    status: int | None
    message: str


def next_attempt_in(
    attempts: Sequence[Attempt], assumptions: Assumptions, interval: str, period: str
) -> timedelta | None:
    """Give how long to wait after the latest attempt, None where there is no other.

    ``interval`` and ``period`` name assumptions in seconds; the period begins with the first attempt.
    """
    wait = duration(assumptions, interval)
    tried_for = attempts[-1].at - attempts[0].at
    return wait if wait and tried_for + wait <= duration(assumptions, period) else None
