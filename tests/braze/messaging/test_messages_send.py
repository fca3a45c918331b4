"""POST /messages/send with a webhook written out, and POST /sends/id/create."""

from datetime import timedelta

import pytest

from mockserver.braze import Braze, Campaign, FrequencyCap, Segment
from mockserver.simulator.world import World

WEBHOOK = {
    "url": "https://example.test/{{${user_id}}}",
    "request_method": "PUT",
    "request_headers": {"X-Plan": "{{custom_attribute.${plan}}}"},
    "body": '{"dispatch": "{{campaign.${dispatch_id}}}"}',
}
GOLD = {"custom_attribute": {"custom_attribute_name": "plan", "comparison": "equals", "value": "gold"}}


@pytest.fixture(autouse=True)
def people(braze: Braze, receiver):
    alias = {"alias_name": "cy", "alias_label": "app"}
    for plan, who in (
        ("gold", {"external_id": "ana"}),
        ("silver", {"external_id": "bo"}),
        ("gold", {"user_aliases": [alias]}),
    ):
        braze.state.profiles.load({**who, "custom_attributes": {"plan": plan}})


@pytest.fixture
def send(call, world: World):
    def trigger(webhook=None, **members):
        body = {"messages": {"webhook": {**WEBHOOK, **(webhook or {})}}, **members}
        answer = call("POST", "/messages/send", json=body)
        world.clock.advance(timedelta())
        return answer

    return trigger


def paths(receiver):
    return sorted(request.raw_path for request in receiver.requests)


def test_the_webhook_is_rendered_for_the_users_named(send, receiver):
    alias = {"alias_name": "cy", "alias_label": "app"}
    answer = send(external_user_ids=["ana", "nobody"], user_aliases=[alias])
    assert answer.status == 201
    assert paths(receiver) == ["/", "/ana"]
    request = next(request for request in receiver.requests if request.raw_path == "/ana")
    assert (request.method, request.headers["x-plan"]) == ("PUT", "gold")
    assert request.headers["content-type"] == "application/json"
    assert request.text == f'{{"dispatch": "{answer.json()["dispatch_id"]}"}}'


def test_users_must_be_in_the_segment_and_the_audience_too(send, receiver, braze: Braze):
    segment = braze.state.add_segment(Segment(name="gold", filters=GOLD))
    send(external_user_ids=["ana", "bo"], segment_id=segment.id)
    send(broadcast=True, audience={"custom_attribute": {**GOLD["custom_attribute"], "value": "silver"}})
    assert paths(receiver) == ["/ana", "/bo"]


def test_a_frequency_cap_holds_unless_overridden(send, braze: Braze):
    braze.state.frequency_caps = (FrequencyCap(1),)
    for _ in range(2):
        send(external_user_ids=["ana"])
    send(external_user_ids=["ana"], override_frequency_capping=True)
    assert [message.outcome for message in braze.messages] == ["sent", "aborted", "sent"]


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({}, "No Recipients"),
        ({"broadcast": True}, "No Recipients"),
        ({"external_user_ids": ["x"], "messages": {}}, "No message to send"),
        ({"external_user_ids": ["x"], "campaign_id": "c"}, "Message Variant Unspecified"),
        ({"external_user_ids": ["x"], "segment_id": "s"}, "Invalid segment ID"),
        (
            {"external_user_ids": [str(number) for number in range(51)]},
            "The max number of external_ids and aliases per request was exceeded",
        ),
    ],
)
def test_a_send_that_cannot_be_meant_is_refused(send, braze: Braze, members, message):
    answer = send(**members)
    assert (answer.status, answer.json()["message"]) == (400, message)
    assert braze.messages == ()


def test_a_campaign_needs_its_own_variation(send, braze: Braze, hook, receiver):
    campaign = braze.state.add_campaign(Campaign(name="news", template="hook"))
    wrong = send({"message_variation_id": "x"}, external_user_ids=["ana"], campaign_id=campaign.id)
    right = {"message_variation_id": campaign.variation_id}
    assert wrong.json()["message"] == "Invalid Message Variant"
    assert send(right, external_user_ids=["ana"], campaign_id=campaign.id).status == 201
    assert send(right, external_user_ids=["ana"], campaign_id="x").json()["message"] == "Invalid Campaign ID"
    assert [message.campaign for message in braze.messages] == ["news"]


@pytest.mark.parametrize(("choice", "sent"), [("ignored", 1), ("applied", 0)])
def test_the_subscription_state_of_users(send, braze: Braze, world: World, choice, sent):
    world.assumptions.set("braze.webhook_subscription_state", choice)
    braze.state.profiles.set_standard(braze.profile("ana"), "email_subscribe", "unsubscribed")
    send(external_user_ids=["ana"])
    assert len(braze.messages) == sent
    send(external_user_ids=["ana"], recipient_subscription_state="all")
    assert len(braze.messages) == sent + 1


def test_a_send_id_is_registered_and_comes_back(send, call, braze: Braze, world: World, hook):
    campaign = braze.state.add_campaign(Campaign(name="news", template="hook"))
    body = {"campaign_id": campaign.id, "send_id": "summer"}
    answer = call("POST", "/sends/id/create", json=body)
    assert (answer.status, answer.json()) == (201, {"message": "success", "send_id": "summer"})
    assert send(external_user_ids=["ana"], send_id="summer").json()["send_id"] == "summer"
    assert braze.messages[0].send_id == "summer"
    world.assumptions.set("braze.unknown_send_id", "refused")
    assert send(external_user_ids=["ana"], send_id="winter").json() == {"message": "Invalid send ID"}


def test_a_send_id_is_made_where_none_is_given(call, braze: Braze, hook):
    campaign = braze.state.add_campaign(Campaign(name="news", template="hook"))
    assert call("POST", "/sends/id/create", json={"campaign_id": campaign.id}).json()["send_id"]
    assert call("POST", "/sends/id/create", json={"campaign_id": "x"}).status == 400
    long = {"campaign_id": campaign.id, "send_id": "x" * 65}
    assert call("POST", "/sends/id/create", json=long).status == 400
