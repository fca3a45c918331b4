"""POST /users/export/ids."""

import re

from mockserver.braze import Braze
from mockserver.simulator.world import World


def test_a_profile_is_exported_as_recordings_show_it(call, track):
    track(first_name="John", email="Example@test.com", array_attribute=["banana", "apple"], integer=25)
    answer = call("POST", "/users/export/ids", json={"external_ids": ["cust-42"]})
    assert answer.status == 201
    (user,) = answer.json()["users"]
    assert re.fullmatch("[0-9a-f]{24}", user.pop("braze_id"))
    assert re.fullmatch("[0-9a-f]{24}", user.pop("appboy_id"))
    assert 0 <= user.pop("random_bucket") < 10_000
    assert user == {
        "created_at": "2026-01-15T12:00:00.000Z",
        "external_id": "cust-42",
        "user_aliases": [],
        "first_name": "John",
        "email": "example@test.com",
        "custom_attributes": {"array_attribute": ["banana", "apple"], "integer": 25},
        "total_revenue": 0.0,
        "push_subscribe": "subscribed",
        "email_subscribe": "subscribed",
    }
    assert answer.text.endswith(',"message":"success"}')


def test_unknown_external_ids_are_listed(call, track):
    track(plan="gold")
    answer = call("POST", "/users/export/ids", json={"external_ids": ["cust-42", "nobody"]})
    assert len(answer.json()["users"]) == 1
    assert answer.json()["invalid_user_ids"] == ["nobody"]


def test_an_unknown_address_gives_nobody(call):
    answer = call("POST", "/users/export/ids", json={"email_address": "who@example.test"})
    assert answer.json() == {"users": [], "message": "success"}


def test_a_profile_named_twice_is_exported_once(call, track, braze: Braze):
    track(email="ana@example.test")
    body = {"external_ids": ["cust-42"], "email_address": "ana@example.test"}
    assert len(call("POST", "/users/export/ids", json=body).json()["users"]) == 1


def test_only_the_fields_asked_for_are_exported(call, track):
    track(first_name="John", plan="gold")
    body = {"external_ids": ["cust-42"], "fields_to_export": ["custom_attributes", "external_id"]}
    (user,) = call("POST", "/users/export/ids", json=body).json()["users"]
    assert user == {"external_id": "cust-42", "custom_attributes": {"plan": "gold"}}


def test_fields_can_be_required(call, world: World):
    world.assumptions.set("braze.export_fields_required", "yes")
    answer = call("POST", "/users/export/ids", json={"external_ids": ["cust-42"]})
    assert (answer.status, answer.json()) == (400, {"message": "'fields_to_export' is required"})


def test_too_many_ids_are_refused(call):
    answer = call("POST", "/users/export/ids", json={"external_ids": [str(i) for i in range(51)]})
    assert answer.status == 400
    assert answer.json()["message"] == "The max number of external_ids and aliases per request was exceeded"


def test_an_export_of_nobody_says_what_is_wrong(call):
    answer = call("POST", "/users/export/ids", json={"fields_to_export": ["email"]})
    assert answer.status == 400
    assert answer.json() == {"message": "Bad Request", "errors": ["no identifier of a profile is given"]}


def test_events_of_long_ago_are_left_out(call, braze: Braze):
    braze.state.profiles.load(
        {
            "external_id": "cust-42",
            "custom_events": [
                {"name": "old", "first": "2025-01-01T00:00:00Z", "last": "2025-02-01T00:00:00Z", "count": 2},
                {"name": "new", "first": "2025-01-01T00:00:00Z", "last": "2026-01-01T00:00:00Z", "count": 3},
            ],
        }
    )
    (user,) = call("POST", "/users/export/ids", json={"external_ids": ["cust-42"]}).json()["users"]
    assert [event["name"] for event in user["custom_events"]] == ["new"]
    assert user["custom_events"][0]["first"] == "2025-01-01T00:00:00.000Z"
