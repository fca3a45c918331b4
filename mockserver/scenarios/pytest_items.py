"""Scenario files as pytest items: one test for each scenario."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mockserver.errors import MockServerError
from mockserver.scenarios.loader import Loader
from mockserver.scenarios.reports.console import result_lines
from mockserver.scenarios.runner import Outcome, Result, run_scenario
from mockserver.scenarios.suite import Scenario


class ScenarioFailed(Exception):
    """A scenario that did not pass; its text is the whole report."""

    def __init__(self, result: Result) -> None:
        super().__init__("\n".join(line.text for line in result_lines(result)))


class ScenarioFile(pytest.File):
    """A scenario file."""

    def collect(self) -> Iterator[ScenarioItem]:
        """Give one item for each scenario of the file."""
        try:
            suite = Loader().load(self.path)
        except MockServerError as mistake:
            raise self.CollectError(str(mistake)) from None
        for scenario in suite.scenarios:
            item: ScenarioItem = ScenarioItem.from_parent(self, name=scenario.name, scenario=scenario)
            yield item


class ScenarioItem(pytest.Item):
    """One scenario; its tags are keywords for ``-k``."""

    def __init__(self, *, scenario: Scenario, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.scenario = scenario
        self.extra_keyword_matches.update(scenario.tags)

    def runtest(self) -> None:
        """Run the scenario."""
        if self.scenario.skip:
            pytest.skip(self.scenario.skip)
        result = run_scenario(self.scenario)
        if result.outcome is Outcome.EXPECTED:
            pytest.xfail(self.scenario.expected_failure)
        if not result.passed:
            raise ScenarioFailed(result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Give the scenario's own report; only a fault of this file shows where it was raised."""
        if isinstance(excinfo.value, ScenarioFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[os.PathLike[str] | str, int | None, str]:
        """Give file, line counted from 0, and name."""
        return self.path, self.scenario.location.line - 1, self.name


def collect(file_path: Path, parent: pytest.Collector) -> ScenarioFile:
    """Make the pytest file for a scenario file."""
    made: ScenarioFile = ScenarioFile.from_parent(parent, path=file_path)
    return made
