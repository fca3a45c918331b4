"""What each step of a Canvas does with a user."""

from collections import Counter
from datetime import timedelta

import pytest

from mockserver.braze import (
    ActionGroup,
    ActionPathsStep,
    AttributeTrigger,
    AudienceGroup,
    AudiencePathsStep,
    Braze,
    Canvas,
    ContextStep,
    DecisionSplitStep,
    DelayStep,
    EventTrigger,
    ExperimentPath,
    ExperimentPathsStep,
    UserUpdateStep,
    WebhookStep,
    WebhookTemplate,
)
from mockserver.http import Response
from mockserver.simulator.world import World

HOUR = timedelta(hours=1)
SEND = WebhookStep(name="send", template="says")
BODY = (
    "{{canvas.${name}}}/{{campaign.${name}}} {{context.${a}}}"
    "{{canvas_entry_properties.${a}}} {{event_properties.${p}}}"
)


def plan(value):
    return {"custom_attribute": {"custom_attribute_name": "plan", "comparison": "equals", "value": value}}


@pytest.fixture
def walk(braze: Braze, world: World, receiver):
    """Let user ana walk steps, and give the journey."""
    braze.state.add_template(WebhookTemplate(name="says", url="https://example.test/", body=BODY))
    braze.state.profiles.load(
        {"external_id": "ana", "first_name": "Ana", "custom_attributes": {"plan": "gold"}}
    )

    def start(*steps, **context):
        braze.state.add_canvas(Canvas(name="c", steps=steps))
        journey = braze.enter("c", "ana", context=context)
        world.clock.advance(timedelta())
        return journey

    return start


def bodies(receiver):
    return [request.text for request in receiver.requests]


def test_a_webhook_speaks_of_the_canvas_and_of_its_context(walk, receiver, braze: Braze):
    journey = walk(SEND, a="x")
    assert bodies(receiver) == ["c/send xx "]
    message = braze.messages[0]
    assert (message.canvas, message.step, message.campaign) == ("c", "send", "")
    assert str(message) == "#1 c/send to ana: sent, answered 200"
    assert str(journey) == "#1 ana in c: finished (send)"


def test_a_user_waits_while_the_webhook_is_retried(walk, receiver, world: World):
    receiver.answers = [Response(503)]
    journey = walk(SEND, WebhookStep(name="more", template="says"))
    assert (journey.step, len(receiver.requests)) == ("send", 1)
    world.clock.advance(HOUR)
    assert (journey.whereabouts, len(receiver.requests)) == ("finished", 3)


@pytest.mark.parametrize(("choice", "messages"), [("advance", 2), ("exit", 1)])
def test_a_webhook_that_failed_for_good(walk, receiver, world: World, braze: Braze, choice, messages):
    world.assumptions.set("braze.canvas_failed_webhook", choice)
    receiver.answers = [Response(404)]
    walk(SEND, WebhookStep(name="more", template="says"))
    assert len(braze.messages) == messages


@pytest.mark.parametrize(("value", "outcome", "path"), [("gold", "sent", 2), ("silver", "aborted", 1)])
def test_who_fails_the_delivery_validation_leaves(walk, braze: Braze, value, outcome, path):
    step = WebhookStep(name="first", template="says", delivery_validation=plan(value))
    journey = walk(step, SEND)
    assert (braze.messages[0].outcome, len(journey.path)) == (outcome, path)
    assert (journey.whereabouts == "finished") == (outcome == "sent")


def test_an_aborted_message_lets_the_user_go_on(walk, braze: Braze, receiver):
    braze.state.add_template(
        WebhookTemplate(name="no", url="https://example.test", body="{% abort_message %}")
    )
    walk(WebhookStep(name="first", template="no"), SEND)
    assert [message.outcome for message in braze.messages] == ["aborted", "sent"]


def test_a_delay_holds_for_a_while_or_until_a_moment(walk, world: World):
    now = world.clock.now()
    steps = (DelayStep(name="a", length=HOUR), DelayStep(name="b", until=now + 3 * HOUR))
    journey = walk(*steps, SEND)
    world.clock.advance(3 * HOUR)
    assert [(stage.at - now) / HOUR for stage in journey.stages] == [0, 1, 3, 3]


def test_audience_paths_take_the_first_group_that_fits(walk):
    groups = tuple(AudienceGroup(value, plan(value), value) for value in ("silver", "gold"))
    ends = [UserUpdateStep(name=name, next="end") for name in ("rest", "silver", "gold")]
    assert walk(AudiencePathsStep(name="who", groups=groups), *ends).path == ("who", "gold")


def test_everybody_else_goes_on(walk):
    step = AudiencePathsStep(name="who", groups=(AudienceGroup("silver", plan("silver"), "end"),))
    assert walk(step, UserUpdateStep(name="rest")).path == ("who", "rest")


@pytest.mark.parametrize(("value", "path"), [("gold", ("d", "yes")), ("silver", ("d",))])
def test_a_decision_split(walk, value, path):
    assert walk(DecisionSplitStep(name="d", audience=plan(value)), UserUpdateStep(name="yes")).path == path


def test_a_user_update_renders_liquid_and_sets_off_what_waits(walk, braze: Braze):
    update = UserUpdateStep(
        name="u",
        attributes={"greeting": "Hi {{${first_name}}}", "codes": ["{{context.${a}}}", 1]},
        events=({"name": "updated", "properties": {"by": "{{canvas.${name}}}"}},),
    )
    other = Canvas(name="other", steps=(SEND,), entry=EventTrigger("updated"))
    braze.state.add_canvas(other)
    walk(update, a="x")
    attributes = braze.profile("ana").custom_attributes
    assert (attributes["greeting"], attributes["codes"]) == ("Hi Ana", ["x", 1])
    assert braze.journeys[1].context == {"by": "c"}


def test_a_user_update_that_aborts_changes_nothing(walk, braze: Braze):
    journey = walk(UserUpdateStep(name="u", attributes={"x": "{% abort_message('no') %}", "y": 1}), SEND)
    assert "y" not in braze.profile("ana").custom_attributes
    assert journey.stages[0].what == "liquid_abort_message: no"
    assert journey.whereabouts == "finished"


def test_context_is_set_for_the_steps_that_follow(walk, receiver):
    walk(
        ContextStep(name="set", variables={"b": "{{context.${a} | upcase}}", "a": "{{context.${b}}}!"}),
        SEND,
        a="x",
    )
    assert bodies(receiver) == ["c/send X!X! "]


def test_experiment_paths_split_by_percentages_and_keep_to_it(braze: Braze, world: World, hook, receiver):
    paths = (ExperimentPath("one", 75, "end"), ExperimentPath("two", 25, "end"))
    canvas = Canvas(name="c", steps=(ExperimentPathsStep(name="e", paths=paths),))
    braze.state.add_canvas(canvas)
    for number in range(200):
        braze.state.profiles.load({"external_id": str(number)})
    for number in (*range(200), *range(200)):
        braze.enter("c", str(number))
    world.clock.advance(timedelta())
    taken = [journey.stages[0].what for journey in braze.journeys]
    assert taken[:200] == taken[200:]
    assert 120 < Counter(taken[:200])["one"] < 180


class TestActionPaths:
    """Waiting for what a user does."""

    STEP = ActionPathsStep(
        name="act",
        window=HOUR,
        groups=(
            ActionGroup("buy", EventTrigger("buy"), "send"),
            ActionGroup("upgrade", AttributeTrigger("plan", to="black"), "end"),
        ),
    )
    NOBODY = UserUpdateStep(name="nobody", next="end")

    def does(self, braze: Braze, world: World, event="buy", **properties):
        braze.messaging.event_happened(braze.profile("ana"), event, properties)
        world.clock.advance(timedelta())

    def test_an_action_advances_at_once_and_its_message_sees_the_event(self, walk, braze, world, receiver):
        journey = walk(self.STEP, self.NOBODY, SEND, WebhookStep(name="more", template="says"))
        world.clock.advance(HOUR / 2)
        self.does(braze, world, p="ticket")
        assert bodies(receiver) == ["c/send  ticket", "c/more  "]
        assert journey.whereabouts == "finished"

    def test_a_changed_attribute_is_an_action(self, walk, braze, world):
        journey = walk(self.STEP, self.NOBODY, SEND)
        braze.messaging.apply_attributes(braze.profile("ana"), {"plan": "black"}, "")
        world.clock.advance(timedelta())
        assert journey.stages[-1].what == "upgrade"

    def test_who_does_nothing_takes_everybody_else_s_way(self, walk, braze, world):
        journey = walk(self.STEP, self.NOBODY, SEND)
        self.does(braze, world, "other")
        world.clock.advance(HOUR)
        self.does(braze, world)
        assert journey.path == ("act", "nobody")

    def test_when_ranked_all_wait_and_the_first_group_counts(self, walk, braze, world):
        ranked = ActionPathsStep(name="act", window=HOUR, ranked=True, groups=self.STEP.groups)
        journey = walk(ranked, self.NOBODY, SEND)
        braze.messaging.apply_attributes(braze.profile("ana"), {"plan": "black"}, "")
        self.does(braze, world)
        assert journey.path == ("act",)
        world.clock.advance(HOUR)
        assert journey.path == ("act", "send")

    def test_of_two_entries_that_wait_the_earlier_goes_on(self, walk, braze, world):
        first = walk(self.STEP, self.NOBODY, SEND)
        second = braze.enter("c", "ana")
        world.clock.advance(timedelta())
        self.does(braze, world)
        assert (first.whereabouts, second.whereabouts) == ("finished", "exited")
