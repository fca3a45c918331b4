"""The report people read in a terminal, in colour; plain where the output goes elsewhere."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text

from mockserver.scenarios.failure import Kind, Line, failure_lines
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
from mockserver.scenarios.suite import Suite

LONG_RUN: Final = 60
"""From how many scenarios on a terminal shows a progress bar."""

_STYLES: Final[dict[Kind, str]] = {
    "headline": "bold red",
    "place": "cyan",
    "label": "bold",
    "expected": "green",
    "actual": "red",
    "difference": "yellow",
    "text": "",
}
_MARKS: Final = {
    Outcome.PASSED: ("✓", "green"),
    Outcome.FAILED: ("✗", "bold red"),
    Outcome.BROKEN: ("!", "bold red"),
    Outcome.SKIPPED: ("–", "dim"),
    Outcome.EXPECTED: ("✗", "yellow"),
}
_PLAIN_MARKS: Final = {
    Outcome.PASSED: "ok",
    Outcome.FAILED: "FAILED",
    Outcome.BROKEN: "BROKEN",
    Outcome.SKIPPED: "skipped",
    Outcome.EXPECTED: "failed as expected",
}


def plain_console() -> Console:
    """Make the console reports are written to: nothing in them is highlighted or cut by itself."""
    return Console(highlight=False, soft_wrap=True)


def report(events: Iterable[Event], console: Console | None = None) -> RunFinished:
    """Write a run as it goes and give its last event."""
    shown = ConsoleReport(console or plain_console())
    for event in events:
        shown.listen(event)
    return shown.finished


class ConsoleReport:
    """Writes a run to a console: every scenario as it ends, the failures and the counts at the end.

    Quiet, it leaves out the scenarios that are right. ``slowest`` is how many of the slowest it names.
    """

    def __init__(self, console: Console, *, quiet: bool = False, slowest: int = 0) -> None:
        self.finished = RunFinished(())
        self._console = console
        self._quiet = quiet
        self._slowest = slowest
        self._obsolete: list[str] = []
        self._progress: Progress | None = None
        self._told = 0
        self._ran = 0

    def ran(self, scenarios: int) -> None:
        """Show that so many scenarios have been run by now, those included that are not told of yet."""
        self._ran = max(self._ran, scenarios)
        if self._progress is not None:
            self._progress.update(self._progress.task_ids[0], completed=self._ran)

    def listen(self, event: Event) -> None:
        """Take the next event."""
        match event:
            case RunStarted(scenarios):
                self._start_progress(scenarios)
            case SuiteStarted(suite):
                self._suite(suite)
            case ScenarioFinished(result):
                self._scenario(result)
            case SuiteFinished(_, results) if not self._quiet:
                self._print(Text(f"  {counts(results)} in {_seconds(results)}", style="dim"))
            case RunFinished():
                self._finish(event)

    def close(self) -> None:
        """Put the progress bar away, which hides the terminal's cursor: also where the run did not end."""
        if self._progress is not None:
            self._progress.stop()
            self._progress = None

    def _suite(self, suite: Suite) -> None:
        self._obsolete += [f"{suite.path}: {name}" for name in suite.obsolete_snapshots]
        if not self._quiet:
            self._print(Text.assemble("\n", (suite.name, "bold"), f"  {suite.path}"))

    def _scenario(self, result: Result) -> None:
        self._told += 1
        self.ran(self._told)
        scenario = result.scenario
        if self._quiet and result.passed:
            return
        words = Text.assemble("  ", self._mark(result.outcome), f" {scenario.name}")
        if result.outcome in (Outcome.SKIPPED, Outcome.EXPECTED):
            words.append(f"  ({scenario.skip or scenario.expected_failure})", style="dim")
        self._print(words)

    def _mark(self, outcome: Outcome) -> tuple[str, str]:
        mark, style = _MARKS[outcome]
        return (mark if "utf" in self._console.encoding.lower() else _PLAIN_MARKS[outcome]), style

    def _start_progress(self, scenarios: int) -> None:
        if self._console.is_terminal and scenarios >= LONG_RUN:
            columns = (BarColumn(), MofNCompleteColumn(), TextColumn("scenarios"))
            self._progress = Progress(*columns, console=self._console, transient=True)
            self._progress.add_task("scenarios", total=scenarios)
            self._progress.start()

    def _finish(self, event: RunFinished) -> None:
        self.finished = event
        self.close()
        for result in event.results:
            if not result.passed:
                self._failed(result)
        self._name_slowest(event.results)
        if self._obsolete:
            self._print(Text("\nobsolete snapshots, which --update-snapshots removes:", style="yellow"))
            for name in self._obsolete:
                self._print(f"  {name}")
        style = "bold green" if all(result.passed for result in event.results) else "bold red"
        took = _seconds(event.results)
        self._print(Text.assemble("\n", (counts(event.results, all_kinds=True), style), f" in {took}"))

    def _name_slowest(self, results: tuple[Result, ...]) -> None:
        if not self._slowest:
            return
        self._print(Text("\nslowest:", style="bold"))
        for result in sorted(results, key=lambda one: -one.seconds)[: self._slowest]:
            name = f"{result.scenario.suite} > {result.scenario.name}"
            self._print(f"  {1000 * result.seconds:6.1f} ms  {name}")

    def _failed(self, result: Result) -> None:
        self._print("")
        for line in result_lines(result):
            self._print(Text(line.text, style=_STYLES[line.kind]))

    def _print(self, text: Text | str) -> None:
        self._console.print(text, markup=False)


def result_lines(result: Result) -> Iterator[Line]:
    """Write why a scenario did not pass, what happened in it, and how to run it again."""
    scenario = result.scenario
    yield Line("headline", f"{scenario.suite} > {scenario.name}")
    shown: set[int] = set()
    for failure in result.failures:
        yield Line("text", "")
        yield from failure_lines(failure, shown)
        if failure.exchange is not None:
            shown.add(failure.exchange.number)
    if result.story:
        yield Line("text", "")
        yield Line("label", "  what happened:")
        yield from (Line("text", f"    {told}") for told in result.story)
    file = scenario.location.source
    yield Line("label", f"  again: mockserver run {shlex.quote(file)} -k {shlex.quote(scenario.name)}")


def counts(results: Iterable[Result], *, all_kinds: bool = False) -> str:
    """Say how many passed and how many did not: ``3 passed, 1 failed``."""
    outcomes = [result.outcome for result in results]
    always = {Outcome.PASSED, Outcome.FAILED} if all_kinds else {Outcome.PASSED}
    numbers = {outcome: outcomes.count(outcome) for outcome in Outcome}
    return ", ".join(
        f"{number} {outcome}" for outcome, number in numbers.items() if number or outcome in always
    )


def _seconds(results: Iterable[Result]) -> str:
    return f"{sum(result.seconds for result in results):.2f} s"
