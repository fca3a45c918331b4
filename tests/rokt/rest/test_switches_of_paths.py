"""Paths that pages spell in two ways or not at all."""

import pytest

from tests.rokt.rokt_calls import ADA, refused

BOTH = {"versioned", "unversioned"}


@pytest.mark.parametrize("choice", ["both", "versioned", "unversioned"])
def test_where_a_subscription_is_read_ended_and_changed(call, assume, choice):
    assume(subscription_paths=choice, update_subscription_path=choice)
    for method, path, json, taken in [
        ("GET", f"/v1/subscription/{ADA}", None, "versioned"),
        ("GET", f"/subscription/{ADA}", None, "unversioned"),
        ("DELETE", "/v1/subscription/acme/shows", {"username": "x"}, "versioned"),
        ("DELETE", "/subscription/acme/shows", {"username": "x"}, "unversioned"),
        ("DELETE", "/subscription/acme/shows/", {"username": "x"}, "unversioned"),
        ("PUT", f"/v1/subscription/{ADA}", {}, "versioned"),
        ("PUT", f"/subscription/{ADA}", {}, "unversioned"),
    ]:
        answer = call(method, path, json=json)
        assert (answer.status < 300) == (choice in ("both", taken)), (method, path)
        if choice not in ("both", taken):
            refused(answer, 404, "NotFound")


@pytest.mark.parametrize("choice", ["both", "versioned", "unversioned"])
def test_a_browser_is_told_the_methods_of_the_paths_there_are(call, assume, choice):
    assume(subscription_paths=choice)
    for prefix, taken in (("/v1/subscription", "versioned"), ("/subscription", "unversioned")):
        for path, method in ((ADA, "GET"), ("acme/shows", "DELETE")):
            answer = call("OPTIONS", f"{prefix}/{path}", headers={"Origin": "https://example.test"})
            allowed = answer.headers.get("access-control-allow-methods", "")
            assert (method in allowed) == (choice in ("both", taken)), (prefix, path)


@pytest.mark.parametrize(
    ("choice", "path"),
    [
        ("unversioned", "/subscription/acme/shows/dora"),
        ("versioned", "/v1/subscription/acme/shows/dora"),
        ("calendar_first", "/subscription/shows/acme/dora"),
    ],
)
def test_where_a_user_names_subscriptions_are_read(call, rokt, assume, choice, path):
    assume(username_path=choice)
    made = rokt.subscribe("acme", "shows", username="dora").id
    assert [one["subscriptionId"] for one in call("GET", path).json()] == [made]


@pytest.mark.parametrize(
    ("choice", "prefix"), [("versioned", "/v1/subscriptionevent"), ("unversioned", "/subscriptionevent")]
)
def test_where_an_event_is_deleted(call, assume, choice, prefix):
    assume(delete_event_path=choice)
    for path in ("/v1/subscriptionevent", "/subscriptionevent"):
        assert (call("DELETE", f"{path}/acme/e-1").status == 202) == (path == prefix)


@pytest.mark.parametrize(
    ("choice", "path"),
    [("calendarevents", "/v1/calendarevents/acme/shows"), ("calendar", "/v1/calendar/acme/shows/events")],
)
def test_where_a_calendars_events_are_read(call, assume, choice, path):
    assume(calendar_events_path=choice)
    assert call("GET", path).status == 200


@pytest.mark.parametrize(
    ("choice", "path"),
    [("schedule", "/v1/schedule/acme/{}"), ("subscription", "/v1/subscription/acme/{}/schedule")],
)
def test_where_a_schedule_is_read(call, rokt, assume, choice, path):
    assume(schedule_path=choice)
    made = rokt.subscribe("acme", "shows", method="microsoft").id
    assert call("GET", path.format(made)).json() == []


def test_a_path_that_is_nowhere_near_one_of_events_is_said_to_be_nowhere(call):
    reason = refused(call("GET", "/v3/nothing"), 404, "NotFound")
    assert reason == 'There is no resource at "/v3/nothing".'
    near = refused(call("POST", "/v1/subscriptionevnt/acme", json={}), 404, "NotFound")
    assert near == '"/v1/subscriptionevnt/acme" is not the path of subscription events.'
