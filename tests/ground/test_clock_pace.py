"""How time passes: frozen, with the wall or faster, and held still while something happens."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver import clock as clock_room
from mockserver.clock import DEFAULT_START, MAX_PACE, Clock
from mockserver.errors import UsageError

SECOND = timedelta(seconds=1)


class Wall:
    """A wall clock that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 6, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def wall(monkeypatch) -> Wall:
    made = Wall()
    monkeypatch.setattr(clock_room, "wall_time", made)
    return made


@pytest.mark.parametrize("pace", [0.5, 1, 60, 86_400])
def test_time_passes_at_its_pace(wall, pace):
    clock = Clock(DEFAULT_START, follows_wall=True, pace=pace)
    wall.now += 2 * SECOND
    assert clock.now() == DEFAULT_START + 2 * pace * SECOND


def test_a_change_of_pace_goes_on_from_where_time_is(wall):
    clock = Clock(DEFAULT_START, follows_wall=True, pace=60)
    wall.now += SECOND
    clock.set_pace(0)
    wall.now += SECOND
    assert (clock.now(), clock.follows_wall) == (DEFAULT_START + 60 * SECOND, False)
    clock.set_pace(1)
    wall.now += SECOND
    assert clock.now() == DEFAULT_START + 61 * SECOND


def test_time_goes_on_from_a_moment_of_the_machines_in_the_past(wall):
    clock = Clock(DEFAULT_START)
    clock.set_pace(1, since=wall.now - timedelta(hours=3))
    assert clock.now() == DEFAULT_START + timedelta(hours=3)


@pytest.mark.parametrize("pace", [-1, MAX_PACE + 1, float("inf"), float("nan")])
def test_a_pace_that_cannot_be_is_refused(pace):
    with pytest.raises(UsageError, match="times as fast"):
        Clock().set_pace(pace)


def test_time_that_is_held_stands_still_and_then_is_where_it_would_have_been(wall):
    clock = Clock(DEFAULT_START, follows_wall=True)
    with clock.held() as moment:
        wall.now += SECOND
        assert clock.now() == moment == DEFAULT_START
    assert clock.now() == DEFAULT_START + SECOND


@pytest.mark.parametrize("move", [Clock.advance, Clock.elapse])
def test_a_move_in_held_time_lasts(wall, move):
    clock = Clock(DEFAULT_START, follows_wall=True)
    with clock.held():
        move(clock, timedelta(hours=1))
        wall.now += SECOND
    assert clock.now() == DEFAULT_START + timedelta(hours=1, seconds=1)


def test_held_at_a_moment_work_sees_that_moment(wall):
    clock = Clock(DEFAULT_START, follows_wall=True)
    seen = []
    with clock.held(DEFAULT_START + 5 * SECOND):
        clock.call_later(SECOND, lambda: seen.append(clock.now()), "soon")
    assert clock.pending[0].due == DEFAULT_START + 6 * SECOND
    clock.run_due(DEFAULT_START + 10 * SECOND)
    assert seen == [DEFAULT_START + 6 * SECOND]


def test_a_hold_inside_a_hold_moves_on_to_its_moment_and_no_further_back(wall):
    clock = Clock(DEFAULT_START, follows_wall=True)
    with clock.held(DEFAULT_START):
        with clock.held(DEFAULT_START + 5 * SECOND) as later:
            assert later == DEFAULT_START + 5 * SECOND
        with clock.held(DEFAULT_START) as not_back:
            assert not_back == later
    assert clock.now() == DEFAULT_START, "that time passed outside, on the wall, and not by a move"


def test_time_stands_still_until_the_outermost_hold_ends(wall):
    clock = Clock(DEFAULT_START, follows_wall=True)
    with clock.held():
        with clock.held():
            clock.advance(SECOND)
        wall.now += SECOND
        assert clock.is_held
        assert clock.now() == DEFAULT_START + SECOND
    assert clock.now() == DEFAULT_START + 2 * SECOND


@settings(max_examples=150, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["wall", "advance", "elapse", "hold", "pace"]), st.floats(0, 1000)),
        max_size=12,
    )
)
def test_time_never_goes_back(steps):
    made = Wall()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock_room, "wall_time", made)
        clock = Clock(DEFAULT_START, follows_wall=True)
        last = clock.now()
        for step, amount in steps:
            delta = timedelta(seconds=amount)
            if step == "wall":
                made.now += delta
            elif step == "hold":
                with clock.held():
                    clock.advance(delta)
                    made.now += delta
            elif step == "pace":
                clock.set_pace(amount)
            else:
                getattr(clock, step)(delta)
            assert clock.now() >= last
            last = clock.now()
