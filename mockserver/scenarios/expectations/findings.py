"""What a scenario expects to be found, compared with the findings there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mockserver.findings import Finding, Severity
from mockserver.scenarios.expectations.model import FindingExpectation
from mockserver.scenarios.failure import Failure
from mockserver.scenarios.suite import Scenario
from mockserver.scenarios.trial import Trial
from mockserver.scenarios.views import View
from mockserver.simulator.difference import matches
from mockserver.simulator.journal import Exchange


@dataclass(frozen=True, slots=True)
class _Found:
    """A finding and what it was found in."""

    finding: Finding
    source: str
    exchange: Exchange | None = None

    @property
    def view(self) -> View:
        finding = self.finding
        return {
            "code": finding.code,
            "pointer": finding.pointer,
            "severity": str(finding.severity),
            "message": finding.message,
        }

    def __str__(self) -> str:
        return f"{self.finding} [{self.source}]"


def check_findings(scenario: Scenario, trial: Trial) -> Iterator[Failure]:
    found = list(_all_found(trial))
    entries = scenario.then.findings or []
    for index, entry in enumerate(entries):
        if not any(matches(entry.expected(), one.view) for one in found):
            yield _missing_finding(scenario, index, entry, found)
    for one in found:
        if not any(matches(entry.expected(), one.view) for entry in entries):
            yield Failure(
                scenario.place("then", "findings"),
                f"then.findings: {one.finding.code} was not expected",
                remarks=(str(one),),
                exchange=one.exchange,
            )


def _missing_finding(
    scenario: Scenario, index: int, entry: FindingExpectation, found: Sequence[_Found]
) -> Failure:
    seen = "\n".join(f"  {one}" for one in found)
    return Failure(
        scenario.place("then", "findings", index),
        f"then.findings[{index}]: nothing was found that is {entry.code}",
        expected=entry.expected() if len(entry.model_fields_set) > 1 else None,
        remarks=(f"found were:\n{seen}" if found else "nothing at all was found",),
    )


def _all_found(trial: Trial) -> Iterator[_Found]:
    for exchange in trial.sandbox.journal:
        for finding in exchange.findings:
            yield from _counted(finding, f"exchange #{exchange.number}", exchange)
    for message in trial.sandbox.braze.messages:
        for finding in message.findings:
            yield from _counted(finding, f"message {message.number}")
    for number, rendered in enumerate(trial.rendered, 1):
        for finding in rendered.findings:
            yield from _counted(finding, f"rendering {number}")


def _counted(finding: Finding, source: str, exchange: Exchange | None = None) -> Iterator[_Found]:
    if finding.severity is not Severity.NOTE:
        yield _Found(finding, source, exchange)
