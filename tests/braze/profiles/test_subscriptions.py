"""Subscription groups."""

import pytest

from mockserver.braze import Braze
from mockserver.braze.profiles.subscription_groups import SubscriptionGroup

NEWS, OFFERS = "11111111-aaaa-4bbb-8ccc-222222222222", "33333333-aaaa-4bbb-8ccc-444444444444"


@pytest.fixture(autouse=True)
def groups(braze: Braze):
    for group_id, name in ((NEWS, "News"), (OFFERS, "Offers")):
        braze.state.subscription_groups.add(SubscriptionGroup(id=group_id, name=name))
    for external_id in ("ana", "eva"):
        braze.state.profiles.load({"external_id": external_id, "email": "both@example.test"})


def test_states_of_several_groups_are_set_at_once(call, braze: Braze):
    rows = [
        {"subscription_group_id": NEWS, "subscription_state": "unsubscribed", "external_ids": ["ana", "x"]},
        {
            "subscription_group_id": OFFERS,
            "subscription_state": "subscribed",
            "emails": ["both@example.test"],
        },
    ]
    answer = call("POST", "/v2/subscription/status/set", json={"subscription_groups": rows})
    assert (answer.status, answer.json()) == (201, {"message": "success"})
    assert braze.profile("ana").subscription_groups == {NEWS: "unsubscribed", OFFERS: "subscribed"}
    # Of the same address, so of the same mind.
    assert braze.profile("eva").subscription_groups == braze.profile("ana").subscription_groups


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"email": "a@example.test", "phone": "+491"},
        {"external_id": [str(number) for number in range(51)]},
        {"external_id": "ana", "subscription_state": "maybe"},
    ],
)
def test_a_state_that_cannot_be_set_is_refused(call, members):
    body = {"subscription_group_id": NEWS, "subscription_state": "subscribed", **members}
    assert call("POST", "/subscription/status/set", json=body).status == 400


@pytest.mark.parametrize(
    "wrong",
    [
        {"subscription_group_id": "nobody's", "external_ids": ["ana"]},
        {"subscription_group_id": OFFERS},
        {"subscription_group_id": OFFERS, "emails": ["a@example.test"], "phones": ["+491"]},
    ],
)
def test_a_call_with_one_group_that_cannot_be_set_sets_none(call, braze: Braze, wrong):
    right = {"subscription_group_id": NEWS, "external_ids": ["ana"]}
    rows = [{"subscription_state": "unsubscribed", **row} for row in (right, wrong)]
    assert call("POST", "/v2/subscription/status/set", json={"subscription_groups": rows}).status == 400
    assert braze.profile("ana").subscription_groups == {}


def test_email_and_phone_do_not_go_together(call):
    both = "email=both@example.test&phone=%2B491"
    assert call("GET", f"/subscription/status/get?subscription_group_id={NEWS}&{both}").status == 400
    assert call("GET", f"/subscription/user/status?{both}").status == 400
    assert call("GET", "/subscription/user/status").status == 400


def test_users_come_in_pages(call):
    page = call("GET", "/subscription/user/status?email=both@example.test&limit=1&offset=1").json()
    assert (page["total_count"], page["users"][0]["external_id"]) == (2, "eva")
    assert call("GET", "/subscription/user/status?external_id=ana&limit=x").status == 400


def test_the_state_follows_the_address_and_an_unknown_group_is_told(call, braze: Braze):
    rows = [
        {"subscription_group_id": NEWS, "subscription_state": "unsubscribed"},
        {"subscription_group_id": "nobody's", "subscription_state": "subscribed"},
    ]
    body = {"attributes": [{"external_id": "ana", "subscription_groups": rows}]}
    answer = call("POST", "/users/track", json=body)
    error = {"type": "BAD_SUBSCRIPTION_GROUP_ID", "input_array": "attributes", "index": 0}
    assert answer.json() == {"attributes_processed": 1, "message": "success", "errors": [error]}
    assert braze.profile("eva").subscription_groups == {NEWS: "unsubscribed"}
