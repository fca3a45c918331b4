"""When a Canvas's delay lets a user go on."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.braze import Braze, Canvas, DelayStep, UserUpdateStep
from mockserver.braze.messaging.canvas import WEEKDAYS
from mockserver.errors import UsageError
from mockserver.simulator.world import World

NEW_YORK = ZoneInfo("America/New_York")
THURSDAY = datetime(2026, 1, 15, 12, tzinfo=UTC)
"""Where the clock of a sandbox starts."""
LAST = UserUpdateStep(name="last")


@pytest.fixture
def walk(braze: Braze, world: World):
    braze.state.profiles.load({"external_id": "ana", "time_zone": "America/New_York"})

    def start(*steps):
        braze.state.add_canvas(Canvas(name="c", steps=steps))
        journey = braze.enter("c", "ana")
        world.clock.advance(timedelta())
        return journey

    return start


def released(**members):
    zone = NEW_YORK if members.get("in_local_time") else UTC
    return DelayStep(name="d", **members).ends(THURSDAY, zone)


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"length": timedelta(hours=2)}, "2026-01-15T14:00"),
        ({"length": timedelta(days=7), "at": time(18)}, "2026-01-22T18:00"),
        ({"length": timedelta(days=7), "at": time(8)}, "2026-01-23T08:00"),
        ({"length": timedelta(days=7), "at": time(8), "in_local_time": True}, "2026-01-22T13:00"),
        ({"at": time(12)}, "2026-01-15T12:00"),
        ({"until": datetime(2026, 1, 16, 9, tzinfo=UTC)}, "2026-01-16T09:00"),
        ({"until": datetime(2026, 1, 16, 9, tzinfo=UTC), "in_local_time": True}, "2026-01-16T14:00"),
        ({"weekday": "saturday", "at": time(16)}, "2026-01-17T16:00"),
        ({"weekday": "wednesday"}, "2026-01-21T00:00"),
        ({"weekday": "thursday", "at": time(16)}, "2026-01-15T16:00"),
        ({"weekday": "thursday", "at": time(8)}, "2026-01-22T08:00"),
        ({"weekday": "thursday", "at": time(8), "advances_same_day": True}, "2026-01-15T12:00"),
        ({"weekday": "thursday", "at": time(8), "in_local_time": True}, "2026-01-15T13:00"),
    ],
)
def test_a_delay_ends(members, expected):
    assert released(**members).astimezone(UTC).isoformat(timespec="minutes") == f"{expected}+00:00"


@settings(max_examples=100, deadline=None)
@given(
    now=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
    day=st.sampled_from(WEEKDAYS),
    at=st.times(),
)
def test_a_weekday_comes_within_a_week_at_its_time(now, day, at):
    at = at.replace(microsecond=0)
    end = DelayStep(name="d", weekday=day, at=at).ends(now, UTC)
    assert timedelta(0) < end - now <= timedelta(days=7)
    assert (WEEKDAYS[end.weekday()], end.time()) == (day, at)


def test_who_comes_after_the_date_leaves_the_canvas(walk):
    journey = walk(DelayStep(name="d", until=THURSDAY), LAST)
    assert (journey.whereabouts, journey.path) == ("exited", ())
    assert journey.reason == "the time of the delay has passed"


def test_a_date_is_the_user_s_own(walk, world: World):
    journey = walk(DelayStep(name="d", until=datetime(2026, 1, 15, 9, tzinfo=UTC), in_local_time=True), LAST)
    assert journey.stages[0].what == "waits until 2026-01-15T14:00:00+00:00"
    world.clock.advance(timedelta(hours=2))
    assert journey.whereabouts == "finished"


def test_a_delay_that_nothing_follows_holds_nobody(walk):
    assert walk(LAST, DelayStep(name="d", length=timedelta(days=1))).whereabouts == "finished"


@pytest.mark.parametrize(
    "members",
    [
        {"length": timedelta(days=1), "weekday": "monday"},
        {"until": THURSDAY, "length": timedelta(days=1)},
        {"length": timedelta(days=732)},
    ],
)
def test_a_delay_that_cannot_be_is_a_mistake(members):
    with pytest.raises(UsageError, match="'d' delays"):
        Canvas(name="c", steps=(DelayStep(name="d", **members),))
