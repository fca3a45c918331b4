"""The clock: standing still, advancing, running due work in order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.clock import DEEPEST, DEFAULT_START, EARLIEST, LATEST, Clock, as_utc
from mockserver.errors import UsageError

START = datetime(2026, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_a_clock_stands_still_until_advanced() -> None:
    clock = Clock(START)
    assert (clock.now(), clock.now()) == (START, START)
    clock.advance(SECOND)
    assert clock.now() == START + SECOND


def test_due_work_runs_in_order_and_sees_its_own_time() -> None:
    clock, seen = Clock(START), []
    clock.call_later(2 * SECOND, lambda: seen.append(("b", clock.now())), "b")
    clock.call_later(SECOND, lambda: seen.append(("a", clock.now())), "a")
    clock.call_later(2 * SECOND, lambda: seen.append(("c", clock.now())), "c")
    assert clock.advance(10 * SECOND) == 3
    assert seen == [("a", START + SECOND), ("b", START + 2 * SECOND), ("c", START + 2 * SECOND)]
    assert clock.now() == START + 10 * SECOND


def test_work_scheduled_by_work_runs_in_the_same_advance_if_due() -> None:
    clock, seen = Clock(START), []
    clock.call_later(
        SECOND, lambda: clock.call_later(SECOND, lambda: seen.append(clock.now()), "inner"), "outer"
    )
    clock.advance(5 * SECOND)
    assert seen == [START + 2 * SECOND]


def test_work_that_is_not_due_waits() -> None:
    clock = Clock(START)
    work = clock.call_later(3 * SECOND, lambda: None, "later")
    clock.advance(SECOND)
    assert clock.pending == (work,)
    assert clock.advance_to_next() == 1
    assert (clock.now(), clock.pending) == (START + 3 * SECOND, ())


def test_cancelled_work_never_runs() -> None:
    clock, seen = Clock(START), []
    clock.call_later(SECOND, lambda: seen.append(1), "x").cancel()
    assert clock.advance(2 * SECOND) == 0
    assert seen == []


def test_work_that_fails_leaves_the_clock_usable() -> None:
    clock = Clock(START)
    clock.call_later(SECOND, lambda: 1 / 0, "fails")
    with pytest.raises(ZeroDivisionError):
        clock.advance(2 * SECOND)
    clock.advance(2 * SECOND)
    assert clock.now() > START + SECOND


def test_advancing_from_inside_work_does_not_run_the_queue_twice() -> None:
    clock, seen = Clock(START), []
    clock.call_later(SECOND, lambda: clock.advance(5 * SECOND), "advances")
    clock.call_later(2 * SECOND, lambda: seen.append(1), "next")
    clock.advance(3 * SECOND)
    assert seen == [1]


def test_work_that_brings_itself_about_at_once_is_broken_off_and_named() -> None:
    clock, ran = Clock(), []

    def again() -> None:
        ran.append(clock.now())
        clock.call_later(timedelta(0), again, "a webhook that triggers itself")

    clock.call_later(timedelta(minutes=1), again, "the first")
    with pytest.raises(UsageError, match=r"no end to the work at .*: a webhook that triggers itself"):
        clock.advance(timedelta(hours=1))
    assert set(ran) == {DEFAULT_START + timedelta(minutes=1)}
    assert clock.advance(timedelta(hours=1)) == 0


def test_a_chain_of_work_in_which_time_passes_may_be_of_any_length() -> None:
    clock, left = Clock(), [3 * DEEPEST]

    def next_link() -> None:
        left[0] -= 1
        if left[0]:
            clock.call_later(timedelta(seconds=left[0] % 2), next_link, "a link")

    clock.call_later(timedelta(0), next_link, "a link")
    clock.advance(timedelta(days=1))
    assert left == [0]


def test_time_never_goes_back() -> None:
    clock = Clock(START)
    with pytest.raises(UsageError, match="cannot go back"):
        clock.advance(-SECOND)
    with pytest.raises(UsageError, match="cannot go back"):
        clock.advance_to(START - SECOND)


def test_a_clock_stays_where_dates_can_be_reckoned_from_it() -> None:
    clock = Clock(LATEST - SECOND)
    clock.call_later(2 * SECOND, lambda: None, "late")
    for move in (
        clock.advance_to_next,
        lambda: clock.advance(2 * SECOND),
        lambda: clock.advance(timedelta.max),
    ):
        with pytest.raises(UsageError, match="from the year 1000 to 9000"):
            move()
    with pytest.raises(UsageError, match="from the year 1000 to 9000"):
        Clock(EARLIEST - SECOND)


def test_a_bare_number_is_no_duration() -> None:
    with pytest.raises(UsageError, match="60 is not a duration") as told:
        Clock(START).advance(60)  # type: ignore[arg-type]
    assert "sandbox.advance(minutes=5)" in told.value.hint


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(UsageError, match="no time zone"):
        as_utc(datetime(2026, 1, 1))


def test_a_wall_clock_moves_by_itself_and_can_be_advanced() -> None:
    clock, seen = Clock.wall(), []
    before = clock.now()
    clock.call_later(timedelta(hours=1), lambda: seen.append(1), "x")
    assert clock.run_due() == 0
    clock.advance(timedelta(hours=2))
    assert seen == [1]
    assert clock.now() - before >= timedelta(hours=2)
    assert clock.now() >= clock.now() - SECOND


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 50), max_size=20), st.lists(st.integers(0, 20), max_size=10))
def test_everything_due_runs_once_in_order_however_the_time_is_stepped(
    dues: list[int], steps: list[int]
) -> None:
    clock, ran = Clock(START), []
    for due in dues:
        clock.call_later(due * SECOND, lambda due=due: ran.append(due), str(due))
    for step in steps:
        clock.advance(step * SECOND)
    assert ran == sorted(due for due in dues if due <= sum(steps) and steps)
