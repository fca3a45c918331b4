"""Running suites: a stream of events that reports listen to."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from time import perf_counter
from typing import Any

from mockserver.errors import MockServerError, SourceError
from mockserver.scenarios.captures import StepFailed
from mockserver.scenarios.expectations.checking import check
from mockserver.scenarios.failure import Failure
from mockserver.scenarios.snapshots import take_snapshot
from mockserver.scenarios.steps import take
from mockserver.scenarios.story import tell
from mockserver.scenarios.suite import Scenario, Suite
from mockserver.scenarios.trial import Trial, open_trial
from mockserver.scenarios.variables import Path_


class Outcome(StrEnum):
    """How a scenario ended."""

    PASSED = "passed"
    FAILED = "failed"
    BROKEN = "broken"
    """It could not be run: its file asks for something that is not there."""
    SKIPPED = "skipped"
    EXPECTED = "failed as expected"


WRONG = (Outcome.FAILED, Outcome.BROKEN)
"""The outcomes that make a run fail."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a scenario, apart from it, so that another process can send it.

    ``failures`` say why it failed, ``story`` what happened, ``seconds`` how long it took; ``snapshot`` is
    what is to be written down of it.
    """

    outcome: Outcome
    failures: tuple[Failure, ...] = ()
    story: tuple[str, ...] = ()
    seconds: float = 0.0
    snapshot: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A scenario and what came of it."""

    scenario: Scenario
    verdict: Verdict

    @property
    def outcome(self) -> Outcome:
        """How it ended."""
        return self.verdict.outcome

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Why it failed."""
        return self.verdict.failures

    @property
    def story(self) -> tuple[str, ...]:
        """What happened in it."""
        return self.verdict.story

    @property
    def seconds(self) -> float:
        """How long it took."""
        return self.verdict.seconds

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong with it: one that is skipped or has to fail is right as well."""
        return self.outcome not in WRONG


@dataclass(frozen=True, slots=True)
class RunStarted:
    """A run begins; ``scenarios`` is how many there are to run."""

    scenarios: int


@dataclass(frozen=True, slots=True)
class SuiteStarted:
    """A suite begins."""

    suite: Suite


@dataclass(frozen=True, slots=True)
class ScenarioFinished:
    """A scenario was run."""

    result: Result


@dataclass(frozen=True, slots=True)
class SuiteFinished:
    """A suite ends; ``results`` are those of its scenarios."""

    suite: Suite
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class RunFinished:
    """The run ends; ``results`` are all there are."""

    results: tuple[Result, ...]

    def count(self, outcome: Outcome) -> int:
        """Count the scenarios that ended so."""
        return sum(result.outcome is outcome for result in self.results)


Event = RunStarted | SuiteStarted | ScenarioFinished | SuiteFinished | RunFinished


def run_suites(
    suites: Sequence[Suite],
    *,
    stop_at_first: bool = False,
    update_snapshots: bool = False,
    verdicts: Iterator[Verdict] | None = None,
) -> Iterator[Event]:
    """Run suites one scenario after the other, each in a world of its own.

    With ``stop_at_first`` nothing more is run after a scenario that does not pass. ``verdicts`` come in
    the order of the scenarios from whoever runs them elsewhere.
    """
    results: list[Result] = []
    found = verdicts or _verdicts(suites, update_snapshots)
    yield RunStarted(sum(len(suite.scenarios) for suite in suites))
    for suite in suites:
        yield SuiteStarted(suite)
        before = len(results)
        for scenario in suite.scenarios:
            results.append(Result(scenario, next(found)))
            yield ScenarioFinished(results[-1])
            if stop_at_first and not results[-1].passed:
                break
        yield SuiteFinished(suite, tuple(results[before:]))
        if stop_at_first and not results[-1].passed:
            break
    yield RunFinished(tuple(results))


def _verdicts(suites: Sequence[Suite], update_snapshots: bool) -> Iterator[Verdict]:
    for suite in suites:
        for scenario in suite.scenarios:
            yield judge(scenario, update_snapshots=update_snapshots)


def run_scenario(scenario: Scenario, *, update_snapshots: bool = False) -> Result:
    """Run one scenario; whatever goes wrong in it becomes its result."""
    return Result(scenario, judge(scenario, update_snapshots=update_snapshots))


def judge(scenario: Scenario, *, update_snapshots: bool = False) -> Verdict:
    """Run one scenario and give what came of it.

    With ``update_snapshots`` its snapshot is taken instead of compared.
    """
    if scenario.skip:
        return Verdict(Outcome.SKIPPED)
    # How long a run takes is nothing the world's clock could tell.
    start = perf_counter()
    outcome, failures, trial = _run(scenario, update_snapshots)
    if scenario.expected_failure and outcome is not Outcome.BROKEN:
        outcome, failures = _turned(scenario, failures)
    story = tuple(tell(trial)) if trial and failures else ()
    snapshot = None
    if update_snapshots and trial and outcome is Outcome.PASSED and scenario.then.snapshot:
        snapshot = take_snapshot(scenario, trial)
    return Verdict(outcome, tuple(failures), story, perf_counter() - start, snapshot)


def _turned(scenario: Scenario, failures: list[Failure]) -> tuple[Outcome, list[Failure]]:
    if failures:
        return Outcome.EXPECTED, failures
    place = scenario.place("expected_failure")
    return Outcome.FAILED, [
        Failure(
            place,
            f"it passes, though it was expected to fail: {scenario.expected_failure}",
            remarks=("take the key expected_failure out",),
        )
    ]


def _run(scenario: Scenario, update_snapshots: bool) -> tuple[Outcome, list[Failure], Trial | None]:
    place: Path_ = ("given",)
    trial: Trial | None = None
    try:
        trial = open_trial(scenario)
        for number, step in enumerate(scenario.steps):
            place = ("when", number)
            take(trial, scenario.step_with_values(number, trial.lookup) if scenario.captured else step)
        place = ("then",)
        expected = scenario.with_values(trial.lookup) if scenario.captured else scenario
        failures = check(expected, trial, with_snapshot=not update_snapshots)
    except StepFailed as nothing:
        failures = [Failure(scenario.place(*place), nothing.message, exchange=nothing.exchange)]
    except MockServerError as mistake:
        return Outcome.BROKEN, [_broken(scenario, scenario.mistake(place, mistake))], trial
    except Exception as crash:  # one scenario's end is not the run's
        return Outcome.FAILED, [_crashed(scenario, place, crash)], trial
    return (Outcome.FAILED if failures else Outcome.PASSED), failures, trial


def _broken(scenario: Scenario, mistake: SourceError) -> Failure:
    return Failure(
        mistake.location or scenario.location,
        f"cannot be run: {mistake.message}",
        remarks=tuple(text for text in (mistake.hint, *map(str, mistake.others)) if text),
    )


def _crashed(scenario: Scenario, place: Path_, crash: Exception) -> Failure:
    return Failure(
        scenario.place(*place),
        f"mockserver itself failed here; please report it: {crash!r}",
        remarks=("".join(traceback.format_exception(crash)),),
    )
