"""Time that passes inside of what is going on."""

from __future__ import annotations

from datetime import timedelta

from mockserver.clock import Clock


def test_time_passes_and_what_falls_due_waits_for_the_next_move() -> None:
    clock, ran = Clock(), []
    start = clock.now()
    clock.call_later(timedelta(seconds=5), lambda: ran.append(clock.now()), "work")
    clock.elapse(timedelta(seconds=9))
    assert (clock.now(), ran) == (start + timedelta(seconds=9), [])
    clock.run_due()
    assert ran == [start + timedelta(seconds=9)]


def test_the_clock_never_goes_back_to_the_target() -> None:
    clock = Clock()
    start = clock.now()
    clock.call_later(timedelta(seconds=1), lambda: clock.elapse(timedelta(minutes=1)), "slow")
    clock.advance(timedelta(seconds=2))
    assert clock.now() == start + timedelta(seconds=61)


def test_a_clock_that_follows_the_wall_is_set_forward() -> None:
    clock = Clock.wall()
    before = clock.now()
    clock.elapse(timedelta(hours=1))
    assert clock.now() - before >= timedelta(hours=1)
