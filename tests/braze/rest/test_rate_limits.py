"""Rate windows of the endpoints, and refusals above them where they were asked for."""

from datetime import timedelta

import pytest

from mockserver.sandbox import Sandbox
from mockserver.simulator.world import World

TRACK = {"attributes": [{"external_id": "a"}]}


@pytest.mark.parametrize(
    ("method", "path", "limit"),
    [
        ("POST", "/users/track", "3000"),
        ("POST", "/users/track/sync", "500"),
        ("POST", "/users/track/bulk", "50"),
        ("POST", "/users/export/ids", "250"),
        ("POST", "/users/delete", "20000"),
        ("POST", "/users/external_ids/rename", "1000"),
        ("GET", "/events/list", "1000"),
        ("POST", "/v2/subscription/status/set", "5000"),
        ("GET", "/catalogs", "50"),
        ("POST", "/catalogs/x/items", "16000"),
        ("GET", "/catalogs/x/items/y", "50"),
        ("GET", "/segments/list", "250000"),
        ("GET", "/nowhere", "250000"),
        ("GET", "/kpi/dau/data_series", "250000"),
    ],
)
def test_every_answer_tells_of_its_window(call_directly, method, path, limit):
    answer = call_directly(method, path)
    assert answer.headers["X-RateLimit-Limit"] == limit
    assert answer.headers["X-RateLimit-Remaining"] == str(int(limit) - 1)


def test_endpoints_share_their_pool(call_directly):
    call_directly("POST", "/users/delete")
    assert call_directly("POST", "/users/merge").headers["X-RateLimit-Remaining"] == "19998"


def test_an_export_of_chosen_fields_has_a_window_of_its_own(call):
    body = {"external_ids": ["a"], "fields_to_export": ["email"]}
    assert call("POST", "/users/export/ids", json=body).headers["X-RateLimit-Limit"] == "40"
    body["fields_to_export"].append("campaigns_received")
    assert call("POST", "/users/export/ids", json=body).headers["X-RateLimit-Limit"] == "250"


def test_nothing_is_throttled_unless_asked(call_directly):
    assert {call_directly("GET", "/catalogs").status for _ in range(60)} == {200}


def test_calls_above_the_limit_are_refused_until_the_window_ends(call_directly, world: World):
    world.assumptions.set("braze.throttle", "on")
    answers = [call_directly("GET", "/catalogs") for _ in range(51)]
    assert [answer.status for answer in answers] == [200] * 50 + [429]
    assert answers[-1].json() == {"message": "Rate limited"}
    assert answers[-1].headers["X-RateLimit-Remaining"] == "0"
    assert answers[-1].headers["Cache-Control"] == "no-cache"
    world.clock.advance(timedelta(minutes=1))
    assert call_directly("GET", "/catalogs").status == 200


def test_a_forced_429_speaks_the_general_dialect(call, sandbox: Sandbox):
    sandbox.fault("braze.users_track", status=429, skip=1, times=1)
    statuses = [call("POST", "/users/track", json=TRACK).status for _ in range(3)]
    assert statuses == [201, 429, 201]


def test_a_forced_429_of_track_speaks_the_dialect_of_newer_contracts(call, sandbox: Sandbox, world: World):
    world.assumptions.set("braze.rate_limit_reset", "seconds_left")
    sandbox.fault("braze.users_track", status=429)
    answer = call("POST", "/users/track", json=TRACK)
    assert (answer.status, answer.headers["X-Ratelimit-Retry-After"]) == (429, "3")
    assert not {"x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"} & set(answer.headers)


def test_a_known_endpoint_that_is_not_simulated_says_so(call):
    answer = call("GET", "/kpi/dau/data_series?length=7")
    assert answer.status == 501
    assert answer.json()["message"] == "mockserver does not simulate GET /kpi/dau/data_series"
    assert call("GET", "/kpi/unheard_of").status == 404
    assert call("GET", "/users/track").status == 405


AUDIENCE = {"custom_attribute": {"custom_attribute_name": "plan", "comparison": "equals", "value": "gold"}}


@pytest.mark.parametrize(
    ("path", "members", "limit"),
    [
        ("/campaigns/trigger/send", {"recipients": [{"external_user_id": "a"}]}, "250000"),
        ("/campaigns/trigger/send", {"broadcast": True}, "10"),
        ("/campaigns/trigger/send", {"recipients": [{"external_user_id": "a"}], "audience": AUDIENCE}, "10"),
        ("/campaigns/trigger/schedule/create", {"broadcast": True}, "10"),
        ("/canvas/trigger/send", {"broadcast": True}, "10"),
        ("/messages/send", {"external_user_ids": ["a"]}, "250000"),
        ("/messages/send", {"external_user_ids": ["a"], "segment_id": "s"}, "10"),
        ("/messages/send", {"broadcast": True, "segment_id": "s"}, "10"),
    ],
)
def test_sends_to_an_audience_have_windows_of_their_own(call_directly, path, members, limit):
    webhook = {"url": "https://example.test/", "request_method": "POST"}
    common = {
        "/messages": {"messages": {"webhook": webhook}},
        "/campaigns": {"campaign_id": "c", "schedule": {"time": "2099-01-01T00:00:00Z"}},
        "/canvas": {"canvas_id": "c"},
    }[path[: path.index("/", 1)]]
    assert call_directly("POST", path, json={**common, **members}).headers["X-RateLimit-Limit"] == limit


def test_all_audiences_share_a_window(call_directly, world: World):
    world.assumptions.set("braze.throttle", "on")
    bodies = [{"campaign_id": str(number), "broadcast": True} for number in range(251)]
    statuses = [call_directly("POST", "/campaigns/trigger/send", json=body).status for body in bodies]
    assert (set(statuses[:250]), statuses[250]) == ({400}, 429)
