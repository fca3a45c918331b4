"""The message activity log, and hosts that keep failing."""

from datetime import timedelta

import pytest

from mockserver.braze import Braze, Outcome, WebhookTemplate
from mockserver.braze.messaging.activity_log import ActivityLog
from mockserver.clock import Clock
from mockserver.http import Failure, NoResponse, Response
from mockserver.liquid.health import FAILURES
from mockserver.simulator.world import World

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def user(braze: Braze, hook):
    return braze.state.profiles.load({"external_id": "ana"})


def kinds(braze: Braze):
    return [entry.kind for entry in braze.activity]


def test_what_goes_well_is_not_logged(braze: Braze, receiver):
    braze.send("hook", "ana")
    assert braze.activity == ()


@pytest.mark.parametrize(
    ("answer", "kind", "final"),
    [
        (Response(503), "invalid_http_status", "exhausted_retries"),
        (Response(429), "invalid_http_status", "exhausted_retries"),
        (NoResponse(Failure.TIMEOUT), "http_timeout", "exhausted_retries"),
        (NoResponse(Failure.REFUSED), "connection_error", "exhausted_retries"),
    ],
)
def test_every_failed_attempt_is_logged_and_the_end_of_it(braze, world, receiver, answer, kind, final):
    receiver.answers = [answer] * 6
    message = braze.send("hook", "ana")
    world.clock.advance(30 * MINUTE)
    assert kinds(braze) == [kind] * 6 + [final]
    assert (message.outcome, message.abort_type) == (Outcome.FAILED, final)


def test_an_abort_is_logged_with_its_reason(braze: Braze, receiver):
    never = WebhookTemplate(name="never", url="https://example.test/", body="{% abort_message('no plan') %}")
    braze.state.add_template(never)
    braze.send("never", "ana")
    text = "2026-01-15 12:00:00 webhook, never: [TEST SEND] liquid_abort_message: no plan (user ana)"
    assert [str(entry) for entry in braze.activity] == [text]


def test_a_failed_connected_content_call_is_logged(braze: Braze, receiver):
    url = "{% connected_content https://example.test/token %}https://example.test/"
    braze.state.add_template(WebhookTemplate(name="calls", url=url))
    receiver.answers = [Response(401)]
    assert braze.send("calls", "ana").outcome is Outcome.SENT
    assert [(entry.kind, entry.detail) for entry in braze.activity] == [
        ("connected_content_error", "https://example.test/token: 401")
    ]


def test_entries_are_kept_60_hours_and_20_of_a_type_an_hour():
    clock = Clock()
    log = ActivityLog(clock)
    for _ in range(2):
        for number in range(25):
            log.note(source="a", kind="x", detail=str(number), user="ana")
        log.note(source="b", kind="x", detail="", user="ana")
        clock.advance(60 * MINUTE)
    assert len(log.entries) == 42
    clock.advance(timedelta(hours=59))
    assert len(log.entries) == 21
    clock.advance(timedelta(hours=2))
    assert log.entries == ()


def test_an_answer_that_comes_too_late_is_a_timeout(braze: Braze, receiver):
    receiver.answers = [Response(200).after(91)]
    assert braze.send("hook", "ana").reason == "to be sent again: timeout: no answer within 90 seconds"
    receiver.answers = [Response(200).after(89)]
    assert braze.send("hook", "ana").outcome is Outcome.SENT


def test_a_host_that_keeps_failing_is_left_alone_for_a_minute(braze: Braze, world: World, receiver):
    receiver.answers = [Response(502)] * (FAILURES + 1)
    for _ in range(FAILURES + 1):
        braze.send("hook", "ana")
    halted = braze.send("hook", "ana")
    assert (halted.status, halted.attempts, halted.outcome) == (598, 0, Outcome.PENDING)
    world.clock.advance(MINUTE)
    assert (halted.status, halted.attempts, halted.outcome) == (200, 1, Outcome.SENT)


def test_other_failures_make_no_host_unhealthy(braze: Braze, receiver):
    receiver.answers = [Response(500)] * (FAILURES + 1)
    for _ in range(FAILURES + 1):
        braze.send("hook", "ana")
    assert braze.send("hook", "ana").status == 200


def test_the_retries_of_an_unreachable_host_may_take_a_day(braze: Braze, world: World, receiver):
    world.assumptions.set("braze.unreachable_retries", "day")
    receiver.answers = [NoResponse(Failure.REFUSED)] * 9
    message = braze.send("hook", "ana")
    world.clock.advance(timedelta(hours=23))
    assert message.outcome is Outcome.PENDING
    world.clock.advance(timedelta(hours=1))
    assert (message.outcome, message.attempts) == (Outcome.FAILED, 6)


@pytest.mark.parametrize(
    ("name", "value", "minute"),
    [
        ("Retry-After", "Thu, 15 Jan 2026 12:07:00 GMT", 7),
        ("X-RateLimit-Reset", "420", 7),
        ("X-RateLimit-Reset", "1768478820", 7),
        ("X-RateLimit-Reset", "soon", 1),
        ("Retry-After", "Thu, 15 Jan 2025 12:07:00 GMT", 1),
    ],
)
def test_headers_of_the_answer_can_lengthen_the_wait(braze, world: World, receiver, name, value, minute):
    receiver.answers = [Response(429).with_headers({name: value})]
    message = braze.send("hook", "ana")
    world.clock.advance((minute * MINUTE) - timedelta(seconds=1))
    assert message.outcome is Outcome.PENDING
    world.clock.advance(timedelta(seconds=1))
    assert message.outcome is Outcome.SENT
