"""Running suites: the events, and what a mistake or a crash in one scenario does to the run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mockserver.scenarios import runner
from mockserver.scenarios.loader import Loader
from mockserver.scenarios.runner import (
    Outcome,
    RunFinished,
    RunStarted,
    ScenarioFinished,
    SuiteFinished,
    SuiteStarted,
    run_scenario,
    run_suites,
)
from tests.scenarios.conftest import LoadSuite, RunOne

THREE = """
suite: Small
workspace: world.yaml
scenarios:
  - {name: good, when: [{settle: true}], then: {messages: []}}
  - {name: bad, when: [{settle: true}], then: {messages: [{outcome: sent}]}}
  - {name: last, when: [{settle: true}], then: {messages: []}}
"""


def test_a_run_is_a_stream_of_events(load_suite: LoadSuite) -> None:
    events = list(run_suites([load_suite(THREE)]))
    scenario = [ScenarioFinished] * 3
    assert [type(event) for event in events] == [
        RunStarted, SuiteStarted, *scenario, SuiteFinished, RunFinished
    ]  # fmt: skip
    finished = events[-1]
    assert isinstance(finished, RunFinished)
    assert (finished.count(Outcome.PASSED), finished.count(Outcome.FAILED)) == (2, 1)


def test_a_run_may_stop_at_the_first_failure(load_suite: LoadSuite) -> None:
    suite = load_suite(THREE)
    *_, finished = run_suites([suite, suite], stop_at_first=True)
    assert isinstance(finished, RunFinished)
    assert [result.scenario.name for result in finished.results] == ["good", "bad"]


def test_scenarios_share_nothing(load_suite: LoadSuite) -> None:
    suite = load_suite(
        THREE.replace(
            "[{settle: true}]", "[{track: {attributes: [{external_id: x, first_name: X}]}}]"
        ).replace("{messages: []}", "{responses: [{status: 201}], profile: [{user: x, first_name: X}]}")
    )
    for _ in range(2):
        assert run_scenario(suite.scenarios[0]).passed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("when: [{trigger: {campaign: evnt, user: ada}}]", "there is no campaign 'evnt'"),
        ("when: [{send: {template: evnt, user: ada}}]", "there is no webhook template 'evnt'"),
        ("given: {faults: [{target: rokt.nothing, status: 500}]}\nwhen: [{settle: true}]", "rokt.nothing"),
        ("given: {campaigns: [{name: c, template: none}]}\nwhen: [{settle: true}]", "'none'"),
    ],
)
def test_what_cannot_be_run_is_broken_at_its_place(run_one: RunOne, text: str, words: str) -> None:
    result = run_one(text + "\nthen: {messages: []}")
    [failure] = result.failures
    assert result.outcome is Outcome.BROKEN
    assert words in failure.headline
    assert failure.location.line == 5


def test_a_crash_fails_one_scenario_and_not_the_run(
    load_suite: LoadSuite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "take", lambda trial, step: 1 / 0)
    *_, finished = run_suites([load_suite(THREE)])
    assert isinstance(finished, RunFinished)
    assert [result.outcome for result in finished.results] == [Outcome.FAILED] * 3
    [failure] = finished.results[0].failures
    assert "mockserver itself failed here" in failure.headline
    assert "ZeroDivisionError" in failure.remarks[0]


def test_a_world_without_clients_says_so(write_suite: Callable[[str], Path]) -> None:
    path = write_suite(THREE.replace("{settle: true}", "{subscribe: {account: acme, calendar: shows}}"))
    path.with_name("world.yaml").write_text("rokt: {}", encoding="utf-8")
    [failure] = run_scenario(Loader().load(path).scenarios[0]).failures
    assert "the workspace has no Rokt Calendar client" in failure.headline
