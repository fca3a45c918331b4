"""Rate windows aligned to the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True)
class RateLimit:
    """So many requests per period, counted together by all operations that name the same pool."""

    pool: str
    requests: int
    period: timedelta


@dataclass(frozen=True, slots=True)
class RateWindow:
    """One window as it stands: its limit, what is left of it and when it ends."""

    limit: int
    used: int
    ends: datetime

    @property
    def remaining(self) -> int:
        """Requests left in the window, never below zero."""
        return max(0, self.limit - self.used)

    @property
    def exceeded(self) -> bool:
        """Whether more requests came than the window allows."""
        return self.used > self.limit


class RateWindows:
    """Counts requests in windows that start at whole multiples of their period since the epoch."""

    def __init__(self) -> None:
        self._used: dict[str, tuple[datetime, int]] = {}

    def count(self, rate: RateLimit, now: datetime) -> RateWindow:
        """Count one more request and give the window it fell into."""
        seconds = rate.period.total_seconds()
        start = datetime.fromtimestamp(now.timestamp() // seconds * seconds, UTC)
        counted_in, used = self._used.get(rate.pool, (start, 0))
        used = used + 1 if counted_in == start else 1
        self._used[rate.pool] = (start, used)
        return RateWindow(rate.requests, used, start + rate.period)
