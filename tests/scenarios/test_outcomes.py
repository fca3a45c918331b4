"""Scenarios that are not run, and those that have to fail."""

from __future__ import annotations

import pytest

from mockserver.scenarios.runner import Outcome
from tests.scenarios.conftest import RunOne

PASSING = "when: [{settle: true}]\nthen: {messages: []}\n"
FAILING = "when: [{settle: true}]\nthen: {messages: [{outcome: sent}]}\n"
BROKEN = "when: [{trigger: {campaign: none, user: ada}}]\nthen: {messages: []}\n"


@pytest.mark.parametrize(
    ("text", "outcome", "right"),
    [
        ("skip: not yet\n" + BROKEN, Outcome.SKIPPED, True),
        ('skip: ""\n' + PASSING, Outcome.PASSED, True),
        ("expected_failure: bug 7\n" + FAILING, Outcome.EXPECTED, True),
        ("expected_failure: bug 7\n" + PASSING, Outcome.FAILED, False),
        ("expected_failure: bug 7\n" + BROKEN, Outcome.BROKEN, False),
    ],
)
def test_it_ends_so(run_one: RunOne, text: str, outcome: Outcome, right: bool) -> None:
    result = run_one(text)
    assert (result.outcome, result.passed) == (outcome, right)


def test_one_that_passes_though_it_must_fail_says_so(run_one: RunOne) -> None:
    [failure] = run_one("expected_failure: bug 7\n" + PASSING).failures
    assert "it passes, though it was expected to fail: bug 7" in failure.headline
    assert failure.location.line == 5


def test_the_clock_moves_to_the_next_work(run_one: RunOne) -> None:
    steps = "[{send: {template: event, user: ada}}, {advance: next}]"
    assert run_one(f"when: {steps}\nthen: {{jobs: [{{outcome: applied}}]}}").passed


def test_where_no_work_waits_it_fails(run_one: RunOne) -> None:
    result = run_one("when: [{advance: next}]\nthen: {messages: []}")
    assert result.outcome is Outcome.FAILED
    assert "no work waits" in result.failures[0].headline
