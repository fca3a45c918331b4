"""Profiles loaded from the shape of an export."""

import json

import pytest

from mockserver.braze import Braze, Canvas, DelayStep
from mockserver.errors import UsageError

RECORDED = {
    "created_at": "2020-06-17T20:01:33.385Z",
    "external_id": "12345",
    "user_aliases": [{"alias_name": "john", "alias_label": "app"}],
    "appboy_id": "5eea769d45bb2e1467418f92",
    "braze_id": "5eea769d45bb2e1467418f92",
    "random_bucket": 5445,
    "first_name": "John",
    "email": "example@test.com",
    "last_coordinates": [-73.9, 40.7],
    "custom_attributes": {
        "integer_attribute": 25,
        "array_attribute": ["banana", "apple"],
        "at": "2020-06-17T20:01:33.385Z",
        "song": {"name": "Solea"},
    },
    "custom_events": [
        {
            "name": "subscribe",
            "first": "2020-06-17T20:01:33.000Z",
            "last": "2020-06-18T20:01:33.000Z",
            "count": 2,
        }
    ],
    "purchases": [
        {"name": "tea", "first": "2020-06-17T20:01:33.000Z", "last": "2020-06-17T20:01:33.000Z", "count": 1}
    ],
    "total_revenue": 2.5,
    "push_subscribe": "opted_in",
    "email_subscribe": "unsubscribed",
    "campaigns_received": [
        {
            "name": "campaign-test",
            "api_campaign_id": "d8b73da7-0b7c-fc72-1d80-e59c7f20f0d3",
            "last_received": "2020-06-17T20:04:49.193Z",
            "in_control": False,
        }
    ],
    "devices": [{"model": "X", "device_id": "d"}],
}


def test_what_was_exported_is_exported_again(braze: Braze):
    braze.state.profiles.load(RECORDED)
    assert braze.profile("12345").exported() == RECORDED
    json.dumps(braze.profile("12345").exported())


def test_a_loaded_profile_is_found_every_way(braze: Braze, call):
    profile = braze.state.profiles.load(RECORDED)
    for body in (
        {"external_ids": ["12345"]},
        {"user_aliases": [{"alias_name": "john", "alias_label": "app"}]},
        {"braze_id": "5eea769d45bb2e1467418f92"},
        {"email_address": "EXAMPLE@test.com"},
    ):
        (user,) = call("POST", "/users/export/ids", json=body).json()["users"]
        assert user["external_id"] == profile.external_id


def test_loaded_arrays_are_sets_too(braze: Braze):
    profile = braze.state.profiles.load({"external_id": "a", "custom_attributes": {"codes": ["x", "x"]}})
    assert profile.custom_attributes == {"codes": ["x"]}


def test_a_field_that_holds_nothing_is_left_out(braze: Braze):
    profile = braze.state.profiles.load({"external_id": "a", "canvases_received": None, "devices": None})
    assert not {"canvases_received", "devices"} & profile.exported().keys()
    braze.state.add_canvas(Canvas(name="c", steps=(DelayStep(name="wait"),)))
    braze.enter("c", "a")
    assert [one["name"] for one in profile.exported()["canvases_received"]] == ["c"]


def test_a_profile_needs_nothing_at_all(braze: Braze):
    profile = braze.state.profiles.load({})
    assert list(braze.state.profiles) == [profile]
    assert str(profile) == profile.braze_id


@pytest.mark.parametrize(
    ("document", "complaint"),
    [
        ({"external_id": "a", "frist_name": "Ana"}, "no field 'frist_name'"),
        ({"external_id": "a", "plan": "gold"}, "no field 'plan'"),
        ({"external_id": "a", "gender": "X"}, "profile a: gender: it is one of"),
        ({"external_id": "a", "custom_attributes": ["x"]}, "custom_attributes is a mapping"),
        ({"external_id": "a", "custom_attributes": {"x": [["y"]]}}, "x: an array cannot stand here"),
        ({"created_at": "yesterday"}, "without external_id: created_at: 'yesterday' is no date"),
        ({"external_id": "a", "user_aliases": [{"alias_name": "x"}]}, "alias_label is missing"),
        ({"external_id": "a", "user_aliases": "x"}, "user_aliases is a list of objects"),
        ({"external_id": "a", "custom_events": [{"name": "x"}]}, "first, last is missing"),
        ({"external_id": "a", "random_bucket": "five"}, "random_bucket: 'five' is no number"),
        ({"external_id": "a", "last_coordinates": [1]}, "longitude and latitude"),
        ({"external_id": "a", "canvases_received": ["x"]}, "canvases_received is a list of objects"),
        ({"external_id": "a", "custom_attributes": {"x": {1: "y"}}}, "x: 1 is no name for a nested value"),
    ],
)
def test_a_description_that_is_none_is_a_mistake(braze: Braze, document, complaint):
    with pytest.raises(UsageError, match=complaint):
        braze.state.profiles.load(document)
    assert len(braze.state.profiles) == 0


def test_a_misspelt_field_is_suggested(braze: Braze):
    with pytest.raises(UsageError) as mistake:
        braze.state.profiles.load({"frist_name": "Ana"})
    assert mistake.value.hint == "did you mean first_name?"


@pytest.mark.parametrize("shared", ["external_id", "braze_id", "user_aliases"])
def test_nobody_is_loaded_twice(braze: Braze, shared):
    braze.state.profiles.load(RECORDED)
    with pytest.raises(UsageError, match="there are two profiles"):
        braze.state.profiles.load({shared: RECORDED[shared]})
    assert len(braze.state.profiles) == 1
