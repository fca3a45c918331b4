"""When a Canvas's delay lets a user go on."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.braze import Braze, Canvas, ContextStep, DelayStep, UserUpdateStep
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

    def start(*steps, **context):
        braze.state.add_canvas(Canvas(name="c", steps=steps))
        journey = braze.enter("c", "ana", context=context)
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
        {"by": "flight", "length": timedelta(days=1)},
        {"unit": "day"},
    ],
)
def test_a_delay_that_cannot_be_is_a_mistake(members):
    with pytest.raises(UsageError, match="'d' delays"):
        Canvas(name="c", steps=(DelayStep(name="d", **members),))


@pytest.mark.parametrize(
    ("members", "value", "expected"),
    [
        ({"unit": "hour"}, 2, "2026-01-15T14:00"),
        ({"unit": "day"}, "1.5", "2026-01-17T00:00"),
        ({"unit": "week", "at": time(18)}, 1, "2026-01-22T18:00"),
        ({}, "2026-01-16T09:00:00Z", "2026-01-16T09:00"),
        ({}, "2026-01-16T09:00:00-08:00", "2026-01-16T17:00"),
        ({}, "2026-01-16", "2026-01-16T00:00"),
        ({"in_local_time": True}, "2026-01-16", "2026-01-16T05:00"),
        ({"at": time(10)}, "2026-01-16T09:00:00-08:00", "2026-01-16T18:00"),
        ({"at": time(10), "in_local_time": True}, "2026-01-16", "2026-01-16T15:00"),
        ({"at": time(10), "in_local_time": True}, "2026-01-16T09:00:00Z", "2026-01-16T10:00"),
    ],
)
def test_a_personalized_delay_ends(walk, members, value, expected):
    journey = walk(DelayStep(name="d", by="when", **members), LAST, when=value)
    assert journey.stages[0].what == f"waits until {expected}:00+00:00"


@pytest.mark.parametrize(
    ("members", "value", "told"),
    [
        ({"unit": "day"}, "soon", "'soon' is no number of days"),
        ({"unit": "day"}, True, "True is no number of days"),
        ({"unit": "day"}, -1, "-1 days from now is in the past"),
        ({"unit": "week"}, 105, "105 weeks are more than two years"),
        ({"unit": "day"}, 1e300, "1e+300 days are too many"),
        ({"unit": "day"}, "inf", "'inf' is no number of days"),
        ({}, "product_name", "'product_name' is no date"),
        ({}, 3, "3 is no date"),
        ({}, None, "None is no date"),
        ({}, "2026-01-15T11:59:59Z", "the time of the delay has passed"),
        ({}, "2028-02-01", "2028-02-01 is more than two years away"),
    ],
)
def test_a_value_that_makes_no_delay_ends_the_journey(walk, members, value, told):
    journey = walk(DelayStep(name="d", by="when", **members), LAST, when=value)
    assert (journey.whereabouts, journey.reason) == ("exited", f"the delay by 'when' failed: {told}")


def test_a_variable_that_is_not_there_ends_the_journey(walk):
    assert walk(DelayStep(name="d", by="when"), LAST).reason.endswith("failed: None is no date")


def test_a_delay_by_what_a_context_step_set(walk, world: World):
    variables = {"when": "{{'2026-01-16T09:00:00-08:00'}}", "days": "{{ 1 | plus: 1 }}"}
    steps = (
        ContextStep(name="set", variables=variables, types={"when": "time", "days": "number"}),
        DelayStep(name="until", by="when", at=time(10)),
        DelayStep(name="then", by="days", unit="day"),
        LAST,
    )
    journey = walk(*steps)
    assert journey.context == {"when": "2026-01-16T17:00:00.000Z", "days": 2}
    world.clock.advance(timedelta(days=5))
    waits = [stage.what for stage in journey.stages if "waits" in stage.what]
    assert waits == ["waits until 2026-01-16T10:00:00+00:00", "waits until 2026-01-18T10:00:00+00:00"]
    assert journey.whereabouts == "finished"


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("string", " a ", " a "),
        ("number", "2", 2),
        ("number", " 2.5 ", 2.5),
        ("boolean", "TRUE", True),
        ("time", "2026-03-01", "2026-03-01T00:00:00.000Z"),
        ("array", "[1]", [1]),
        ("object", '{"a": {}}', {"a": {}}),
    ],
)
def test_a_context_step_gives_a_variable_its_type(walk, kind, text, value):
    journey = walk(ContextStep(name="s", variables={"x": text}, types={"x": kind}))
    assert journey.context == {"x": value}


def test_a_variable_whose_liquid_gives_up_is_not_told_of_as_set(walk):
    step = ContextStep(name="s", variables={"x": "{% abort_message('no') %}", "y": "set"})
    journey = walk(step, LAST)
    assert journey.context == {"y": "set"}
    assert [stage.what for stage in journey.stages[:2]] == ["liquid_abort_message: no", "sets y"]


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ("string", "{{nobody}} ", "it is empty"),
        ("number", "two", "'two' is no number"),
        ("number", "nan", "'nan' is no number"),
        ("boolean", "yes", "'yes' is no boolean"),
        ("time", "someday", "'someday' is no time"),
        ("array", "{}", "'{}' is no array"),
        ("object", "[", "'[' is no object"),
        ("array", "[NaN]", "'[NaN]' is no array"),
    ],
)
def test_a_variable_of_another_type_stays_as_it_is(walk, kind, text, told):
    step = ContextStep(name="s", variables={"x": text, "y": "set"}, types={"x": kind})
    journey = walk(step, LAST, x="before")
    assert journey.context == {"x": "before", "y": "set"}
    assert [stage.what for stage in journey.stages[:2]] == [f"does not set x: {told}", "sets y"]
    assert journey.whereabouts == "finished"
