"""The text of a failure: a stranger must understand it."""

from __future__ import annotations

from datetime import UTC, datetime

from mockserver.errors import Location
from mockserver.http import Headers, Request, Response
from mockserver.scenarios.failure import MAX_LINES, Failure, failure_lines
from mockserver.scenarios.reports.console import result_lines
from mockserver.simulator.difference import difference
from mockserver.simulator.journal import Exchange
from tests.scenarios.conftest import RunOne

BAD_ZONE = (
    "when: [{send: {template: event, user: ada, event_properties: {zone: EST}}}, {advance: 1 second}]\n"
)
PLACE = Location("a.scenario.yaml", 3, 5)


def failed(run_one: RunOne, then: str, when: str = BAD_ZONE) -> str:
    return "\n".join(line.text for line in result_lines(run_one(when + "then: {" + then + "}")))


def test_a_failure_shows_place_difference_expected_actual_and_exchange(run_one: RunOne) -> None:
    text = failed(run_one, "requests: [{json: {event: {timezone: UTC}}, status: 202}]")
    for part in (
        "small.scenario.yaml:6:23",
        '- /json/event/timezone: expected "UTC", got "EST"',
        "- /status: expected 202, got 400",
        "  expected:\n    json:\n      event:\n        timezone: UTC\n    status: 202",
        "  actual:\n    json:\n      event:\n        timezone: EST\n    status: 400",
        "exchange #2: sent by braze webhook, answered by rokt.create_event",
        "POST https://api.roktcalendar.com/v1/subscriptionevent/acme",
        '"Code": "BadRequest"',
        "TIME202 error at /event/timezone",
        "again: mockserver run ",
    ):
        assert part in text


def test_credentials_are_hidden(run_one: RunOne) -> None:
    result = run_one(BAD_ZONE + "then: {requests: [{headers: {Authorization: x}}]}\n")
    [failure] = result.failures
    assert failure.exchange is not None
    token = failure.exchange.request.headers["authorization"].removeprefix("Bearer ")
    text = "\n".join(line.text for line in result_lines(result))
    assert len(token) > 8
    assert token not in text
    assert token[:4] + "…" in text


def test_what_happened_is_told(run_one: RunOne) -> None:
    text = failed(run_one, "calendar: [{user: ada, events: [{title: Game}]}]")
    assert "#2 braze webhook: POST https://api.roktcalendar.com/v1/subscriptionevent/acme" in text
    assert "message #1 event to ada: failed, answered 400" in text


def test_background_work_is_told(run_one: RunOne) -> None:
    when = "when: [{send: {template: event, user: ada}}, {advance: 30 minutes}]\n"
    assert "job 1 create_event" in failed(run_one, "messages: []", when)


def test_an_exchange_is_shown_only_once(run_one: RunOne) -> None:
    text = failed(run_one, "requests: [{status: 202}], messages: [{outcome: sent}]")
    assert text.count("exchange #2: sent by") == 1
    assert "exchange #2: shown above" in text


def test_things_in_another_order_are_listed_as_they_came(run_one: RunOne) -> None:
    when = (
        "when: [{send: {template: event, user: ada}}, {send: {template: silent, user: ada}},"
        " {advance: 1 second}]\n"
    )
    text = failed(run_one, "messages: [{template: silent}, {template: event}]", when)
    assert "message 2 of 2 is like this, but comes elsewhere" in text
    assert "1. ada, event, sent, 202\n    2. ada, silent, aborted, liquid_abort_message, nobody home" in text


def test_a_body_that_is_no_json_is_shown_with_its_lines_numbered() -> None:
    body = b'\n\n{"a": "x\ny"}'
    text = shown(Request("POST", "https://a.test/", Headers(), body), Response(400))
    assert '      3 | {"a": "x\n      4 | y"}' in text


def test_a_long_body_is_cut() -> None:
    body = "\n".join(map(str, range(200))).encode()
    text = shown(Request("POST", "https://a.test/", Headers(), body), Response(400))
    assert f"… {200 - MAX_LINES} lines more" in text


def test_what_a_terminal_would_obey_is_shown_instead() -> None:
    text = shown(Request("POST", "https://a.test/", Headers(), b"\x1b[2Jgone"), Response(400))
    assert "\x1b" not in text
    assert "␛[2Jgone" in text


def shown(request: Request, response: Response) -> str:
    exchange = Exchange(1, datetime(2026, 1, 1, tzinfo=UTC), "client", request, response=response)
    failure = Failure(PLACE, "no", 1, 2, tuple(difference(1, 2)), exchange=exchange)
    return "\n".join(line.text for line in failure_lines(failure))
