"""Answers that are known to the letter: from public recordings, client libraries and pages."""

import json
import re
from datetime import UTC, datetime

import pytest

from mockserver.braze import Braze
from mockserver.braze.audiences.segments import Segment
from mockserver.braze.catalogs.catalog import Catalog, CatalogField
from mockserver.braze.profiles.subscription_groups import SubscriptionGroup

EXPORTED = (
    '{"users":[{"created_at":"2020-06-17T20:01:33.385Z","external_id":"12345","user_aliases":[],'
    '"appboy_id":"5eea769d45bb2e1467418f92","braze_id":"5eea769d45bb2e1467418f92",'
    '"first_name":"John","last_name":"Doe","random_bucket":5445,"email":"example@test.com",'
    '"custom_attributes":{"string_attribute":"sherman","boolean_attribute_1":true,'
    '"integer_attribute":25,"array_attribute":["banana","apple"]},'
    '"total_revenue":0.0,"push_subscribe":"subscribed","email_subscribe":"subscribed",'
    '"campaigns_received":[{"name":"campaign-test","api_campaign_id":"d8b73da7-0b7c-fc72-1d80-e59c7f20f0d3",'
    '"last_received":"2020-06-17T20:04:49.193Z","in_control":false,"variation_name":"Variant 1",'
    '"variation_api_id":"f2123be2-74ac-4cff-b010-d0b6217595a1"}]}],"message":"success"}'
)
GROUP = "11111111-aaaa-bbbb-cccc-222222222222"
ALIAS = {"alias_name": "n", "alias_label": "l"}
A_INTO_B = {"identifier_to_merge": {"external_id": "a"}, "identifier_to_keep": {"email": "b"}}
EVENT = {"external_id": "a", "name": "x", "time": "2019-02-15 00:00:00 -0500"}
PURCHASE = {"external_id": "a", "product_id": "p", "currency": "EUR", "price": 1, "time": "2026-01-01"}
PARTLY_USABLE = {
    "events": [EVENT, {"name": "x", "time": "2026-01-01"}],
    "purchases": [{**PURCHASE, "quantity": 0}],
}
NOTHING_USABLE = "Valid data must be provided in the 'attributes', 'events', or 'purchases' fields."
IDENTIFIER = "'external_id', 'braze_id', 'user_alias', 'email' or 'phone' is required"


def test_the_recorded_export(call, braze: Braze):
    braze.state.profiles.load(json.loads(EXPORTED)["users"][0])
    answer = call("POST", "/users/export/ids", json={"external_ids": [12345]})
    assert (answer.status, answer.text) == (201, EXPORTED)


def test_a_bad_key_is_repeated_and_the_windows_are_empty(call):
    answer = call("POST", "/users/delete", json={}, headers={"Authorization": "Bearer wrong"})
    assert (answer.status, answer.text) == (401, '{"message":"Invalid API key: wrong"}')
    assert [answer.headers[f"X-Ratelimit-{name}"] for name in ("Limit", "Remaining", "Reset")] == ["", "", ""]
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "text"),
    [
        ("POST", "/users/track", {"attributes": [{"external_id": "a"}], "events": []}, 201,
         '{"attributes_processed":1,"message":"success"}'),
        ("POST", "/users/track", PARTLY_USABLE, 201,
         '{"events_processed":1,"message":"success","errors":['
         f'{{"type":"{IDENTIFIER}","input_array":"events","index":1}},'
         '{"type":"\'quantity\' is not valid","input_array":"purchases","index":0}]}'),
        ("POST", "/users/track", {"attributes": [{"external_id": "a", "email": "x"}]}, 400,
         f'{{"message":"{NOTHING_USABLE}",'
         '"errors":[{"type":"The value provided for the \'email\' field is not a valid email.",'
         '"input_array":"attributes","index":0}]}'),
        ("POST", "/users/identify", {"aliases_to_identify": [{"external_id": "a", "user_alias": ALIAS}]},
         201, '{"aliases_processed":1,"message":"success"}'),
        ("POST", "/users/identify", {"aliases_to_identify": [{"user_alias": ALIAS}]}, 201,
         '{"aliases_processed":0,"message":"success","errors":[{"type":"\'external_id\' is required",'
         '"input_array":"user_identifiers","index":0}]}'),
        ("POST", "/users/alias/new", {"user_aliases": [ALIAS]}, 201,
         '{"aliases_processed":1,"message":"success"}'),
        ("POST", "/users/merge", {"merge_updates": [A_INTO_B]},
         202, '{"message":"success"}'),
        ("POST", "/users/delete", {"external_ids": ["a", "b", "c"]}, 201,
         '{"deleted":3,"message":"success"}'),
        ("POST", "/users/export/ids", {"email_address": "nobody@example.test", "user_aliases": [ALIAS]},
         201, '{"users":[],"message":"success"}'),
        ("GET", "/canvas/details?canvas_id=non-existing", None, 400,
         '{"message":"canvas_id must be a string of the Canvas api identifier"}'),
        ("POST", "/subscription/status/set",
         {"subscription_group_id": "x", "subscription_state": "subscribed", "external_id": "a"}, 400,
         '{"message":"Invalid subscription group ID"}'),
        ("GET", "/subscription/status/get?subscription_group_id=x&external_id=a", None, 400,
         '{"message":"Invalid subscription group ID"}'),
    ],
)  # fmt: skip
def test_a_body_known_to_the_letter(call, method, path, body, status, text):
    answer = call(method, path, json=body)
    assert (answer.status, answer.text) == (status, text)


def test_renamed_and_removed_external_ids(call, track):
    track(plan="gold")
    body = {"external_id_renames": [{"current_external_id": "cust-42", "new_external_id": "foo"}]}
    renamed = call("POST", "/users/external_ids/rename", json=body)
    assert (renamed.status, renamed.text) == (
        201,
        '{"rename_errors":[],"external_ids":[{"current_external_id":"cust-42","new_external_id":"foo"}],'
        '"message":"success"}',
    )
    removed = call("POST", "/users/external_ids/remove", json={"external_ids": ["cust-42"]})
    assert (removed.status, removed.text) == (
        201,
        '{"removed_ids":["cust-42"],"removal_errors":[],"message":"success"}',
    )


def test_the_recorded_list_of_catalogs(call, braze: Braze):
    fields = (CatalogField("id"), CatalogField("Name"))
    catalog = Catalog(name="restaurants", description="My Restaurants", fields=fields)
    braze.state.catalogs.add(catalog)
    catalog.updated_at = datetime(2024, 10, 14, 13, 0, 15, 946_000, tzinfo=UTC)
    assert call("GET", "/catalogs").text == (
        '{"catalogs":[{"description":"My Restaurants",'
        '"fields":[{"name":"id","token":"-1","type":"string"},{"name":"Name","token":"0","type":"string"}],'
        '"name":"restaurants","source":"Braze","num_items":0,"storage_size":12868,"selections_size":0,'
        '"updated_at":"2024-10-14T13:00:15.946+00:00","selections":[]}],"message":"success"}'
    )


def test_a_catalog_that_exists_already(call):
    body = {"catalogs": [{"name": "restaurants", "fields": [{"name": "id", "type": "string"}]}]}
    assert call("POST", "/catalogs", json=body).status == 201
    answer = call("POST", "/catalogs", json=body)
    assert (answer.status, answer.text) == (
        400,
        '{"errors":[{"id":"catalog-name-already-exists","message":"A catalog with that name already exists",'
        '"parameters":["name"],"parameter_values":["restaurants"]}],"message":"Invalid Request"}',
    )


def test_an_item_that_is_missing(call, braze: Braze):
    braze.state.catalogs.add(Catalog(name="restaurants", fields=(CatalogField("id"),)))
    answer = call("GET", "/catalogs/restaurants/items/restaurant34")
    assert (answer.status, answer.text) == (
        404,
        '{"errors":[{"id":"item-not-found","message":"Could not find item","parameters":["item_id"],'
        '"parameter_values":["restaurant34"]}],"message":"Invalid Request"}',
    )


def test_the_recorded_list_of_segments(call, braze: Braze):
    segment = braze.state.add_segment(Segment(name="All Users"))
    assert call("GET", "/segments/list").text == (
        f'{{"segments":[{{"id":"{segment.id}","name":"All Users","analytics_tracking_enabled":false,'
        '"tags":[]}],"message":"success"}'
    )


def test_the_recorded_export_of_a_segment(call, braze: Braze):
    segment = braze.state.add_segment(Segment(name="All Users"))
    answer = call("POST", "/users/export/segment", json={"segment_id": segment.id})
    assert answer.status == 201
    pattern = (
        r'\{"object_prefix":"[0-9a-f-]{36}-\d{10}","url":"https?://[^"]+/[A-Za-z0-9_-]{43}\.zip",'
        r'"message":"success"\}'
    )
    assert re.fullmatch(pattern, answer.text)


def test_the_recorded_states_of_a_user(call, braze: Braze, track):
    braze.state.subscription_groups.add(SubscriptionGroup(id=GROUP, name="News"))
    track(email="ana@example.test")
    body = {"subscription_group_id": GROUP, "subscription_state": "subscribed", "external_id": ["cust-42"]}
    answer = call("POST", "/subscription/status/set", json=body)
    assert (answer.status, answer.text) == (201, '{"message":"success"}')
    path = f"/subscription/status/get?subscription_group_id={GROUP}&external_id[]=cust-42&external_id[]=x"
    assert call("GET", path).text == '{"status":{"cust-42":"Subscribed","x":"unknown"},"message":"success"}'
    assert call("GET", "/subscription/user/status?external_id=cust-42").text == (
        '{"users":[{"email":"ana@example.test","phone":null,"external_id":"cust-42","subscription_groups":'
        f'[{{"id":"{GROUP}","name":"News","channel":"email","status":"Subscribed"}}]}}],"total_count":1,'
        '"message":"success"}'
    )


@pytest.mark.parametrize(
    ("merge_updates", "message"),
    [
        (None, "'merge_updates' must be an array of objects"),
        ([1], "'merge_updates' must be an array of objects"),
        ([{}] * 51, "a single request may not contain more than 50 merge updates"),
        ([{"identifier_to_merge": {"external_id": "a"}}],
         "'merge_updates' must only have 'identifier_to_merge' and 'identifier_to_keep'"),
        ([{"identifier_to_merge": {"external_id": 1}, "identifier_to_keep": {"external_id": "b"}}],
         "identifiers must be objects with an 'external_id' property that is a string, 'user_alias' property "
         "that is an object, 'email' property that is a string, or 'phone' property that is a string"),
    ],
)  # fmt: skip
def test_a_malformed_merge_is_told_in_brazes_words(call, merge_updates, message):
    answer = call("POST", "/users/merge", json={"merge_updates": merge_updates})
    assert (answer.status, answer.json()["message"]) == (400, message)


def test_success_and_window_headers_of_a_recording(call):
    answer = call("GET", "/segments/list")
    assert answer.headers["Cache-Control"] == "max-age=0, private, must-revalidate"
    assert answer.headers["X-Ratelimit-Limit"] == "250000"
    assert answer.headers["X-Ratelimit-Remaining"] == "249999"
    assert float(answer.headers["X-Ratelimit-Reset"]) % 3600 == 0
