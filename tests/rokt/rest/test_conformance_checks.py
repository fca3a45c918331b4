"""The ten things a simulated Rokt Calendar must at least get right, through every door."""

import pytest

from mockserver.http import Response
from tests.rokt.rokt_calls import ADA, refused

EVENTS = "/v1/subscriptionevent/acme"
GET = f"/v1/subscription/{ADA}"
BRAZE_EVENT = {
    "eventId": "Event_0001_user-123",
    "title": "Event Title",
    "description": "Event Description",
    "location": "Event Location",
    "start": "2026-02-21T15:00:00",
    "end": "2026-02-21T15:00:00",
    "timezone": "Eastern Standard Time",
    "notifyBefore": "15",
}
FLAT_UPDATE = {
    **{name: BRAZE_EVENT[name] for name in ("eventId", "title", "description", "location", "timezone")},
    "start": "2026-10-04T10:00:00.000Z",
    "end": "2026-10-04T10:00:00.000Z",
    "allDayEvent": True,
    "notifyBefore": None,
    "actionType": "string",
}


def kinds(hook):
    return [body["eventType"] for body in hook.bodies]


def test_1_the_sample_token_request_gives_a_token_and_its_life(call):
    headers = {"Authorization": "Basic aWQ6czplOmM=", "Accept": "application/json"}
    body = call("POST", "/oauth2/token", form={"grant_type": "client_credentials"}, headers=headers).json()
    assert body["access_token"]
    assert body["expires_in"] > 0


def test_2_a_token_older_than_its_life_is_refused(call, sandbox):
    form = {"grant_type": "client_credentials", "client_id": "id", "client_secret": "s:e:c"}
    token = call("POST", "/oauth2/token", form=form, headers={}).json()
    sandbox.advance(seconds=token["expires_in"] + 1)
    headers = {"Authorization": f"Bearer {token['access_token']}"}
    body = {"event": BRAZE_EVENT, "subscriptionIds": [ADA]}
    refused(call("POST", EVENTS, json=body, headers=headers), 401, "Unauthorized")


def test_3_brazes_body_is_accepted(call):
    assert call("POST", EVENTS, json={"event": BRAZE_EVENT, "subscriptionIds": [ADA]}).status == 202


def test_4_both_shapes_of_an_update_are_accepted(call):
    assert call("POST", f"{EVENTS}/update", json=FLAT_UPDATE).status == 202
    assert call("POST", f"{EVENTS}/update", json={"event": BRAZE_EVENT}).status == 202


@pytest.mark.parametrize("name", ["eventId", "title", "start", "timezone"])
def test_5_a_required_field_is_required(create, name):
    assert name in refused(create(**{name: ...}), 400, "BadRequest")


def test_6_an_event_shows_after_the_delay_and_not_before(call, create, sandbox):
    create()
    assert call("GET", GET).json()["eventsVisibleToSubscription"] == []
    sandbox.settle()
    [shown] = call("GET", GET).json()["eventsVisibleToSubscription"]
    assert (shown["subscriptionEventId"], shown["isSubscriptionEvent"]) == ("Event_0001_cust-1", True)


def test_7_a_deleted_event_is_gone_and_told_once(call, create, sandbox, hook):
    create()
    call("DELETE", f"{EVENTS}/Event_0001_cust-1")
    sandbox.settle()
    assert call("GET", GET).json()["eventsVisibleToSubscription"] == []
    assert kinds(hook).count("SubscriptionEventDeleted") == 1


def test_8_a_deactivated_subscription_is_inactive_and_told_once(call, sandbox, hook):
    assert call("DELETE", "/v1/subscription/acme/shows", json={"id": ADA}).status == 202
    sandbox.settle()
    assert call("GET", GET).json()["isActive"] is False
    assert kinds(hook) == ["Unsubscribe"]


@pytest.mark.parametrize(("status", "attempts"), [(302, 2), (404, 2), (500, 2), (204, 1)])
def test_9_what_is_not_acknowledged_is_tried_again_within_half_an_hour(call, sandbox, hook, status, attempts):
    hook.answers = [Response(status)]
    call("POST", "/v2/subscribe/acme/shows", json={})
    sandbox.advance(minutes=30)
    assert len(hook.requests) == attempts


def test_10_a_standard_time_zone_has_daylight_saving_in_july(call, create, sandbox):
    create(start="2026-07-21T15:00:00", timezone="Eastern Standard Time")
    sandbox.settle()
    [shown] = call("GET", GET).json()["eventsVisibleToSubscription"]
    assert shown["startDateTimeUtc"] == "2026-07-21T19:00:00Z"
