"""Several processes: the same results, in whatever order scenarios are run."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from random import Random

from mockserver.bundled import bundled_folder
from mockserver.scenarios.loader import load_suites
from mockserver.scenarios.parallel import _Count, verdicts
from mockserver.scenarios.runner import Outcome, RunFinished, Verdict, judge, run_suites
from mockserver.scenarios.suite import Scenario
from tests.scenarios.test_runner import THREE


def told(verdict: Verdict) -> tuple[object, ...]:
    return verdict.outcome, tuple(map(str, verdict.failures)), verdict.story


def test_processes_give_the_same_results_in_order(write_suite: Callable[..., Path]) -> None:
    mixed = THREE + "  - {name: off, skip: why, when: [{settle: true}], then: {messages: []}}\n"
    suites = load_suites([write_suite(mixed), write_suite(THREE.replace("good", "fine"), "b.scenario.yaml")])
    alone = [judge(scenario) for suite in suites for scenario in suite.scenarios]
    apart = list(verdicts(suites, 2, head_start=0))
    assert list(map(told, apart)) == list(map(told, alone))
    assert [one.outcome for one in apart].count(Outcome.FAILED) == 2


def test_a_run_in_processes_stops_at_the_first_failure(write_suite: Callable[..., Path]) -> None:
    suites = load_suites([write_suite(THREE)])
    *_, finished = run_suites(suites, stop_at_first=True, verdicts=verdicts(suites, 2, head_start=0))
    assert isinstance(finished, RunFinished)
    assert [result.outcome for result in finished.results] == [Outcome.PASSED, Outcome.FAILED]


def test_what_is_run_in_processes_is_told_in_growing_numbers(write_suite: Callable[..., Path]) -> None:
    suites = load_suites([write_suite(THREE), write_suite(THREE, "b.scenario.yaml")])
    counts: list[int] = []
    found = list(verdicts(suites, 2, head_start=0, ran=counts.append))
    assert (len(found), counts) == (6, sorted(counts))
    assert set(counts) <= set(range(7))


def test_what_is_run_here_is_told_one_by_one() -> None:
    counts: list[int] = []
    run = [Verdict(Outcome.PASSED)] * 3
    assert list(_Count(2, counts.append).here(run)) == run
    assert counts == [3, 4, 5]


def test_what_another_process_has_ready_counts_before_it_is_told() -> None:
    counts: list[int] = []
    count = _Count(4, counts.append)
    ready: Future[list[Verdict]] = Future()
    cancelled: Future[list[Verdict]] = Future()
    count.expect(ready, 20)
    count.expect(cancelled, 20)
    cancelled.cancel()
    count.say()
    ready.set_result([])
    assert list(count.here([Verdict(Outcome.PASSED)])) == [Verdict(Outcome.PASSED)]
    assert counts == [4, 25]


def test_the_order_makes_no_difference() -> None:
    suites = load_suites([bundled_folder("scenarios")])
    some = [scenario for suite in suites for scenario in suite.scenarios][::4]
    in_order = dict(map(_told_of, some))
    assert dict(map(_told_of, Random(7).sample(some, len(some)))) == in_order
    assert len(in_order) == len(some)


def _told_of(scenario: Scenario) -> tuple[object, object]:
    return (scenario.location.source, scenario.index), told(judge(scenario))
