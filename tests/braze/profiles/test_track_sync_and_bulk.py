"""POST /users/track/sync and /users/track/bulk."""

import pytest

from mockserver.braze import Braze

NOW = "2026-01-15T12:00:00Z"


@pytest.mark.parametrize(
    ("array", "data", "state"),
    [
        (
            "attributes",
            {"rokt:account_code": ["acme", "acme"], "first_name": "Ana", "gone": None},
            {"first_name": "Ana", "custom_attributes": {"rokt:account_code": ["acme"]}},
        ),
        (
            "events",
            {"name": "subscribe", "time": NOW},
            {
                "custom_events": [
                    {
                        "name": "subscribe",
                        "first": "2026-01-15T12:00:00.000Z",
                        "last": "2026-01-15T12:00:00.000Z",
                        "count": 1,
                    }
                ]
            },
        ),
        (
            "purchases",
            {"product_id": "p", "currency": "EUR", "price": 1, "quantity": 2, "time": NOW},
            {
                "purchase_events": [
                    {
                        "product_id": "p",
                        "first": "2026-01-15T12:00:00.000Z",
                        "last": "2026-01-15T12:00:00.000Z",
                        "count": 2,
                    }
                ]
            },
        ),
    ],
)
def test_a_synchronous_call_tells_what_it_changed(call, array, data, state):
    answer = call("POST", "/users/track/sync", json={array: [{"external_id": "a", **data}]})
    assert answer.status == 201
    assert answer.json() == {"users": [{"external_id": "a", **state}], "message": "success"}


def test_a_synchronous_call_that_finds_nobody_tells_of_nobody(call):
    body = {"attributes": [{"external_id": "a", "_update_existing_only": True, "plan": "gold"}]}
    assert call("POST", "/users/track/sync", json=body).json() == {"users": [], "message": "success"}


def test_a_synchronous_call_takes_one_object(call, braze: Braze):
    body = {"attributes": [{"external_id": "a"}], "events": [{"external_id": "a", "name": "x", "time": NOW}]}
    assert call("POST", "/users/track/sync", json=body).status == 400
    assert len(braze.state.profiles) == 0


def test_a_bulk_call_takes_a_thousand_objects(call, braze: Braze):
    objects = [{"external_id": str(number)} for number in range(1_001)]
    assert call("POST", "/users/track/bulk", json={"attributes": objects}).status == 400
    answer = call("POST", "/users/track/bulk", json={"attributes": objects[:1_000]})
    assert (answer.status, answer.json()["attributes_processed"]) == (201, 1_000)
    assert len(braze.state.profiles) == 1_000


def test_a_bulk_call_takes_a_hundred_objects_of_one_profile(call):
    objects = [{"external_id": "a", "n": number} for number in range(101)]
    assert call("POST", "/users/track/bulk", json={"attributes": objects}).status == 400
    assert call("POST", "/users/track/bulk", json={"attributes": objects[:100]}).status == 201


def test_a_bulk_body_above_two_megabytes_is_refused(call):
    body = {"attributes": [{"external_id": str(n), "text": "x" * 3_000} for n in range(800)]}
    assert call("POST", "/users/track/bulk", json=body).status == 400
