"""What becomes of a webhook: sent, retried, failed, aborted."""

from datetime import timedelta

import pytest

from mockserver.braze import Braze, Outcome, WebhookTemplate
from mockserver.errors import UsageError
from mockserver.http import Failure, NoResponse, Response
from mockserver.simulator.world import World

HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture(autouse=True)
def user(braze: Braze):
    return braze.state.profiles.load({"external_id": "cust-42", "first_name": "Ana"})


def minutes_of(world: World, caller="braze webhook"):
    start = world.journal[0].at
    return [(one.at - start).total_seconds() / 60 for one in world.journal.find(caller=caller)]


def test_a_webhook_that_is_accepted_is_sent(braze: Braze, hook, receiver):
    message = braze.send("hook", "cust-42")
    (request,) = receiver.requests
    assert request.url == "https://example.test/hook/cust-42"
    assert request.body == b'{"name": "Ana"}'
    assert (message.outcome, message.status, message.attempts) == (Outcome.SENT, 200, 1)
    assert message.request == request
    assert str(message) == "#1 hook to cust-42: sent, answered 200"


@pytest.mark.parametrize("status", [301, 302, 400, 401, 403, 404, 405, 409, 410, 422])
def test_a_redirect_or_a_refusal_is_final(braze: Braze, world: World, hook, receiver, status):
    receiver.answers = [Response(status)]
    message = braze.send("hook", "cust-42")
    world.clock.advance(HALF_AN_HOUR)
    assert (message.outcome, message.status, message.attempts) == (Outcome.FAILED, status, 1)
    assert len(receiver.requests) == 1


@pytest.mark.parametrize(
    "answer",
    [
        Response(408),
        Response(429),
        Response(500),
        Response(503),
        Response(529),
        NoResponse(Failure.TIMEOUT),
        NoResponse(Failure.REFUSED),
    ],
)
def test_a_passing_failure_is_retried(braze: Braze, world: World, hook, receiver, answer):
    receiver.answers = [answer]
    message = braze.send("hook", "cust-42")
    assert message.outcome is Outcome.PENDING
    world.clock.advance(timedelta(minutes=1))
    assert (message.outcome, message.status, message.attempts) == (Outcome.SENT, 200, 2)


def test_a_webhook_is_given_up_after_five_retries_in_half_an_hour(braze: Braze, world, hook, receiver):
    receiver.answers = [Response(503)] * 10
    message = braze.send("hook", "cust-42")
    world.clock.advance(2 * HALF_AN_HOUR)
    assert minutes_of(world) == [0, 1, 3, 7, 15, 30]
    assert (message.outcome, message.status, message.attempts) == (Outcome.FAILED, 503, 6)
    assert "given up after 6 attempts" in str(message)


def test_retries_can_be_spread_evenly(braze: Braze, world: World, hook, receiver):
    world.assumptions.set("braze.retry_delays", "even")
    receiver.answers = [Response(503)] * 10
    braze.send("hook", "cust-42")
    world.clock.advance(HALF_AN_HOUR)
    assert minutes_of(world) == [0, 6, 12, 18, 24, 30]


@pytest.mark.parametrize(("asked", "second"), [("300", 5), ("5", 1), ("soon", 1), ("²", 1)])
def test_a_receiver_can_ask_for_a_longer_wait(braze: Braze, world: World, hook, receiver, asked, second):
    receiver.answers = [Response(429).with_headers({"Retry-After": asked})]
    braze.send("hook", "cust-42")
    world.clock.advance(HALF_AN_HOUR)
    assert minutes_of(world) == [0, second]


def test_a_retry_sends_what_was_rendered_first(braze: Braze, world: World, hook, receiver):
    receiver.answers = [Response(500)]
    braze.send("hook", "cust-42")
    braze.state.profiles.set_standard(braze.profile("cust-42"), "first_name", "Bea")
    world.clock.advance(HALF_AN_HOUR)
    assert [request.body for request in receiver.requests] == [b'{"name": "Ana"}'] * 2


def test_a_host_nobody_answers_for_is_tried_in_vain(braze: Braze, world: World, hook):
    message = braze.send("hook", "cust-42")
    world.clock.advance(HALF_AN_HOUR)
    assert (message.outcome, message.attempts) == (Outcome.FAILED, 6)
    assert "unknown host" in message.reason


def test_an_aborted_message_is_not_sent(braze: Braze, receiver):
    braze.state.add_template(
        WebhookTemplate(name="never", url="https://example.test/", body="{% abort_message('no') %}")
    )
    message = braze.send("never", "cust-42")
    assert receiver.requests == []
    assert (message.outcome, message.abort_type, message.reason) == (
        Outcome.ABORTED,
        "liquid_abort_message",
        "no",
    )
    assert str(message) == "#1 never to cust-42: aborted, liquid_abort_message, no"


def test_findings_of_the_rendering_are_on_the_message(braze: Braze, receiver):
    braze.state.add_template(WebhookTemplate(name="broken", url="https://example.test/", body="{% if"))
    message = braze.send("broken", "cust-42")
    assert message.abort_type == "template_parse_error"
    assert [finding.code for finding in message.findings] == ["SEND811"]


def test_an_unknown_template_or_user_is_a_mistake(braze: Braze, hook):
    with pytest.raises(UsageError, match="no webhook template 'hok'") as mistake:
        braze.send("hok", "cust-42")
    assert mistake.value.hint == "did you mean 'hook'?"
    with pytest.raises(UsageError, match="external_id 'cust-43'"):
        braze.send("hook", "cust-43")
