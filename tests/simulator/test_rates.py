"""Rate windows: aligned to the clock, shared by a pool."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.simulator.rates import RateLimit, RateWindows

HOURLY = RateLimit("default", 3, timedelta(hours=1))


def test_a_window_ends_at_the_next_whole_period() -> None:
    window = RateWindows().count(HOURLY, datetime(2026, 1, 1, 10, 59, 59, tzinfo=UTC))
    assert (window.remaining, window.ends) == (2, datetime(2026, 1, 1, 11, tzinfo=UTC))


def test_a_new_window_starts_afresh() -> None:
    windows, late = RateWindows(), datetime(2026, 1, 1, 10, 59, 59, tzinfo=UTC)
    used = [windows.count(HOURLY, late) for _ in range(4)]
    assert ([window.remaining for window in used], used[-1].exceeded) == ([2, 1, 0, 0], True)
    assert windows.count(HOURLY, late + timedelta(seconds=1)).remaining == 2


def test_pools_are_counted_apart() -> None:
    windows, now = RateWindows(), datetime(2026, 1, 1, tzinfo=UTC)
    windows.count(HOURLY, now)
    assert windows.count(RateLimit("other", 3, timedelta(minutes=1)), now).used == 1


@settings(max_examples=100, deadline=None)
@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)), st.sampled_from([3, 60, 3600, 86400]))
def test_every_moment_lies_in_its_window(moment: datetime, seconds: int) -> None:
    now = moment.replace(tzinfo=UTC)
    window = RateWindows().count(RateLimit("p", 5, timedelta(seconds=seconds)), now)
    assert window.ends - timedelta(seconds=seconds) <= now < window.ends
    assert window.ends.timestamp() % seconds == 0
