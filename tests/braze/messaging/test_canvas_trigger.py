"""POST /canvas/trigger/send."""

import pytest

from mockserver.braze import Braze, Canvas, DelayStep, EventTrigger
from mockserver.simulator.world import World

ID = "7a1e0c52-63b5-4d0c-9a57-0c5de1b0c001"
STEPS = (DelayStep(name="wait"),)


@pytest.fixture(autouse=True)
def canvas(braze: Braze):
    for external_id in ("ana", "bo"):
        braze.state.profiles.load({"external_id": external_id})
    return braze.state.add_canvas(Canvas(id=ID, name="c", steps=STEPS))


@pytest.fixture
def send(call):
    def trigger(*recipients, **members):
        listed = {"recipients": list(recipients)} if recipients else {}
        return call("POST", "/canvas/trigger/send", json={"canvas_id": ID, **listed, **members})

    return trigger


def test_recipients_enter_with_their_own_context_first(send, braze: Braze):
    own = {"external_user_id": "ana", "context": {"b": "mine"}, "attributes": {"plan": "gold"}}
    answer = send(own, {"external_user_id": "bo"}, {"external_user_id": "no"}, context={"a": 1, "b": 2})
    assert (answer.status, set(answer.json())) == (201, {"dispatch_id", "message"})
    assert [journey.context for journey in braze.journeys] == [{"a": 1, "b": "mine"}, {"a": 1, "b": 2}]
    assert braze.profile("ana").custom_attributes == {"plan": "gold"}


def test_the_older_name_of_context_is_read_and_the_newer_goes_first(send, braze: Braze):
    send({"external_user_id": "ana", "canvas_entry_properties": {"b": 2}}, canvas_entry_properties={"a": 1})
    send({"external_user_id": "bo"}, canvas_entry_properties={"a": 1}, context={"c": 3})
    assert [journey.context for journey in braze.journeys] == [{"a": 1, "b": 2}, {"c": 3}]


def test_who_does_not_enter_is_noted(send, braze: Braze, world: World):
    braze.state.add_canvas(Canvas(id=ID, name="c", steps=STEPS, max_entries=1))
    assert send({"external_user_id": "ana"}, {"external_user_id": "bo"}).status == 201
    assert [finding.code for finding in world.journal[-1].findings] == ["SEND806"]


@pytest.mark.parametrize(
    ("status", "notice"),
    [
        ("stopped", "The Canvas is paused. Resume the Canvas to ensure trigger requests will take effect."),
        (
            "archived",
            "The Canvas is archived. Unarchive the Canvas to ensure trigger requests will take effect.",
        ),
    ],
)
def test_a_canvas_that_is_not_active_gives_a_notice(send, braze: Braze, status, notice):
    braze.state.add_canvas(Canvas(id=ID, name="c", steps=STEPS, status=status))
    answer = send({"external_user_id": "ana"})
    assert (answer.status, answer.json()["message"], answer.json()["notice"]) == (201, "success", notice)
    assert braze.journeys == ()


def test_what_cannot_be_entered_by_api_is_refused(send, braze: Braze):
    braze.state.add_canvas(Canvas(id=ID, name="c", steps=STEPS, entry=EventTrigger("x")))
    answer = send({"external_user_id": "ana"})
    assert (answer.status, answer.json()) == (
        400,
        {"message": "canvas_id must be a string of the Canvas api identifier"},
    )


def test_a_broadcast_counts_in_windows_of_its_own(send, braze: Braze):
    answer = send(broadcast=True)
    assert len(braze.journeys) == 2
    assert (answer.headers["x-ratelimit-limit"], answer.headers["x-ratelimit-remaining"]) == ("10", "9")
    assert send({"external_user_id": "ana"}).headers["x-ratelimit-limit"] == "250000"
    assert send(broadcast=True, audience={"AND": []}).headers["x-ratelimit-remaining"] == "9"


def test_subscription_groups_among_the_attributes_are_passed_over(send, braze: Braze, world: World):
    groups = [{"subscription_group_id": "g", "subscription_state": "subscribed"}]
    send({"external_user_id": "ana", "attributes": {"plan": "gold", "subscription_groups": groups}})
    profile = braze.profile("ana")
    assert (profile.custom_attributes, dict(profile.subscription_groups)) == ({"plan": "gold"}, {})
    [finding] = world.journal[-1].findings
    assert finding.pointer == "/recipients/0/attributes/subscription_groups"
