"""What fails a scenario, and what is said then."""

from __future__ import annotations

import pytest

from mockserver.scenarios.runner import Outcome
from tests.scenarios.conftest import RunOne

SEND = "when: [{send: {template: event, user: ada}}, {advance: 30 minutes}]\n"
BAD_ZONE = (
    "when: [{send: {template: event, user: ada, event_properties: {zone: EST}}}, {advance: 1 second}]\n"
)


@pytest.mark.parametrize(
    ("then", "words"),
    [
        ("messages: []", ["then.messages: message 1 of 1 was not expected"]),
        ("messages: [{outcome: failed}]", ['/outcome: expected "failed", got "sent"']),
        ("messages: [{user: bob}]", ['/user: expected "bob", got "ada"']),
        ("messages: [{status: 400}]", ["/status: expected 400, got 202"]),
        ("messages: [{}, {}]", ["then.messages[1]: nothing is left for it; only 1 came"]),
        ("requests: []", ["request 1 of 1 was not expected"]),
        ("requests: [{json: {event: {notifyBefore: 15}}}]", ['the number 15, got the text "15"']),
        ("requests: [{operation: rokt.update_event}]", ['"rokt.update_event", got "rokt.create_event"']),
        ("requests: [{headers: {X-Extra: a}}]", ['/headers/x-extra: expected "a", it is missing']),
        ("requests: [{caller: rokt push}]", ['/caller: expected "rokt push", got "braze webhook"']),
        ("responses: [{status: 200}]", ["then.responses[0]: there was no answer at all"]),
        ("rendered: [{aborted: x}]", ["there was no rendering at all"]),
        ("jobs: [{outcome: ignored}]", ['/outcome: expected "ignored", got "applied"']),
        ("jobs: []", ["job 1 of 1 was not expected"]),
        ("profile: [{user: ada, first_name: Eve}]", ['/first_name: expected "Eve", got "Ada"']),
        ("profile: [{user: eve}]", ["there is no profile with external_id 'eve'"]),
        ("profile: [{user: ada, exists: false}]", ["there is a profile with external_id 'ada'"]),
        ("calendar: [{user: ada, events: []}]", ["/0: unexpected"]),
        ("calendar: [{user: ada, events: [{title: X}]}]", ['/0/title: expected "X", got "Game"']),
        ("calendar: [{user: eve, events: [{title: X}]}]", ["'eve' has no subscription"]),
        ("findings: [TIME999]", ["nothing was found that is TIME999", "nothing at all was found"]),
    ],
)
def test_what_is_not_as_expected_is_said(run_one: RunOne, then: str, words: list[str]) -> None:
    result = run_one(SEND + "then: {" + then + "}")
    text = "\n".join(map(str, result.failures))
    assert result.outcome is Outcome.FAILED
    assert [word for word in words if word not in text] == []


def test_findings_are_named_by_code_or_by_more(run_one: RunOne) -> None:
    assert run_one(BAD_ZONE + "then: {findings: [TIME202]}").passed
    assert run_one(BAD_ZONE + "then: {findings: [{code: TIME202, pointer: /event/timezone}]}").passed
    failed = run_one(BAD_ZONE + "then: {findings: [{code: TIME202, pointer: /event/start}]}")
    assert [str(failure.headline) for failure in failed.failures] == [
        "then.findings[0]: nothing was found that is TIME202",
        "then.findings: TIME202 was not expected",
    ]


def test_a_finding_nobody_expected_is_shown_with_its_exchange(run_one: RunOne) -> None:
    result = run_one(BAD_ZONE + "then: {findings: []}")
    [failure] = result.failures
    assert failure.exchange is not None
    assert failure.exchange.full_operation == "rokt.create_event"


def test_findings_that_nobody_speaks_of_fail_nothing(run_one: RunOne) -> None:
    assert run_one(BAD_ZONE + "then: {messages: [{outcome: failed, status: 400}]}").passed


def test_connected_content_is_spoken_of_once_an_entry_names_it(run_one: RunOne) -> None:
    named = """
then:
  requests:
    - {caller: braze connected content, method: POST, form: {grant_type: client_credentials}, status: 200}
    - {caller: braze webhook, operation: rokt.create_event, response: {$type: string}}
"""
    result = run_one(SEND + named)
    assert result.passed, "\n".join(map(str, result.failures))


def test_a_request_nobody_simulates_fails_what_does_not_speak_of_it(run_one: RunOne) -> None:
    when = "when: [{send: {template: nowhere, user: ada}}, {advance: 1 second}]\n"
    [failure] = run_one(when + "then: {profile: [{user: ada}]}").failures
    assert "https://elsewhere.example.test/hook" in failure.headline
    named = "then: {requests: [{url: 'https://elsewhere.example.test/hook', failure: unknown host}]}"
    assert run_one(when + named).passed


def test_an_unknown_path_called_by_a_step_is_spoken_of_by_its_answer(run_one: RunOne) -> None:
    when = "when: [{call: {url: 'https://api.roktcalendar.com/v9/none', token: true}}]\n"
    assert run_one(when + "then: {responses: [{status: 404}]}").passed
    assert not run_one(when + "then: {messages: []}").passed


def test_a_fault_that_never_struck_fails_the_scenario(run_one: RunOne) -> None:
    [failure] = run_one(
        "given: {faults: [{target: braze.users_track, status: 500}]}\n" + SEND + "then: {messages: [{}]}"
    ).failures
    assert failure.headline == "the fault on braze.users_track never struck"
    assert failure.location.line == 5


def test_every_failure_is_placed_at_its_expectation(run_one: RunOne) -> None:
    then = "then:\n  messages:\n    - outcome: failed\n  jobs:\n    - outcome: ignored\n"
    assert [failure.location.line for failure in run_one(SEND + then).failures] == [8, 10]
