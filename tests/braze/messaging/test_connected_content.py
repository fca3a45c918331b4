"""Connected Content inside a webhook: credentials by name, retries on the clock."""

from datetime import timedelta

import pytest

from mockserver.braze import Braze, Outcome, WebhookTemplate
from mockserver.http import Response
from mockserver.liquid import BasicCredential
from mockserver.simulator.faults import Effect, Fault
from mockserver.simulator.world import World

TOKEN_CALL = (
    "Bearer {% connected_content https://example.test/token :method post :basic_auth calendar"
    " :body grant_type=client_credentials :save token :retry %}{{token.access_token}}"
)


@pytest.fixture(autouse=True)
def workspace(braze: Braze):
    braze.state.profiles.load({"external_id": "cust-42"})
    braze.state.add_credential("calendar", BasicCredential("id", "secret"))
    return braze.state.add_template(
        WebhookTemplate(
            name="event",
            url="https://example.test/event",
            headers={"Authorization": TOKEN_CALL},
            body="{}",
        )
    )


def token():
    return Response.of_json(200, {"access_token": "abc"})


def test_a_token_is_fetched_with_the_credential_and_used(braze: Braze, receiver, world: World):
    receiver.answers = [token()]
    message = braze.send("event", "cust-42")
    asked, sent = receiver.requests
    assert asked.headers["Authorization"] == "Basic aWQ6c2VjcmV0"
    assert asked.body == b"grant_type=client_credentials"
    assert sent.headers["Authorization"] == "Bearer abc"
    assert message.outcome is Outcome.SENT
    assert [one.caller for one in world.journal] == ["braze connected content", "braze webhook"]
    assert [call.saved_as for call in message.renderings[0].calls] == ["token"]


def test_a_failed_call_is_tried_again_by_rendering_again(braze: Braze, receiver, world: World):
    receiver.answers = [Response(500), Response(500), token()]
    message = braze.send("event", "cust-42")
    assert message.outcome is Outcome.PENDING
    assert "tried again" in message.reason
    world.clock.advance(timedelta(minutes=3))
    assert message.outcome is Outcome.SENT
    assert len(message.renderings) == 3
    assert message.reason == ""


def test_after_five_retries_the_message_is_aborted(braze: Braze, receiver, world: World):
    receiver.answers = [Response(500)] * 10
    message = braze.send("event", "cust-42")
    world.clock.advance(timedelta(hours=2))
    assert (message.outcome, message.abort_type) == (Outcome.ABORTED, "exhausted_cc_retries")
    assert len(receiver.requests) == 6
    assert message.request is None


def test_waits_grow_from_the_assumed_first_one(braze: Braze, receiver, world: World):
    world.assumptions.set("braze.content_retry_delay", 10)
    receiver.answers = [Response(500)] * 10
    braze.send("event", "cust-42")
    world.clock.advance(timedelta(hours=1))
    start = world.journal[0].at
    assert [(one.at - start).total_seconds() for one in world.journal] == [0, 10, 30, 70, 150, 310]


def test_an_abort_elsewhere_goes_before_a_retry(braze: Braze, receiver):
    braze.state.add_template(
        WebhookTemplate(
            name="event",
            url="https://example.test/event",
            headers={"Authorization": TOKEN_CALL},
            body="{% abort_message('stop') %}",
        )
    )
    receiver.answers = [Response(500)]
    message = braze.send("event", "cust-42")
    assert (message.outcome, message.reason) == (Outcome.ABORTED, "stop")


def test_a_preview_calls_and_does_not_retry(braze: Braze, receiver, world: World):
    receiver.answers = [Response(500)]
    webhook = braze.render("event", "cust-42")
    assert "LIQ115" in [finding.code for finding in webhook.findings]
    assert len(receiver.requests) == 1
    assert world.clock.pending == ()


def test_a_timeout_of_the_call_is_retried(braze: Braze, receiver, world: World, faults):
    faults.add(Fault(target="example.test", effect=Effect.TIMEOUT, times=1))
    receiver.answers = [token()]
    message = braze.send("event", "cust-42")
    assert message.outcome is Outcome.PENDING
    world.clock.advance(timedelta(minutes=1))
    assert message.outcome is Outcome.SENT
