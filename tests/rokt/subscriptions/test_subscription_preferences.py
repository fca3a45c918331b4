"""Changing a subscription's preferences, and reading all of a user name."""

import pytest

from tests.rokt.rokt_calls import ADA, CLEO, NOBODY, codes, refused

PATH = f"/v1/subscription/{ADA}"
NAMED = "/subscription/acme/shows/dora"


@pytest.fixture
def change(call):
    return lambda path=PATH, **body: call("PUT", path, json=body)


@pytest.fixture
def dora(rokt):
    """Two subscriptions of user dora, one of them ended."""
    ended = rokt.subscribe("acme", "shows", username="dora")
    active = rokt.subscribe("acme", "shows", username="dora", method="google")
    rokt.unsubscribe(ended.id)
    return ended.id, active.id


def test_a_change_shows_in_the_answer_and_is_told(change, rokt, sandbox, hook):
    answer = change(CalendarTags=[{"externalId": "all"}], timeZoneId="UTC", marketingAllowed=True)
    assert answer.status == 200
    body = answer.json()
    assert (body["timezoneId"], body["marketingAllowed"]) == ("UTC", True)
    assert body["tags"] == [{"id": "tag-1", "name": "All Teams"}]
    sandbox.settle()
    assert [one["eventType"] for one in hook.bodies] == ["SubscriptionDetailsUpdated"]


def test_what_changes_nothing_is_not_told(change, rokt, sandbox, hook):
    assert change(timeZoneId=None, requestEventIds=[NOBODY]).status == 200
    sandbox.settle()
    assert hook.bodies == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"timeZoneId": "EST"}, "TIME202"),
        ({"marketingAllowed": "yes"}, "ROKT113"),
        ({"requestEventIds": "all"}, "ROKT113"),
    ],
)
def test_a_wrong_change_is_refused_and_has_no_effect(change, rokt, sandbox, body, code):
    before = rokt.subscription(ADA)
    refused(change(**body, additionalOptIn=True), 400, "BadRequest")
    assert codes(sandbox) == [code]
    assert rokt.subscription(ADA) is before


def test_events_are_included_and_excluded_by_either_id(change, rokt, gala):
    assert change(excludeExternalEventIds=["gala", "unknown"]).json()["eventsVisibleToSubscription"] == []
    body = change(excludeExternalEventIds=[], requestEventIds=[gala.id.upper()]).json()
    assert [one["title"] for one in body["eventsVisibleToSubscription"]] == ["Gala"]
    assert body["events"] == [
        {"id": gala.id, "name": "Gala", "externalId": "gala", "isExcluded": False},
    ]


def test_a_subscription_of_another_account_is_not_changed(call, rokt):
    headers = {"Authorization": f"Bearer {rokt.issue_token('stranger')}"}
    refused(call("PUT", PATH, json={"timeZoneId": "UTC"}, headers=headers), 400, "BadRequest")


@pytest.mark.parametrize(("choice", "status"), [("bad_request", 400), ("not_found", 404)])
def test_an_unknown_subscription_is_not_changed(change, assume, choice, status):
    assume(get_unknown_subscription=choice)
    code = {400: "BadRequest", 404: "NotFound"}[status]
    refused(change(f"/v1/subscription/{NOBODY}", timeZoneId="UTC"), status, code)


def test_the_answer_of_a_change_is_an_assumption(change, rokt, assume):
    assume(update_subscription_answer="accepted")
    assert change(timeZoneId="UTC").status == 202
    assert rokt.subscription(ADA).time_zone_id == "UTC"
    assume(update_subscription_answer="subscription")
    assert change(timeZoneId="UTC").status == 200


def test_every_subscription_of_a_user_name_is_shown(call, dora):
    shown = call("GET", NAMED).json()
    assert [(one["subscriptionId"], one["isActive"]) for one in shown] == [(dora[0], False), (dora[1], True)]
    assert "eventsVisibleToSubscription" not in shown[0]


def test_the_form_of_a_user_names_list_is_an_assumption(call, dora, assume):
    assume(username_answer="array")
    array = call("GET", NAMED).json()
    assume(username_answer="object")
    assert call("GET", NAMED).json() == {"subscriptions": array}


@pytest.mark.parametrize(("choice", "status"), [("empty", 200), ("bad_request", 400), ("not_found", 404)])
def test_a_user_name_nobody_has(call, assume, choice, status):
    assume(unknown_username=choice)
    answer = call("GET", "/subscription/acme/shows/nobody")
    assert answer.status == status
    assert status != 200 or answer.json() == []


def test_a_user_name_of_another_account_is_refused(call):
    refused(call("GET", "/subscription/other/other/dora"), 400, "BadRequest")
    refused(call("GET", NAMED, headers={}), 401, "Unauthorized")


@pytest.mark.parametrize(("choice", "status"), [("required", 401), ("open", 200)])
def test_whether_reading_needs_a_token_is_an_assumption(call, rokt, assume, dora, choice, status):
    assume(undocumented_auth=choice)
    assert call("GET", f"/v1/subscription/{CLEO}", headers={}).status == status
    assert call("GET", NAMED, headers={}).status == status
    removed = call("DELETE", f"/v2/subscription/acme/{ADA}/subscriptionevent/e", headers={})
    assert removed.status == {401: 401, 200: 202}[status]
    refused(call("PUT", PATH, json={}, headers={}), 401, "Unauthorized")
    refused(call("GET", NAMED, headers={"Authorization": "Bearer x"}), 401, "Unauthorized")
