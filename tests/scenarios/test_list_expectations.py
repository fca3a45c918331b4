"""What is expected of a list: in order, in any order, some, each, how many."""

from __future__ import annotations

import pytest

from mockserver.errors import ScenarioError
from tests.scenarios.conftest import RunOne

WHEN = """
when:
  - send: {template: event, user: ada, event_properties: {title: A}}
  - send: {template: event, user: ada, event_properties: {title: B}}
  - send: {template: silent, user: ada}
"""


def failed(run_one: RunOne, then: str) -> list[str]:
    return [failure.headline for failure in run_one(WHEN + f"then: {{{then}}}").failures]


A, B = "{json: {event: {title: A}}}", "{json: {event: {title: B}}}"


@pytest.mark.parametrize(
    "then",
    [
        f"requests: [{A}, {B}]",
        f"requests: {{in_order: [{A}, {B}]}}",
        f"requests: {{any_order: [{B}, {A}]}}",
        f"requests: {{contains: [{B}]}}",
        "requests: {count: 2}",
        "requests: {count: {$range: [1, null]}}",
        "requests: {each: {status: 202, operation: rokt.create_event}, count: 2}",
        "messages: {any_order: [{outcome: aborted}, {outcome: sent}, {outcome: sent}]}",
        "messages: {contains: [{reason: nobody home}]}",
        "messages: {each: {user: ada, outcome: {$one_of: [sent, aborted]}}}",
        "journal: {count: 4, each: {status: {$range: [200, 299]}}}",
        "journal: {contains: [{caller: braze connected content, operation: rokt.obtain_token}]}",
        "requests: {each: {caller: {$pattern: ^braze}}, count: 2}",
    ],
)
def test_it_is_so(run_one: RunOne, then: str) -> None:
    assert failed(run_one, then) == []


@pytest.mark.parametrize(
    ("then", "words"),
    [
        (f"requests: [{B}, {A}]", "comes elsewhere"),
        (f"requests: {{any_order: [{A}]}}", "request 2 of 2 was not expected"),
        (f"requests: {{any_order: [{A}, {A}]}}", "then.requests.any_order[1]: no such request"),
        ("requests: {contains: [{status: 500}]}", "then.requests.contains[0]: no such request"),
        ("requests: {count: 3}", "the number of requests is not as expected"),
        ("messages: {each: {outcome: sent}}", "then.messages.each: message 3 of 3 is not like this"),
        ("jobs: {count: 0}", "the number of jobs is not as expected"),
        ("rendered: {contains: [{method: POST}]}", "there was no rendering at all"),
    ],
)
def test_it_is_not_so(run_one: RunOne, then: str, words: str) -> None:
    [headline, *_] = failed(run_one, then)
    assert words in headline


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("{}", "expect something"),
        ("{in_order: [], contains: []}", "in_order and contains cannot both be said"),
        ("{cuont: 1}", "did you mean count?"),
        ("[{statuz: 1}]", "did you mean status?"),
        ("{each: {statuz: 1}}", "did you mean status?"),
        ("{count: many}", "give a whole number"),
        ("{each: {status: {$rnage: [1, 2]}}}", "did you mean $range?"),
    ],
)
def test_what_cannot_be_meant_is_refused_without_noise(run_one: RunOne, wanted: str, words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        run_one(f"when: [{{settle: true}}]\nthen: {{requests: {wanted}}}")
    assert words in str(caught.value)
    assert "should be None" not in str(caught.value)
    assert not caught.value.others


def test_an_outcome_that_is_none_is_named_with_the_nearest(run_one: RunOne) -> None:
    with pytest.raises(ScenarioError, match=r"did you mean sent\?"):
        run_one("when: [{settle: true}]\nthen: {messages: [{outcome: snet}]}")
