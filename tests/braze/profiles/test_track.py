"""POST /users/track: what is accepted, counted and kept."""

import pytest

from mockserver.braze import Braze
from mockserver.findings import Severity
from mockserver.simulator.world import World


def event(name="subscribe", **members):
    return {"external_id": "cust-42", "name": name, "time": "2026-01-15T10:15:30Z", **members}


def test_a_subscriber_push_is_recorded(call, braze: Braze):
    answer = call(
        "POST",
        "/users/track",
        json={
            "attributes": [{"external_id": "cust-42", "rokt:account_code": ["acme", "acme-eu"]}],
            "events": [event(properties={"account_code": "acme"})],
        },
    )
    assert answer.status == 201
    assert answer.text == '{"attributes_processed":1,"events_processed":1,"message":"success"}'
    profile = braze.profile("cust-42")
    assert profile.custom_attributes == {"rokt:account_code": ["acme", "acme-eu"]}
    assert profile.custom_events["subscribe"].count == 1


def test_parallel_arrays_lose_their_alignment_where_a_value_repeats(track, braze: Braze, world: World):
    answer = track(**{"rokt:account_code": ["acme", "acme"], "rokt:subscription_id": ["a1", "b2"]})
    assert answer.status == 201
    kept = braze.profile("cust-42").custom_attributes
    assert kept == {"rokt:account_code": ["acme"], "rokt:subscription_id": ["a1", "b2"]}
    assert "BRAZE351" in [finding.code for finding in world.journal[-1].findings]


def test_arrays_can_be_plain_lists(track, braze: Braze, world: World):
    world.assumptions.set("braze.array_values", "list")
    track(codes=["acme", "acme"])
    assert braze.profile("cust-42").custom_attributes == {"codes": ["acme", "acme"]}


def test_one_bad_object_does_not_hold_up_the_others(call, braze: Braze):
    answer = call("POST", "/users/track", json={"events": [event(), {"name": "x", "time": "2026-01-15"}]})
    assert answer.status == 201
    assert answer.json() == {
        "events_processed": 1,
        "message": "success",
        "errors": [
            {
                "type": "'external_id', 'braze_id', 'user_alias', 'email' or 'phone' is required",
                "input_array": "events",
                "index": 1,
            }
        ],
    }
    assert braze.profile("cust-42").custom_events["subscribe"].count == 1


def test_a_body_with_nothing_usable_is_refused_with_the_reasons(call):
    answer = call("POST", "/users/track", json={"attributes": [{"external_id": "a", "email": "nonsense"}]})
    assert answer.status == 400
    assert answer.json() == {
        "message": "Valid data must be provided in the 'attributes', 'events', or 'purchases' fields.",
        "errors": [
            {
                "type": "The value provided for the 'email' field is not a valid email.",
                "input_array": "attributes",
                "index": 0,
            }
        ],
    }


def test_an_empty_body_is_refused(call):
    answer = call("POST", "/users/track", json={"attributes": [], "events": []})
    assert answer.status == 400
    assert "errors" not in answer.json()


def test_errors_can_be_constants(call, world: World):
    world.assumptions.set("braze.error_dialect", "constants")
    answer = call("POST", "/users/track", json={"attributes": [{"external_id": "a", "email": "nonsense"}]})
    assert answer.json()["errors"][0]["type"] == "EMAIL_BAD_FORMAT"


def test_a_wrong_subscription_state_is_reported_and_the_rest_kept(track, braze: Braze):
    answer = track(email_subscribe="maybe", first_name="Ana")
    assert answer.status == 201
    assert answer.json()["attributes_processed"] == 1
    assert answer.json()["errors"][0]["type"] == "BAD_EMAIL_SUBSCRIPTION_STATE"
    assert braze.profile("cust-42").standard == {"first_name": "Ana"}


def test_too_many_objects_are_refused_as_a_whole(call, braze: Braze):
    answer = call("POST", "/users/track", json={"events": [event()] * 76})
    assert answer.status == 400
    assert answer.json()["message"] == "Max Input Length Exceeded"
    assert braze.profile("cust-42") is None


def test_a_whole_number_as_external_id_becomes_its_digits(call, braze: Braze):
    call("POST", "/users/track", json={"attributes": [{"external_id": 12345, "first_name": "John"}]})
    assert braze.profile("12345").standard == {"first_name": "John"}


def test_empty_arrays_beside_a_filled_one_are_harmless(call):
    answer = call("POST", "/users/track", json={"attributes": [], "events": [event()], "purchases": []})
    assert answer.json() == {"events_processed": 1, "message": "success"}


def test_purchases_are_counted_by_quantity(call, braze: Braze):
    bought = {"external_id": "a", "product_id": "tea", "currency": "EUR", "price": 2.5, "quantity": 4}
    answer = call("POST", "/users/track", json={"purchases": [{**bought, "time": "2026-01-15T10:00:00Z"}]})
    assert answer.json()["purchases_processed"] == 1
    assert braze.profile("a").purchases["tea"].count == 4
    assert braze.profile("a").total_revenue == 10


def test_a_sum_too_large_for_a_number_is_not_added(call, braze: Braze):
    bought = {"external_id": "a", "product_id": "moon", "currency": "EUR", "price": 1e308, "quantity": 100}
    call("POST", "/users/track", json={"purchases": [{**bought, "time": "2026-01-15T10:00:00Z"}]})
    assert braze.profile("a").total_revenue == 0


def test_an_event_of_the_future_happens_now(call, braze: Braze, world: World):
    call("POST", "/users/track", json={"events": [{**event(), "time": "2030-01-01T00:00:00Z"}]})
    assert braze.profile("cust-42").custom_events["subscribe"].last == world.clock.now()


def test_an_update_that_is_dropped_is_found(track, braze: Braze, world: World):
    track(visits={"inc": "three"})
    (finding,) = [finding for finding in world.journal[-1].findings if finding.code == "BRAZE391"]
    assert finding.pointer == "/attributes/0/visits"
    assert finding.severity is Severity.WARNING
    assert "visits" not in braze.profile("cust-42").custom_attributes


def test_a_dropped_update_is_found_once(track, world: World):
    track(groups=[["a"], "b"])
    assert [finding.code for finding in world.journal[-1].findings] == ["BRAZE352"]


def test_what_is_left_out_stays(track, braze: Braze):
    track(first_name="Ana", plan="gold")
    track(first_name=None)
    assert braze.profile("cust-42").standard == {}
    assert braze.profile("cust-42").custom_attributes == {"plan": "gold"}


def test_profiles_with_one_address_share_its_subscription(call, braze: Braze):
    call("POST", "/users/track", json={"attributes": [{"external_id": i, "email": "A@b.co"} for i in "xy"]})
    call(
        "POST", "/users/track", json={"attributes": [{"external_id": "x", "email_subscribe": "unsubscribed"}]}
    )
    assert braze.profile("y").standard["email_subscribe"] == "unsubscribed"


def test_a_state_belongs_to_the_address_it_came_with(call, braze: Braze):
    for external_id, email in (("x", "old@b.co"), ("y", "old@b.co"), ("z", "new@b.co")):
        braze.state.profiles.load({"external_id": external_id, "email": email})
    moved = {"external_id": "x", "email_subscribe": "unsubscribed", "email": "new@b.co"}
    call("POST", "/users/track", json={"attributes": [moved]})
    assert "email_subscribe" not in braze.profile("y").standard
    assert braze.profile("z").standard["email_subscribe"] == "unsubscribed"


@pytest.mark.parametrize(
    ("token", "error"),
    [
        ("x", "BAD_PUSH_TOKEN_VALUE"),
        ({"token": "t"}, "BAD_PUSH_TOKEN_APP_ID"),
        ({"app_id": "a", "token": 7}, "BAD_PUSH_TOKEN_STRING"),
        ({"app_id": "a", "token": "t", "device_id": "short"}, "BAD_DEVICE_ID"),
    ],
)
def test_what_is_wrong_with_a_push_token_is_named(call_directly, token, error):
    attributes = {"external_id": "a", "push_tokens": [token]}
    answer = call_directly("POST", "/users/track", json={"attributes": [attributes]})
    assert answer.status == 201
    assert [one["type"] for one in answer.json()["errors"]] == [error]
