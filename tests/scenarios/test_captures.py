"""Captures: values of what happened, named later."""

from __future__ import annotations

import pytest

from mockserver.errors import ScenarioError
from mockserver.scenarios.runner import Outcome
from tests.scenarios.conftest import RunOne

SUBSCRIBE = "{subscribe: {account: acme, calendar: shows, subscriber_id: bob}}"


def test_a_value_of_an_answer_is_named_by_steps_and_expectations(run_one: RunOne) -> None:
    result = run_one(
        f"""
        when:
          - {SUBSCRIBE}
          - capture:
              id: {{response: /json/subscriptionId}}
              kind: {{response: /headers/Content-Type, pattern: ^(\\w+)/}}
          - call: {{operation: rokt.get_subscription, params: {{subscription_id: $(id)}}}}
        then:
          responses:
            - {{}}
            - status: 200
              json: {{subscriptionId: $(id)}}
              text: {{$pattern: $(id)}}
              headers: {{content-type: {{$pattern: ^$(kind)}}}}
        """
    )
    assert result.passed, "\n".join(map(str, result.failures))


def test_requests_renderings_and_messages_give_values_too(run_one: RunOne) -> None:
    result = run_one(
        """
        when:
          - render: {template: event, user: ada}
          - capture: {title: {rendered: /json/event/title}}
          - send: {template: event, user: ada}
          - capture:
              sent: {request: /json/event/eventId, operation: rokt.create_event}
              outcome: {message: /outcome}
        then:
          requests: [{json: {event: {title: $(title), eventId: $(sent)}}}]
          messages: [{outcome: $(outcome)}]
        """
    )
    assert result.passed, "\n".join(map(str, result.failures))


@pytest.mark.parametrize(
    ("capture", "words"),
    [
        ("{response: /json/subscriptionID}", "the response has no /json/subscriptionID"),
        ("{response: /json/subscriptionId, pattern: (xyz)}", "finds nothing in /json/subscriptionId"),
        ("{request: /json}", "there is no request to take it from"),
        ("{rendered: /json}", "there is no rendered to take it from"),
        ("{message: /outcome}", "there is no message to take it from"),
    ],
)
def test_a_value_that_is_not_there_fails_the_scenario(run_one: RunOne, capture: str, words: str) -> None:
    result = run_one(f"when: [{SUBSCRIBE}, {{capture: {{id: {capture}}}}}]\nthen: {{responses: [{{}}]}}")
    assert result.outcome is Outcome.FAILED
    assert words in result.failures[0].headline
    assert result.failures[0].location.line == 5


def test_all_there_is_can_be_captured(run_one: RunOne) -> None:
    result = run_one(
        """
        when:
          - send: {template: silent, user: ada}
          - capture: {all: {message: ""}}
          - call: {url: "https://api.roktcalendar.com/", json: $(all)}
        then:
          messages: [{}]
          responses: [{}]
          journal: {contains: [{json: {outcome: aborted, reason: nobody home, status: {$absent: true}}}]}
        """
    )
    assert result.passed, "\n".join(map(str, result.failures))


def test_a_value_that_cannot_stand_where_it_is_named_breaks_the_scenario(run_one: RunOne) -> None:
    result = run_one(
        f"when: [{SUBSCRIBE}, {{capture: {{id: {{response: /json/subscriptionId}}}}}}]\n"
        "then: {messages: [{attempts: $(id)}]}"
    )
    assert result.outcome is Outcome.BROKEN
    assert "a captured value does not fit here" in result.failures[0].headline
    assert result.failures[0].location.column == 24


def test_a_step_that_a_captured_value_does_not_fit_into_is_told_in_plain_words(run_one: RunOne) -> None:
    steps = (
        f"[{SUBSCRIBE}, {{capture: {{all: {{response: /json}}}}}}, {{send: {{template: $(all), user: ada}}}}]"
    )
    [failure] = run_one(f"when: {steps}\nthen: {{messages: []}}").failures
    assert "does not fit here: template: must be text, not a mapping" in failure.headline


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("[{call: {url: $(id)}}, {capture: {id: {response: /text}}}]", "captured only by a later step"),
        ("[{capture: {id: {response: json}}}]", "a JSON pointer begins with /"),
        ("[{capture: {id: {response: /json, message: /x}}}]", "give one of"),
        ("[{capture: {id: {response: /json, pattern: x}}}]", "in parentheses"),
        ("[{capture: {id: {response: /json, pattern: (x}}}]", "not a regular expression"),
        ("[{capture: {id: {response: /json, operation: a}}}]", "operation goes with request"),
    ],
)
def test_a_capture_that_cannot_be_meant_is_refused(run_one: RunOne, when: str, words: str) -> None:
    with pytest.raises(ScenarioError, match=words):
        run_one(f"when: {when}\nthen: {{messages: []}}")
