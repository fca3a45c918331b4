"""Who enters a Canvas, how often, and who leaves before its end."""

from collections import Counter
from datetime import timedelta

import pytest

from mockserver.braze import (
    AttributeTrigger,
    Braze,
    Canvas,
    ContextStep,
    DelayStep,
    EventTrigger,
    ScheduleTrigger,
    Variant,
    WebhookStep,
    WebhookTemplate,
)
from mockserver.errors import UsageError
from mockserver.simulator.world import World

HOUR = timedelta(hours=1)
WAIT = DelayStep(name="wait", length=HOUR)
SEND = WebhookStep(name="send", template="hook")
SEND2 = WebhookStep(name="again", template="hook")
IS_GOLD = {"custom_attribute": {"custom_attribute_name": "plan", "comparison": "equals", "value": "gold"}}


@pytest.fixture(autouse=True)
def people(braze: Braze, hook, receiver):
    for external_id in ("ana", "bo"):
        braze.state.profiles.load({"external_id": external_id})


def add(braze: Braze, *steps, **members):
    return braze.state.add_canvas(Canvas(name="c", steps=steps or (WAIT,), **members))


def happens(braze: Braze, world: World, **properties):
    notes = braze.messaging.event_happened(braze.profile("ana"), "subscribe", properties)
    world.clock.advance(timedelta())
    return [note.code for note in notes]


def test_an_event_enters_with_its_properties_as_context(braze: Braze, world: World):
    add(braze, entry=EventTrigger("subscribe"))
    assert happens(braze, world, code="acme") == []
    assert braze.journeys[0].context == {"code": "acme"}


@pytest.mark.parametrize(("choice", "seen"), [("after_action_path", ""), ("first_step", "acme")])
def test_whether_the_first_message_sees_the_event(braze: Braze, world: World, receiver, choice, seen):
    world.assumptions.set("braze.canvas_event_properties", choice)
    body = "{{event_properties.${code}}}"
    braze.state.add_template(WebhookTemplate(name="hook", url="https://example.test/", body=body))
    add(braze, SEND, entry=EventTrigger("subscribe"))
    happens(braze, world, code="acme")
    assert receiver.requests[0].text == seen


def test_a_changed_attribute_and_a_time_enter_too(braze: Braze, world: World):
    add(braze, entry=AttributeTrigger("plan"))
    braze.messaging.apply_attributes(braze.profile("ana"), {"plan": "gold"}, "")
    timed = ScheduleTrigger(world.clock.now() + HOUR)
    braze.state.add_canvas(Canvas(name="timed", steps=(WAIT,), entry=timed, audience=IS_GOLD))
    world.clock.advance(HOUR)
    assert [(journey.canvas.name, str(journey.profile)) for journey in braze.journeys] == [
        ("c", "ana"),
        ("timed", "ana"),
    ]


def test_a_user_enters_once_unless_re_eligible(braze: Braze, world: World):
    add(braze, entry=EventTrigger("subscribe"))
    assert [happens(braze, world), happens(braze, world)] == [[], ["SEND805"]]
    add(braze, entry=EventTrigger("subscribe", re_eligible=True, re_eligible_after=HOUR))
    assert happens(braze, world) == ["SEND805"]
    world.clock.advance(HOUR)
    assert happens(braze, world) == []


def test_a_canvas_can_be_full_paused_or_for_others(braze: Braze, world: World):
    add(braze, entry=EventTrigger("subscribe", re_eligible=True), max_entries=1)
    assert [happens(braze, world), happens(braze, world)] == [[], ["SEND806"]]
    add(braze, entry=EventTrigger("subscribe", re_eligible=True), audience=IS_GOLD)
    assert happens(braze, world) == ["SEND807"]
    add(braze, entry=EventTrigger("subscribe", re_eligible=True), status="stopped")
    assert happens(braze, world) == ["SEND804"]


def test_a_canvas_stopped_meanwhile_sends_nothing(braze: Braze, world: World, receiver):
    add(braze, WAIT, SEND)
    braze.enter("c", "ana")
    add(braze, WAIT, SEND, status="stopped")
    world.clock.advance(HOUR)
    assert braze.messages[0].abort_type == "campaign_disabled"
    assert receiver.requests == []


def test_variants_share_users_by_percentages(braze: Braze, world: World):
    steps = (ContextStep(name="a", variables={}, next="end"), ContextStep(name="b", variables={}))
    add(braze, *steps, variants=(Variant("A", 50, "a"), Variant("B", 50, "b")))
    for number in range(100):
        braze.state.profiles.load({"external_id": f"user {number}"})
        braze.enter("c", f"user {number}")
    world.clock.advance(timedelta())
    counts = Counter((journey.variant, journey.path) for journey in braze.journeys)
    assert set(counts) == {("A", ("a",)), ("B", ("b",))}
    assert min(counts.values()) > 30


@pytest.mark.parametrize("members", [{"exit_events": ("bought",)}, {"exit_audience": IS_GOLD}])
def test_users_leave_at_the_end_of_the_step_they_are_in(braze: Braze, world: World, receiver, members):
    add(braze, WAIT, SEND, **members)
    journey = braze.enter("c", "ana")
    world.clock.advance(timedelta())
    braze.messaging.event_happened(braze.profile("ana"), "bought", {})
    braze.messaging.apply_attributes(braze.profile("ana"), {"plan": "gold"}, "")
    assert journey.whereabouts == "under way"
    world.clock.advance(HOUR)
    assert (journey.whereabouts, journey.reason) == ("exited", "exit criteria")
    assert receiver.requests == []


def test_a_canvas_received_is_told_by_the_journeys(braze: Braze, world: World):
    add(braze, SEND)
    journey = braze.enter("c", "ana")
    world.clock.advance(timedelta())
    assert [(stage.step, stage.what) for stage in journey.stages] == [
        ("send", "sends hook"),
        ("send", "message 1 sent"),
    ]


def test_an_export_tells_of_the_canvas_and_its_steps(braze: Braze, world: World):
    canvas = add(braze, SEND, WAIT, SEND2, exit_audience={"AND": []})
    braze.enter("c", "ana")
    world.clock.advance(HOUR)
    (told,) = braze.profile("ana").exported()["canvases_received"]
    assert told == {
        "name": "c",
        "api_canvas_id": canvas.id,
        "variation_name": "Variant 1",
        "in_control": False,
        "last_entered": "2026-01-15T12:00:00.000Z",
        "last_received_message": "2026-01-15T12:00:00.000Z",
        "last_exited": "2026-01-15T12:00:00.000Z",
        "steps_received": [
            {
                "name": "send",
                "api_canvas_step_id": canvas.step_id("send"),
                "last_received": "2026-01-15T12:00:00.000Z",
            }
        ],
    }


def test_a_user_deleted_on_the_way_gets_nothing(braze: Braze, world: World, receiver):
    add(braze, WAIT, SEND)
    journey = braze.enter("c", "ana")
    world.clock.advance(HOUR / 2)
    braze.state.profiles.delete(braze.profile("ana"))
    world.clock.advance(HOUR)
    assert (journey.whereabouts, journey.reason) == ("exited", "the profile is gone")
    assert receiver.requests == []


def test_entering_what_cannot_be_entered_is_a_mistake(braze: Braze):
    with pytest.raises(UsageError, match="no Canvas 'd'"):
        braze.enter("d", "ana")
    add(braze, status="archived")
    with pytest.raises(UsageError, match="is archived"):
        braze.enter("c", "ana")
    add(braze, entry=EventTrigger("subscribe"))
    with pytest.raises(UsageError, match="not API-triggered") as mistake:
        braze.enter("c", "ana")
    assert mistake.value.hint == "it is entered by the custom event 'subscribe'"
