"""Running suites: a stream of events that reports listen to."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from time import perf_counter

from mockserver.errors import MockServerError, SourceError
from mockserver.scenarios.expectations import check
from mockserver.scenarios.failure import Failure
from mockserver.scenarios.steps import take
from mockserver.scenarios.story import tell
from mockserver.scenarios.suite import Path_, Scenario, Suite
from mockserver.scenarios.trial import Trial, open_trial


class Outcome(StrEnum):
    """How a scenario ended."""

    PASSED = "passed"
    FAILED = "failed"
    BROKEN = "broken"
    """It could not be run: its file asks for something that is not there."""


@dataclass(frozen=True, slots=True)
class Result:
    """A scenario that was run: why it failed, what happened in it, and the seconds it took."""

    scenario: Scenario
    outcome: Outcome
    failures: tuple[Failure, ...]
    story: tuple[str, ...]
    seconds: float

    @property
    def passed(self) -> bool:
        """Whether all was as expected."""
        return self.outcome is Outcome.PASSED


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


def run_suites(suites: Sequence[Suite], *, stop_at_first: bool = False) -> Iterator[Event]:
    """Run suites one scenario after the other, each in a world of its own.

    With ``stop_at_first`` nothing more is run after a scenario that does not pass.
    """
    results: list[Result] = []
    yield RunStarted(sum(len(suite.scenarios) for suite in suites))
    for suite in suites:
        yield SuiteStarted(suite)
        before = len(results)
        for scenario in suite.scenarios:
            results.append(run_scenario(scenario))
            yield ScenarioFinished(results[-1])
            if stop_at_first and not results[-1].passed:
                break
        yield SuiteFinished(suite, tuple(results[before:]))
        if stop_at_first and not results[-1].passed:
            break
    yield RunFinished(tuple(results))


def run_scenario(scenario: Scenario) -> Result:
    """Run one scenario; whatever goes wrong in it becomes its result."""
    # How long a run takes is nothing the world's clock could tell.
    start = perf_counter()
    outcome, failures, trial = _run(scenario)
    story = tuple(tell(trial)) if trial and failures else ()
    return Result(scenario, outcome, tuple(failures), story, perf_counter() - start)


def _run(scenario: Scenario) -> tuple[Outcome, list[Failure], Trial | None]:
    place: Path_ = ("given",)
    trial: Trial | None = None
    try:
        trial = open_trial(scenario)
        for number, step in enumerate(scenario.steps):
            place = ("when", number)
            take(trial, step)
        place = ("then",)
        failures = check(scenario, trial)
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
