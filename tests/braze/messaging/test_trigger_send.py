"""POST /campaigns/trigger/send, and the same without HTTP."""

import re
from datetime import timedelta

import pytest

from mockserver.braze import Braze, Campaign, EventTrigger, Outcome, WebhookTemplate
from mockserver.errors import UsageError
from mockserver.simulator.world import World

ID = "d8b73da7-0b7c-fc72-1d80-e59c7f20f0d3"


@pytest.fixture(autouse=True)
def campaign(braze: Braze):
    body = "{{api_trigger_properties.${a}}} {{api_trigger_properties.${b}}} {{custom_attribute.${plan}}}"
    braze.state.add_template(WebhookTemplate(name="t", url="https://example.test/{{${user_id}}}", body=body))
    for external_id in ("ana", "bo"):
        braze.state.profiles.load({"external_id": external_id, "email": f"{external_id}@example.test"})
    return braze.state.add_campaign(Campaign(id=ID, name="news", template="t"))


@pytest.fixture
def send(call, world: World):
    """Trigger the campaign, let a second pass, and give the answer."""

    def trigger(*recipients, **members):
        listed = {"recipients": list(recipients)} if recipients else {}
        answer = call("POST", "/campaigns/trigger/send", json={"campaign_id": ID, **listed, **members})
        world.clock.advance(timedelta(seconds=1))
        return answer

    return trigger


def bodies(receiver):
    return {request.url.rpartition("/")[2]: request.text for request in receiver.requests}


def test_recipients_get_the_campaign_with_their_own_properties_first(send, receiver):
    answer = send(
        {"external_user_id": "ana", "trigger_properties": {"b": "mine"}},
        {"external_user_id": "bo"},
        trigger_properties={"a": "all", "b": "all"},
    )
    assert answer.status == 201
    assert re.fullmatch(r'\{"dispatch_id":"[0-9a-f]{32}","message":"success"\}', answer.text)
    assert bodies(receiver) == {"ana": "all mine ", "bo": "all all "}


def test_attributes_are_applied_before_the_message_is_made(send, receiver):
    send({"external_user_id": "ana", "attributes": {"plan": "gold"}})
    assert bodies(receiver) == {"ana": "  gold"}


def test_an_attribute_that_is_dropped_is_found(send, world: World, receiver):
    send({"external_user_id": "ana", "attributes": {"plan": {"inc": "x"}}})
    exchange = world.journal.find(operation="campaigns_trigger_send")[0]
    assert [(finding.code, finding.pointer) for finding in exchange.findings] == [
        ("BRAZE391", "/recipients/0/attributes/plan")
    ]


@pytest.mark.parametrize("broken", [{}, [], 5, None])
def test_a_subscription_group_that_is_none_changes_nothing(send, braze: Braze, receiver, broken):
    row = {"subscription_group_id": broken, "subscription_state": broken}
    send({"external_user_id": "ana", "attributes": {"subscription_groups": [row], "plan": "gold"}})
    assert bodies(receiver) == {"ana": "  gold"}
    assert braze.profile("ana").subscription_groups == {}


def test_an_unknown_user_is_skipped_and_noted(send, braze: Braze, world: World):
    answer = send({"external_user_id": "nobody"})
    assert answer.status == 201
    assert braze.messages == ()
    assert [finding.code for finding in world.journal[-1].findings] == ["SEND801"]


def test_an_unknown_user_can_be_made(send, braze: Braze, receiver):
    send({"external_user_id": "new", "send_to_existing_only": False, "attributes": {"plan": "gold"}})
    assert bodies(receiver) == {"new": "  gold"}
    assert braze.profile("new").custom_attributes == {"plan": "gold"}


@pytest.mark.parametrize("external_id", ["é" * 494, "blocked"])
def test_a_user_whom_track_would_refuse_is_not_made(send, braze: Braze, world: World, external_id):
    braze.state.profiles.names.block_external_ids(["blocked"])
    send({"external_user_id": external_id, "send_to_existing_only": False, "attributes": {"plan": "gold"}})
    assert (braze.profile(external_id), braze.messages) == (None, ())
    assert [finding.code for finding in world.journal[-1].findings] == ["SEND801"]


def test_of_a_user_listed_twice_the_last_entry_counts(send, receiver):
    one, two = ({"external_user_id": "ana", "trigger_properties": {"a": n}} for n in (1, 2))
    send(one, two)
    assert bodies(receiver) == {"ana": "2  "}
    assert len(receiver.requests) == 1


def test_recipients_by_alias_braze_id_and_email(send, braze: Braze, receiver, call):
    alias = {"alias_name": "x", "alias_label": "app"}
    made = {"user_alias": alias, "_update_existing_only": False, "plan": "p"}
    call("POST", "/users/track", json={"attributes": [made]})
    send(
        {"user_alias": alias},
        {"braze_id": braze.profile("ana").braze_id},
        {"email": "bo@example.test", "prioritization": ["most_recently_updated"]},
    )
    assert set(bodies(receiver)) == {"", "ana", "bo"}


@pytest.mark.parametrize(
    ("prioritization", "chosen"),
    [
        (["identified"], "ana"),
        (["unidentified"], ""),
        (["most_recently_updated"], ""),
        (["least_recently_updated"], "ana"),
        (["identified", "most_recently_updated"], "ana"),
    ],
)
def test_prioritization_chooses_among_profiles_with_one_address(
    send, braze: Braze, receiver, prioritization, chosen
):
    twin = braze.state.profiles.create()
    braze.state.profiles.set_standard(twin, "email", "ana@example.test")
    send({"email": "ana@example.test", "prioritization": prioritization})
    assert list(bodies(receiver)) == [chosen]


def test_a_tie_sends_nothing(send, braze: Braze, receiver):
    braze.state.profiles.load({"external_id": "ana2", "email": "ana@example.test"})
    send({"email": "ana@example.test", "prioritization": ["identified"]})
    assert receiver.requests == []


def test_a_broadcast_reaches_everybody(send, receiver):
    assert send(broadcast=True).status == 201
    assert set(bodies(receiver)) == {"ana", "bo"}


def test_a_send_id_comes_back(send, receiver):
    assert send({"external_user_id": "ana"}, send_id="summer").json()["send_id"] == "summer"


def test_no_recipients_without_broadcast_is_refused(send):
    answer = send()
    assert (answer.status, answer.json()) == (400, {"message": "No Recipients"})


def test_recipients_with_broadcast_are_refused(send):
    answer = send({"external_user_id": "ana"}, broadcast=True)
    assert answer.status == 400
    assert answer.json()["errors"] == ["`broadcast` is true although `recipients` is given at /broadcast"]


def test_a_recipient_called_external_id_is_refused(send, braze: Braze):
    assert send({"external_id": "ana"}).status == 400
    assert braze.messages == ()


def test_too_many_recipients_are_refused(send):
    answer = send(*({"external_user_id": str(i)} for i in range(51)))
    assert answer.json()["message"] == "The max number of external_ids and aliases per request was exceeded"


def test_an_unknown_campaign_is_refused(send):
    answer = send({"external_user_id": "ana"}, campaign_id="nothing")
    assert (answer.status, answer.json()) == (400, {"message": "Invalid Campaign ID"})


def test_a_campaign_set_off_by_events_is_refused(send, braze: Braze):
    braze.state.add_campaign(Campaign(id=ID, name="news", template="t", trigger=EventTrigger("x")))
    assert send({"external_user_id": "ana"}).json() == {"message": "Invalid Campaign ID"}


@pytest.mark.parametrize(("choice", "status"), [("notice", 201), ("error", 400)])
def test_a_stopped_campaign_sends_nothing(send, braze: Braze, world: World, choice, status):
    world.assumptions.set("braze.inactive_campaign", choice)
    braze.state.add_campaign(Campaign(id=ID, name="news", template="t", status="stopped"))
    answer = send({"external_user_id": "ana"})
    assert answer.status == status
    assert ("notice" in answer.json()) is (choice == "notice")
    assert braze.messages == ()


def test_an_audience_narrows_the_recipients(send, braze: Braze, receiver, world: World):
    braze.profile("ana").custom_attributes = {"plan": "gold"}
    only_gold = {
        "custom_attribute": {"custom_attribute_name": "plan", "comparison": "equals", "value": "gold"}
    }
    assert send(broadcast=True, audience={"AND": [only_gold]}).status == 201
    assert set(bodies(receiver)) == {"ana"}
    assert world.journal.find(service="braze")[0].findings == []


def test_a_named_user_outside_of_the_audience_is_noted(send, receiver, sandbox):
    gold = {"custom_attribute_name": "plan", "comparison": "equals", "value": "gold"}
    send({"external_user_id": "ana"}, audience={"custom_attribute": gold})
    assert receiver.requests == []
    assert [finding.code for finding in sandbox.journal[-1].findings] == ["SEND801"]


def test_an_audience_that_is_no_filter_is_refused(send, braze: Braze):
    answer = send(broadcast=True, audience={"segment": {}})
    assert (answer.status, answer.json()) == (
        400,
        {"message": "Invalid audience: there is no filter 'segment'"},
    )
    assert braze.messages == ()


def test_triggering_without_http_waits_for_the_clock_too(braze: Braze, world: World, receiver):
    message = braze.trigger("news", "ana", trigger_properties={"a": 1})
    assert message.outcome is Outcome.PENDING
    world.clock.advance(timedelta())
    assert message.outcome is Outcome.SENT
    assert bodies(receiver) == {"ana": "1  "}


def test_triggering_what_cannot_be_triggered_is_a_mistake(braze: Braze):
    with pytest.raises(UsageError, match="no campaign 'newz'"):
        braze.trigger("newz", "ana")
    with pytest.raises(UsageError, match="external_id 'nobody'"):
        braze.trigger("news", "nobody")
    braze.state.add_campaign(Campaign(name="news", template="t", trigger=EventTrigger("x")))
    with pytest.raises(UsageError, match="not API-triggered"):
        braze.trigger("news", "ana")
    braze.state.add_campaign(Campaign(name="news", template="t", status="stopped"))
    with pytest.raises(UsageError, match="is stopped"):
        braze.trigger("news", "ana")
