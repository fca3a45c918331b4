"""A recipient by email whom no single profile is: Braze looks again, for the profile may be on its way."""

from datetime import timedelta

import pytest

from mockserver.braze import Braze, Campaign, WebhookTemplate
from mockserver.simulator.world import World

ID = "d8b73da7-0b7c-fc72-1d80-e59c7f20f0d3"
MINUTE = timedelta(minutes=1)
TIED = {
    "email": "shared@example.test",
    "prioritization": ["identified"],
    "trigger_properties": {"a": "b"},
    "attributes": {"plan": "gold"},
}


@pytest.fixture
def send(call_directly, braze: Braze, world: World, receiver):
    body = "{{${user_id}}} {{api_trigger_properties.${a}}} {{custom_attribute.${plan}}}"
    braze.state.add_template(WebhookTemplate(name="t", url="https://example.test/", body=body))
    braze.state.add_campaign(Campaign(id=ID, name="news", template="t"))
    answer = call_directly("POST", "/campaigns/trigger/send", json={"campaign_id": ID, "recipients": [TIED]})
    world.clock.advance(timedelta())
    assert answer.status == 201
    return answer


def test_a_profile_that_comes_late_gets_the_message(send, braze: Braze, world: World, receiver):
    world.clock.advance(2 * MINUTE)
    braze.state.profiles.load({"external_id": "ana", "email": "shared@example.test"})
    world.clock.advance(MINUTE)
    assert [request.text for request in receiver.requests] == ["ana b gold"]
    world.clock.advance(60 * MINUTE)
    assert len(receiver.requests) == 1


def test_a_tie_that_stays_is_given_up_after_forty_tries(send, braze: Braze, world: World, receiver):
    for external_id in ("ana", "bo"):
        braze.state.profiles.load({"external_id": external_id, "email": "shared@example.test"})
    world.clock.advance(39 * MINUTE)
    assert len(world.clock.pending) == 1
    world.clock.advance(MINUTE)
    assert (world.clock.pending, receiver.requests) == ((), [])


def test_nobody_else_is_looked_for_again(call_directly, braze: Braze, world: World, send):
    world.clock.advance(60 * MINUTE)
    unknown = {"recipients": [{"external_user_id": "nobody"}], "campaign_id": ID}
    call_directly("POST", "/campaigns/trigger/send", json=unknown)
    assert world.clock.pending == ()
