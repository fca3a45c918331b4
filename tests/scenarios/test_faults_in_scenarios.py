"""Faults as scenario files write them."""

from __future__ import annotations

import pytest

from mockserver.errors import ScenarioError
from mockserver.scenarios.runner import Outcome
from tests.scenarios.conftest import RunOne

SUBSCRIPTION = "06423672-b6ba-4536-aa36-70788a7a0a36"
ASK = f"when: [{{call: {{operation: rokt.get_subscription, params: {{subscription_id: {SUBSCRIPTION}}}}}}}]\n"


def given(fault: str) -> str:
    return f"given: {{faults: [{{target: rokt.get_subscription, {fault}}}]}}\n"


@pytest.mark.parametrize(
    ("fault", "seen"),
    [
        ("status: 503", "status: 503, json: {Code: ServiceUnavailable}"),
        ("status: 429, retry_after: 9", "status: 429, headers: {Retry-After: '9'}"),
        ("effect: refused", "failure: connection refused"),
        ("effect: reset", "failure: connection reset"),
        ("effect: truncated_json", "json: {$absent: true}"),
        ("effect: slow, delay: 3 seconds", "status: 200"),
        ("effect: empty", "status: 200, text: ''"),
        ("effect: expired_token", "status: 401, headers: {WWW-Authenticate: Bearer}"),
        ("status: 500, rate: 1.0, every: 1, lasting: 1 hour", "status: 500"),
    ],
)
def test_a_fault_is_seen_by_the_caller(run_one: RunOne, fault: str, seen: str) -> None:
    result = run_one(given(fault) + ASK + f"then: {{responses: [{{{seen}}}]}}")
    assert result.passed, "\n".join(map(str, result.failures))


@pytest.mark.parametrize(
    "fault", ["status: 503, skip: 1", "status: 503, every: 2", "effect: reset, after: 1 hour"]
)
def test_a_fault_that_never_struck_fails_the_scenario(run_one: RunOne, fault: str) -> None:
    result = run_one(given(fault) + ASK + "then: {responses: [{}]}")
    assert result.outcome is Outcome.FAILED
    assert "the fault on rokt.get_subscription never struck" in result.failures[0].headline


def test_a_target_nobody_answers_to_is_refused(run_one: RunOne) -> None:
    result = run_one(
        "given: {faults: [{target: rokt.get_subscripton, status: 500}]}\n" + ASK + "then: {jobs: []}"
    )
    assert result.outcome is Outcome.BROKEN
    assert "did you mean rokt.get_subscription?" in str(result.failures[0])


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("effect: timeot", "timeout"),
        ("effect: status", "give a status to answer with, or an effect"),
        ("effect: slow", "a slow answer, and nothing else, has a delay"),
        ("effect: reset, delay: 1 second", "a slow answer, and nothing else, has a delay"),
        ("effect: reset, retry_after: 1", "retry_after goes with a status"),
        ("status: 500, every: 0", "must be at least 1"),
        ("status: 500, rate: 2", "must be at most 1"),
        ("status: 500, after: soon", "give a duration such as"),
        ("status: 500, for: 1 hour", "unknown key 'for'"),
    ],
)
def test_a_fault_that_cannot_be_meant_is_refused(run_one: RunOne, fault: str, words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        run_one(given(fault) + ASK + "then: {responses: [{}]}")
    assert words in str(caught.value)
    assert "small.scenario.yaml:5:" in str(caught.value)
