"""Keys, permissions, and requests that are no operation's."""

import pytest

from mockserver.braze import ApiKey, Braze
from mockserver.braze.rest.permissions import PERMISSIONS
from mockserver.errors import UsageError
from mockserver.simulator.world import World

KEY = "11111111-2222-3333-4444-555555555555"

BODY = {"attributes": [{"external_id": "a"}]}


@pytest.mark.parametrize(
    ("headers", "echoed"),
    [
        ({"Authorization": "Bearer wrong"}, "wrong"),
        ({"Authorization": KEY}, ""),
        ({"Authorization": f"Basic {KEY}"}, ""),
        ({"Authorization": f'Bearer "{KEY}"'}, f'"{KEY}"'),
        ({}, ""),
    ],
)
def test_an_unknown_key_is_refused_and_echoed(call, headers, echoed):
    answer = call("POST", "/users/track", json=BODY, headers=headers)
    assert answer.status == 401
    assert answer.json() == {"message": f"Invalid API key: {echoed}"}
    assert answer.headers["X-RateLimit-Limit"] == ""
    assert answer.headers["Cache-Control"] == "no-cache"


def test_the_key_may_stand_in_the_body_and_is_no_part_of_it(call, world: World):
    answer = call("POST", "/users/track", json={**BODY, "api_key": KEY}, headers={})
    assert answer.status == 201
    assert world.journal[-1].findings == []


def test_the_key_may_stand_in_the_query(call):
    assert call("POST", f"/users/track?api_key={KEY}", json=BODY, headers={}).status == 201


def test_the_header_goes_before_the_body(call):
    answer = call(
        "POST", "/users/track", json={**BODY, "api_key": KEY}, headers={"Authorization": "Bearer wrong"}
    )
    assert answer.status == 401


@pytest.mark.parametrize(
    ("choice", "message"), [("403", "Access Denied"), ("401", "Invalid API key: narrow")]
)
def test_a_key_without_the_permission_is_refused(call, braze: Braze, world: World, choice, message):
    world.assumptions.set("braze.missing_permission", choice)
    braze.state.add_api_key(ApiKey(key="narrow", permissions=frozenset({"users.export.ids"})))
    answer = call("POST", "/users/track", json=BODY, headers={"Authorization": "Bearer narrow"})
    assert (answer.status, answer.json()) == (int(choice), {"message": message})


def test_a_permission_no_key_can_have_is_a_mistake(braze: Braze):
    with pytest.raises(UsageError, match=r"no permission 'user\.track'") as mistake:
        braze.state.add_api_key(ApiKey(key="k", permissions=frozenset({"user.track"})))
    assert mistake.value.hint == "did you mean users.track?"


def test_every_operation_needs_a_permission_a_key_can_have():
    needed = {operation.permission for operation in Braze.operations}
    # Only a download needs none: its address is the secret.
    assert needed - PERMISSIONS == {""}


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_body_that_is_not_called_json_is_refused(call, content_type):
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": content_type}
    answer = call("POST", "/users/track", json=BODY, headers=headers)
    assert (answer.status, answer.json()) == (415, {"message": "Unsupported Media Type"})


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b'{"a": NaN}'])
def test_a_body_that_is_no_json_is_refused_with_both_members(call, world: World, body):
    answer = call("POST", "/users/track", body=body)
    assert answer.status == 400
    text = "Error while parsing request body. Please check your syntax."
    assert answer.json() == {"error": text, "message": text}
    assert world.journal[-1].findings


@pytest.mark.parametrize("body", [b"[]", b"null", b'"text"', b"1"])
def test_a_body_that_is_no_object_is_refused(call, body):
    answer = call("POST", "/users/track", body=body)
    assert answer.status == 400
    assert answer.json()["message"].startswith("Valid data must be provided")


def test_a_body_over_four_megabytes_is_refused(call):
    answer = call("POST", "/users/track", body=b" " * (4 * 1024 * 1024 + 1))
    assert (answer.status, answer.json()) == (413, {"message": "Request Entity Too Large"})


def test_an_unknown_path_is_answered_in_json(call):
    answer = call("GET", "/nowhere")
    assert (answer.status, answer.json()) == (404, {"message": "Not Found"})


def test_a_wrong_method_is_answered_in_json(call):
    answer = call("GET", "/users/track")
    assert (answer.status, answer.json()) == (405, {"message": "Method Not Allowed"})
    assert answer.headers["Allow"] == "POST"


@pytest.mark.parametrize(("choice", "message"), [("403", "Access Denied"), ("404", "Not Found")])
def test_a_slash_too_many_is_refused(call, world: World, choice, message):
    world.assumptions.set("braze.trailing_slash", choice)
    answer = call("POST", "/users/track/", json=BODY)
    assert (answer.status, answer.json()) == (int(choice), {"message": message})


def test_a_slash_after_an_unknown_path_is_simply_unknown(call):
    assert call("POST", "/nowhere/", json=BODY).status == 404
