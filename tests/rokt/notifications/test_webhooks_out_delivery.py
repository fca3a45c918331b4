"""How notifications are delivered: acknowledged, tried again, given up, repeated."""

from datetime import timedelta

import pytest

from mockserver.errors import UsageError
from mockserver.http import Failure, NoResponse, Response
from mockserver.rokt import WebhookEndpoint
from tests.rokt.rokt_calls import HOOK


@pytest.fixture
def tell(rokt):
    """Notify Acme's endpoint of a subscription, and give the delivery."""

    def subscribe():
        rokt.subscribe("acme", "shows")
        return rokt.deliveries[-1]

    return subscribe


@pytest.mark.parametrize("status", [200, 201, 204, 299])
def test_any_2xx_acknowledges(tell, hook, sandbox, status):
    hook.answers = [Response(status)]
    delivery = tell()
    sandbox.settle()
    assert (delivery.outcome, delivery.status, len(hook.requests)) == ("delivered", status, 1)


@pytest.mark.parametrize(
    "answer", [Response(302), Response(304), Response(404), Response(500), NoResponse(Failure.TIMEOUT)]
)
def test_anything_else_is_tried_again_after_minutes(tell, hook, sandbox, answer):
    hook.answers = [answer, answer]
    delivery = tell()
    sandbox.advance(minutes=4)
    assert (len(hook.requests), delivery.outcome) == (1, "pending")
    sandbox.advance(minutes=6)
    assert (len(hook.requests), delivery.outcome) == (3, "delivered")
    assert [request.body for request in hook.requests] == [hook.requests[0].body] * 3


@pytest.mark.parametrize(("timeout", "outcome"), [(30, "pending"), (60, "delivered")])
def test_a_slow_endpoint_times_out(tell, hook, sandbox, assume, timeout, outcome):
    assume(webhook_timeout=timeout)
    sandbox.fault("hooks.example.test", effect="slow", delay=timedelta(seconds=40))
    delivery = tell()
    sandbox.advance(minutes=1)
    assert delivery.outcome == outcome
    assert delivery.status == (None if outcome == "pending" else 201)


def test_after_half_an_hour_it_is_given_up_and_the_log_tells_each_attempt(tell, hook, sandbox):
    hook.answers = [Response(500)] * 20
    delivery = tell()
    sandbox.settle()
    assert (delivery.outcome, len(delivery.attempts)) == ("given up", 7)
    minutes = [(attempt.at - delivery.at).total_seconds() / 60 for attempt in delivery.attempts]
    assert minutes == [0, 5, 10, 15, 20, 25, 30]
    assert str(delivery) == (f"webhook 1 Subscribe to {HOOK}?acme -> given up after 7 attempts: answered 500")


def test_what_was_given_up_can_be_sent_again_by_hand(tell, hook, rokt, sandbox):
    hook.answers = [Response(500)] * 7
    delivery = tell()
    with pytest.raises(UsageError, match="still being delivered"):
        rokt.webhooks.resend(delivery)
    sandbox.settle()
    rokt.webhooks.resend(delivery)
    assert (delivery.outcome, delivery.resent, len(delivery.attempts)) == ("delivered", 1, 8)


def test_an_endpoint_nobody_answers_for_is_given_up(rokt, sandbox, hook):
    account = rokt.state.account("acme")
    endpoint = WebhookEndpoint(url="https://nobody.example.test/")
    rokt.state.accounts["acme"] = type(account)(
        code="acme", calendars=account.calendars, webhooks=(endpoint,)
    )
    rokt.subscribe("acme", "shows")
    sandbox.settle()
    assert rokt.deliveries[0].outcome == "given up"
    assert "unknown host" in str(rokt.deliveries[0])


@pytest.mark.parametrize(("interval", "period", "attempts"), [(0, 1800, 1), (60, 180, 4), (600, 1800, 4)])
def test_how_often_it_is_tried_is_an_assumption(tell, hook, sandbox, assume, interval, period, attempts):
    assume(webhook_retry_interval=interval)
    assume(webhook_retry_period=period)
    hook.answers = [Response(500)] * 20
    delivery = tell()
    sandbox.settle()
    assert len(delivery.attempts) == attempts


@pytest.mark.parametrize(("choice", "outcome"), [("any_2xx", "delivered"), ("only_200", "given up")])
def test_what_acknowledges_is_an_assumption(tell, hook, sandbox, assume, choice, outcome):
    assume(webhook_acknowledgement=choice)
    hook.answers = [Response(204)] * 20
    delivery = tell()
    sandbox.settle()
    assert delivery.outcome == outcome


def test_nothing_is_told_while_the_request_is_answered(tell, hook, sandbox, assume):
    assume(webhook_delay=60)
    tell()
    sandbox.advance(seconds=59)
    assert hook.requests == []
    sandbox.advance(seconds=1)
    assert len(hook.requests) == 1


@pytest.mark.parametrize(
    ("choice", "copies"), [("sometimes", [1] * 9 + [2] + [1] * 2), ("never", [1] * 12), ("always", [2] * 12)]
)
def test_which_notifications_come_twice(rokt, hook, sandbox, assume, choice, copies):
    assume(webhook_duplicates=choice)
    for _ in range(12):
        rokt.subscribe("acme", "shows")
    sandbox.settle()
    ids = [body["eventId"] for body in hook.bodies]
    assert [ids.count(one) for one in dict.fromkeys(ids)] == copies


def test_every_endpoint_of_an_account_and_no_other_is_told(rokt, hook, sandbox):
    account = rokt.state.account("acme")
    endpoints = tuple(WebhookEndpoint(url=f"{HOOK}?{name}") for name in "ab")
    rokt.state.accounts["acme"] = type(account)(code="acme", calendars=account.calendars, webhooks=endpoints)
    rokt.subscribe("acme", "shows")
    sandbox.settle()
    assert [request.url for request in hook.requests] == [f"{HOOK}?a", f"{HOOK}?b"]
    assert len({body["eventId"] for body in hook.bodies}) == 1


def test_the_journal_says_who_called(tell, hook, sandbox):
    tell()
    sandbox.settle()
    [exchange] = sandbox.journal.find(caller="rokt webhook")
    assert (exchange.request.method, exchange.request.content_type) == ("POST", "application/json")
