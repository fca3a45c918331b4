"""Calling an operation by its name."""

from __future__ import annotations

import pytest

from mockserver.errors import ScenarioError
from tests.scenarios.conftest import RunOne


def test_method_url_and_token_come_from_the_operation(run_one: RunOne) -> None:
    result = run_one(
        """
        when:
          - call: {operation: rokt.delete_event, params: {account_code: acme, event_id: a/b c}}
          - call: {operation: rokt.obtain_token, form: {grant_type: x}}
          - call: {operation: rokt.get_subscription, params: {subscription_id: x}, token: false}
          - call: {url: "https://api.roktcalendar.com/v1/x?a=1", method: GET, query: {b: "2 3"}}
        then:
          journal:
            - method: DELETE
              url: https://api.roktcalendar.com/v1/subscriptionevent/acme/a%2Fb%20c
              headers: {Authorization: {$any: true}}
            - {operation: rokt.obtain_token, headers: {Authorization: {$absent: true}}}
            - {status: 401}
            - {url: "https://api.roktcalendar.com/v1/x?a=1&b=2+3"}
          responses: {count: 4}
        """
    )
    assert result.passed, "\n".join(map(str, result.failures))


def test_half_of_a_pair_of_surrogates_is_sent_as_the_faulty_utf8_it_stands_for(run_one: RunOne) -> None:
    result = run_one(
        r"""
        given: {seed: "\ud800"}
        when:
          - call:
              operation: rokt.get_subscription
              params: {subscription_id: "\ud800"}
              query: {a: "\udc00"}
          - call: {url: "https://api.roktcalendar.com/", form: {a: "\ud800"}}
        then:
          journal: [{url: {$pattern: "/%ED%A0%80\\?a=%ED%B0%80$"}}, {text: a=%ED%A0%80}]
          responses: {count: 2}
        """
    )
    assert result.passed, "\n".join(map(str, result.failures))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("{operation: rokt.create_evnt}", "did you mean rokt.create_event?"),
        ("{operation: rokt.create_event}", "its params are: account_code"),
        ("{operation: rokt.create_event, params: {account_code: a, x: b}}", "its params are: account_code"),
        ("{operation: rokt.create_event, url: x}", "give a url, or the operation's name"),
        ("{operation: rokt.create_event, method: GET}", "the operation has a method of its own"),
        ("{url: x, params: {a: b}}", "params are an operation's"),
        ("{url: x, without: [/a]}", "without goes with json"),
        ("{}", "give a url, or the operation's name"),
    ],
)
def test_a_call_that_cannot_be_meant_is_refused(run_one: RunOne, call: str, words: str) -> None:
    with pytest.raises(ScenarioError, match=r"small\.scenario\.yaml:5:") as caught:
        run_one(f"when: [{{call: {call}}}]\nthen: {{messages: []}}")
    assert words in str(caught.value)


def test_parts_of_the_json_are_left_out(run_one: RunOne) -> None:
    result = run_one(
        """
        when:
          - call:
              operation: braze.users_track
              json: {attributes: [{external_id: x, a: 1}, {b: 1}]}
              without: [/attributes/1, /attributes/0/a]
        then:
          journal: [{json: {$exactly: {attributes: [{external_id: x}]}}}]
        """
    )
    assert result.passed, "\n".join(map(str, result.failures))


def test_a_part_that_is_not_there_breaks_the_scenario(run_one: RunOne) -> None:
    result = run_one(
        "when: [{call: {operation: braze.users_track, json: {}, without: [/a]}}]\nthen: {messages: []}"
    )
    assert "the json has no /a" in result.failures[0].headline
