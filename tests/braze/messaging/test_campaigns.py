"""Campaigns set off by custom events."""

from datetime import timedelta

import pytest

from mockserver.braze import Braze, Campaign, EventTrigger, Outcome
from mockserver.errors import UsageError
from mockserver.http import Response
from mockserver.simulator.world import World

SECOND = timedelta(seconds=1)


@pytest.fixture
def happens(call, world: World):
    """Track an event of user cust-42, let a second pass, and give the codes found."""

    def happen(name="subscribe", **members):
        event = {"external_id": "cust-42", "name": name, "time": "2026-01-15T10:00:00Z", **members}
        assert call("POST", "/users/track", json={"events": [event]}).status == 201
        codes = [finding.code for finding in world.journal[-1].findings]
        world.clock.advance(SECOND)
        return codes

    return happen


def add(braze: Braze, **members):
    given = {"name": "welcome", "template": "hook", "trigger": EventTrigger("subscribe"), **members}
    return braze.state.add_campaign(Campaign(**given))


def test_an_event_sets_off_its_campaign(braze: Braze, hook, receiver, happens):
    add(braze)
    assert happens() == []
    (message,) = braze.messages
    assert (message.campaign, message.external_id, message.outcome) == ("welcome", "cust-42", Outcome.SENT)
    assert len(receiver.requests) == 1


def test_another_event_does_not(braze: Braze, hook, receiver, happens):
    add(braze)
    happens("unsubscribe")
    assert braze.messages == ()


def test_the_message_waits_for_the_clock(braze: Braze, hook, receiver, call, world: World):
    add(braze)
    world.assumptions.set("braze.send_delay", 90)
    event = {"external_id": "cust-42", "name": "subscribe", "time": "2026-01-15T10:00:00Z"}
    call("POST", "/users/track", json={"events": [event]})
    world.clock.advance(timedelta(seconds=89))
    assert braze.messages[0].outcome is Outcome.PENDING
    assert receiver.requests == []
    world.clock.advance(SECOND)
    assert braze.messages[0].outcome is Outcome.SENT


def test_templates_see_the_event_and_the_attributes_that_came_with_it(
    braze: Braze, receiver, hook, call, world
):
    braze.state.add_template(
        type(hook)(
            name="hook",
            url="https://example.test/",
            body="{{event_properties.${code}}} {{custom_attribute.${plan}}} {{campaign.${name}}}",
        )
    )
    campaign = add(braze)
    call(
        "POST",
        "/users/track",
        json={
            "attributes": [{"external_id": "cust-42", "plan": "gold"}],
            "events": [
                {
                    "external_id": "cust-42",
                    "name": "subscribe",
                    "time": "2026-01-15T10:00:00Z",
                    "properties": {"code": "acme"},
                }
            ],
        },
    )
    world.clock.advance(SECOND)
    assert receiver.requests[0].text == "acme gold welcome"
    assert campaign.id


def test_a_user_gets_a_campaign_once(braze: Braze, hook, receiver, happens):
    add(braze)
    happens()
    assert happens() == ["SEND802"]
    assert len(braze.messages) == 1


def test_a_message_still_on_its_way_counts(braze: Braze, hook, receiver, happens):
    receiver.answers = [Response(503)]
    add(braze)
    happens()
    assert happens() == ["SEND802"]


def test_a_message_that_did_not_arrive_does_not_count(braze: Braze, hook, receiver, happens):
    receiver.answers = [Response(404)]
    add(braze)
    happens()
    assert happens() == []
    assert [message.outcome for message in braze.messages] == [Outcome.FAILED, Outcome.SENT]


def test_a_re_eligible_user_gets_it_each_time(braze: Braze, hook, receiver, happens):
    add(braze, trigger=EventTrigger("subscribe", re_eligible=True))
    happens()
    happens()
    assert len(receiver.requests) == 2


def test_a_received_campaign_is_on_the_profile(braze: Braze, hook, receiver, happens):
    campaign = add(braze)
    happens()
    (received,) = braze.profile("cust-42").exported()["campaigns_received"]
    assert (received["name"], received["api_campaign_id"]) == ("welcome", campaign.id)


@pytest.mark.parametrize("status", ["stopped", "archived"])
def test_a_campaign_that_is_not_active_does_not_send(braze: Braze, hook, receiver, happens, status):
    add(braze, status=status)
    assert happens() == ["SEND803"]
    assert braze.messages == ()


def test_a_campaign_needs_its_template(braze: Braze):
    with pytest.raises(UsageError, match="no webhook template 'hook'"):
        add(braze)


def test_a_campaign_takes_the_place_of_one_of_the_same_name(braze: Braze, hook, receiver, happens):
    add(braze)
    add(braze, trigger=EventTrigger("other"))
    happens()
    assert braze.messages == ()
    assert len(braze.state.campaigns) == 1


def test_two_campaigns_cannot_share_an_id(braze: Braze, hook):
    first = add(braze)
    with pytest.raises(UsageError, match=first.id):
        add(braze, name="other", id=first.id)
