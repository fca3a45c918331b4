"""A user who is merged into another in the middle of a Canvas."""

from datetime import timedelta

import pytest

from mockserver.braze import (
    ActionGroup,
    ActionPathsStep,
    Braze,
    Campaign,
    Canvas,
    DelayStep,
    EventTrigger,
    WebhookStep,
    WebhookTemplate,
)
from mockserver.simulator.world import World

HOUR = timedelta(hours=1)
SEND = WebhookStep(name="send", template="hello")
WAIT = DelayStep(name="wait", length=HOUR)


@pytest.fixture
def walk(braze: Braze, world: World, receiver):
    """Let anonymous user dev walk steps, who will turn out to be ana."""
    body = "{{${user_id}}}/{{${first_name}}}"
    braze.state.add_template(WebhookTemplate(name="hello", url="https://example.test/", body=body))
    store = braze.state.profiles
    store.load({"external_id": "dev", "first_name": "Dev"})
    store.load({"external_id": "ana", "first_name": "Ana"})

    def start(*steps):
        braze.state.add_canvas(Canvas(name="c", steps=steps))
        journey = braze.enter("c", "dev")
        world.clock.advance(timedelta())
        return journey

    return start


@pytest.fixture
def merge(call_directly):
    def send():
        pair = {"identifier_to_merge": {"external_id": "dev"}, "identifier_to_keep": {"external_id": "ana"}}
        return call_directly("POST", "/users/merge", json={"merge_updates": [pair]})

    return send


def test_the_user_who_is_kept_goes_on(walk, merge, world: World, receiver, braze: Braze):
    journey = walk(WAIT, SEND)
    merge()
    world.clock.advance(HOUR)
    assert (str(journey.profile), journey.whereabouts) == ("ana", "finished")
    assert [request.text for request in receiver.requests] == ["ana/Ana"]
    (told,) = braze.profile("ana").exported()["canvases_received"]
    assert told["steps_received"][0]["name"] == "send"


def test_they_leave_where_that_is_assumed(walk, merge, world: World, receiver):
    world.assumptions.set("braze.merged_journey", "ends")
    journey = walk(WAIT, SEND)
    merge()
    world.clock.advance(HOUR)
    assert (journey.whereabouts, journey.reason) == ("exited", "the profile is gone")
    assert receiver.requests == []


def test_an_action_of_the_user_who_is_kept_counts(walk, merge, world: World, braze: Braze, receiver):
    acts = ActionPathsStep(
        name="act", window=HOUR, groups=(ActionGroup("buy", EventTrigger("buy"), "send"),), next="end"
    )
    journey = walk(acts, SEND)
    merge()
    braze.messaging.event_happened(braze.profile("ana"), "buy", {})
    world.clock.advance(timedelta())
    assert (journey.path, len(receiver.requests)) == (("act", "send"), 1)


def test_exit_events_of_the_user_who_is_kept_count(walk, merge, world: World, braze: Braze):
    braze.state.add_template(WebhookTemplate(name="hello", url="https://example.test/"))
    braze.state.add_canvas(Canvas(name="d", steps=(WAIT, SEND), exit_events=("stop",)))
    journey = braze.enter("d", "dev")
    world.clock.advance(timedelta())
    merge()
    braze.messaging.event_happened(braze.profile("ana"), "stop", {})
    world.clock.advance(HOUR)
    assert journey.whereabouts == "exited"


def test_who_entered_before_the_merge_does_not_enter_again(walk, merge, braze: Braze):
    braze.state.add_canvas(Canvas(name="once", steps=(WAIT, SEND), entry=EventTrigger("buy")))
    for external_id in ("dev", "ana"):
        if external_id == "ana":
            merge()
        notes = braze.messaging.event_happened(braze.profile(external_id), "buy", {})
    assert [note.code for note in notes] == ["SEND805"]


def test_a_message_that_is_held_back_goes_to_the_user_who_is_kept(walk, merge, world: World, braze, receiver):
    braze.state.add_campaign(Campaign(name="late", template="hello", delay=HOUR))
    message = braze.trigger("late", "dev")
    merge()
    world.clock.advance(HOUR)
    assert (message.external_id, message.outcome) == ("ana", "sent")


def test_a_message_on_its_way_counts_for_the_user_who_is_kept(walk, merge, world: World, braze, receiver):
    walk(WAIT)
    once = EventTrigger("hi", re_eligible=False)
    braze.state.add_campaign(Campaign(name="once", template="hello", trigger=once, delay=HOUR))
    braze.messaging.event_happened(braze.profile("dev"), "hi", {})
    merge()
    (note,) = braze.messaging.event_happened(braze.profile("ana"), "hi", {})
    world.clock.advance(2 * HOUR)
    assert [request.text for request in receiver.requests] == ["ana/Ana"]
    assert note.code == "SEND802"


def test_users_of_the_control_group_are_not_merged(walk, merge, braze: Braze, world: World):
    from mockserver.braze import ControlGroup

    bucket = braze.profile("ana").random_bucket
    braze.state.control_group = ControlGroup(ranges=((bucket, bucket),))
    assert merge().status == 202
    assert braze.profile("dev") is not braze.profile("ana")
    assert "Global Control Group" in world.journal[-1].findings[0].message
