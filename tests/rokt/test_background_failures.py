"""Background work that fails on demand: accepted, and never done."""

import pytest

from mockserver.http import Headers, NoResponse, Request
from tests.rokt.rokt_calls import ADA, event


def test_work_that_fails_has_no_effect_and_the_log_says_so(create, rokt, sandbox):
    sandbox.fault("rokt.background.create_event", times=1)
    assert create(eventId="lost").status == 202
    assert create(eventId="kept").status == 202
    sandbox.settle()
    assert [shown["subscriptionEventId"] for shown in rokt.visible_events(ADA)] == ["kept"]
    assert [job.outcome for job in rokt.jobs] == ["failed", "applied"]
    assert rokt.jobs[0].reason == "fault on rokt.background.create_event"


@pytest.mark.parametrize(
    ("name", "method", "path", "body"),
    [
        ("update_event", "POST", "/v1/subscriptionevent/acme/update", event(title="After")),
        ("delete_event", "DELETE", "/v1/subscriptionevent/acme/Event_0001_cust-1", None),
        ("remove_event", "DELETE", f"/v2/subscription/acme/{ADA}/subscriptionevent/Event_0001_cust-1", None),
        ("deactivate_subscriptions", "DELETE", "/v1/subscription/acme/shows", {"id": ADA}),
    ],
)
def test_each_kind_of_work_can_fail(create, call, rokt, sandbox, name, method, path, body):
    create()
    sandbox.settle()
    before = rokt.visible_events(ADA)
    sandbox.fault(f"rokt.background.{name}")
    assert call(method, path, json=body).status == 202
    sandbox.settle()
    assert rokt.jobs[-1].outcome == "failed"
    assert (rokt.visible_events(ADA), rokt.subscription(ADA).is_active) == (before, True)


def test_all_background_work_can_fail(create, call, rokt, sandbox):
    sandbox.fault("rokt.background")
    create()
    made = call("POST", "/v2/subscribe/acme/shows", json={"events": [event()]}).json()["subscriptionId"]
    sandbox.settle()
    assert {job.outcome for job in rokt.jobs} == {"failed"}
    assert rokt.visible_events(made) == ()


def test_a_slow_token_endpoint_is_given_up_by_connected_content(rokt, sandbox, assume):
    headers = Headers({"Authorization": "Basic aWQ6czplOmM="})
    body = b"grant_type=client_credentials"
    request = Request("POST", "https://api.roktcalendar.com/oauth2/token", headers, body)
    assume(token_latency=1.5)
    assert sandbox.network.send(request, caller="braze connected content").latency == 1.5
    assume(token_latency=2.5)
    assert sandbox.network.send(request, caller="client").status == 200
    with pytest.raises(NoResponse, match="no answer within 2 seconds"):
        sandbox.network.send(request, caller="braze connected content")
