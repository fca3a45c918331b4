"""A run as lines of JSON, one for each event, for programs to follow."""

from __future__ import annotations

import json
from typing import Any, TextIO

from mockserver.scenarios.runner import (
    Event,
    Outcome,
    Result,
    RunFinished,
    RunStarted,
    ScenarioFinished,
    SuiteFinished,
    SuiteStarted,
)


class NdjsonReport:
    """Writes each event as it comes: ``run_started``, ``suite_started``, ``scenario_finished``, …"""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def listen(self, event: Event) -> None:
        """Take the next event."""
        self._file.write(json.dumps(_line(event)) + "\n")
        self._file.flush()


def _line(event: Event) -> dict[str, Any]:
    match event:
        case RunStarted(scenarios):
            return {"event": "run_started", "scenarios": scenarios}
        case SuiteStarted(suite):
            return {"event": "suite_started", "suite": suite.name, "file": str(suite.path)}
        case ScenarioFinished(result):
            return {"event": "scenario_finished", **_result(result)}
        case SuiteFinished(suite, results):
            return {"event": "suite_finished", "suite": suite.name, "counts": _counts(results)}
        case RunFinished(results):
            return {"event": "run_finished", "counts": _counts(results)}


def _result(result: Result) -> dict[str, Any]:
    scenario = result.scenario
    return {
        "suite": scenario.suite,
        "scenario": scenario.name,
        "file": scenario.location.source,
        "line": scenario.location.line,
        "tags": list(scenario.tags),
        "outcome": str(result.outcome),
        "reason": scenario.skip or scenario.expected_failure,
        "seconds": round(result.seconds, 6),
        "failures": [
            {"at": str(failure.location), "headline": failure.headline, "text": str(failure)}
            for failure in result.failures
        ],
    }


def _counts(results: tuple[Result, ...]) -> dict[str, int]:
    return {str(one): sum(result.outcome is one for result in results) for one in Outcome}
