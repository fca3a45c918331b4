"""Filters on context variables in the steps of a Canvas that part users."""

from datetime import timedelta

import pytest

from mockserver.braze import (
    AudienceGroup,
    AudiencePathsStep,
    Braze,
    Canvas,
    ContextStep,
    DecisionSplitStep,
    UserUpdateStep,
    WebhookStep,
)
from mockserver.errors import UsageError
from mockserver.simulator.world import World

CONTEXT = {
    "name": "braze", "seats": 3, "vip": True, "codes": ["a"], "due": "2026-01-20", "other": "2026-01-19",
}  # fmt: skip


def variable(name, comparison, *value, **members):
    given = {"value": value[0]} if value else {}
    return {"context_variable": {"context_variable_name": name, "comparison": comparison, **given, **members}}


@pytest.fixture
def walk(braze: Braze, world: World):
    attributes = {"seats": 3, "since": "2026-01-21T00:00:00Z"}
    braze.state.profiles.load({"external_id": "ana", "custom_attributes": attributes})

    def start(*steps):
        braze.state.add_canvas(Canvas(name="c", steps=(*steps, UserUpdateStep(name="last"))))
        journey = braze.enter("c", "ana", context=CONTEXT)
        world.clock.advance(timedelta())
        return journey

    return start


@pytest.mark.parametrize(
    ("filters", "way"),
    [
        (variable("name", "matches_regex", "BRA"), "yes"),
        (variable("name", "equals", "Braze"), "no"),
        (variable("seats", "greater_than", 2), "yes"),
        (variable("vip", "equals", True), "yes"),
        (variable("codes", "contains", "a"), "yes"),
        (variable("missing", "exists"), "no"),
        (variable("missing", "does_not_exist"), "yes"),
        (variable("due", "after", "2026-01-19T12:00:00Z"), "yes"),
        (variable("due", "less_than_x_days_in_the_future", 3), "no"),
        (variable("name", "before", "2026-01-19"), "no"),
        (variable("seats", "equals", compare_to={"custom_attribute": "seats"}), "yes"),
        (variable("due", "after", compare_to={"context_variable": "other"}), "yes"),
        (variable("due", "after", compare_to={"custom_attribute": "since"}), "no"),
        (variable("due", "after", compare_to={"context_variable": "nothing"}), "no"),
        ({"AND": [variable("vip", "equals", True), variable("seats", "equals", 4)]}, "no"),
    ],
)
def test_a_decision_split_compares_a_variable(walk, filters, way):
    journey = walk(DecisionSplitStep(name="split", audience=filters))
    assert journey.stages[0].what == way


def test_audience_paths_see_what_a_context_step_set(walk):
    paths = AudiencePathsStep(name="paths", groups=(AudienceGroup("many", variable("n", "greater_than", 1)),))
    step = ContextStep(name="set", variables={"n": "{{context.${seats} | minus: 1}}"}, types={"n": "number"})
    assert [stage.what for stage in walk(step, paths).stages[:2]] == ["sets n", "many"]


@pytest.mark.parametrize(
    "members",
    [
        {"audience": variable("a", "exists")},
        {"exit_audience": variable("a", "exists")},
        {"steps": (WebhookStep(name="s", template="hook", delivery_validation=variable("a", "exists")),)},
    ],
)
def test_only_steps_that_part_users_know_of_variables(braze: Braze, hook, members):
    steps = {"steps": (WebhookStep(name="s", template="hook"),), **members}
    with pytest.raises(UsageError, match="there is no filter 'context_variable'"):
        braze.state.add_canvas(Canvas(name="c", **steps))


@pytest.mark.parametrize(
    ("filters", "told"),
    [
        (variable("a", "is"), "there is no comparison 'is'"),
        (variable("a", ["equals"]), r"there is no comparison \['equals'\]"),
        (variable("a", "equals", compare_to={"context_variable": ["b"]}), "'compare_to' names one"),
        (variable("", "exists"), "needs 'context_variable_name'"),
        (variable("a", "equals", compare_to="b"), "'compare_to' holds one of"),
        (variable("a", "equals", compare_to={"attribute": "b"}), "'compare_to' holds one of"),
    ],
)
def test_a_filter_that_cannot_be_is_a_mistake(braze: Braze, filters, told):
    with pytest.raises(UsageError, match=told):
        braze.state.add_canvas(Canvas(name="c", steps=(DecisionSplitStep(name="s", audience=filters),)))
