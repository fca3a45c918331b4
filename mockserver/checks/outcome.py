"""What checking files came to: each text with its findings, and the rules these are of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from mockserver.errors import Location
from mockserver.findings import Finding, Severity
from mockserver.fixes import Fix
from mockserver.rules import Rule

_ORDER: Final = (Severity.NOTE, Severity.WARNING, Severity.ERROR)


@dataclass(frozen=True, slots=True)
class CheckedSource:
    """One text that was checked: its name, a path or ``<stdin>``, and what was found in it.

    ``read_as`` says what the text was taken for, where that is not plain. A file that nobody named and that
    holds nothing known is ``passed_over``.
    """

    name: str
    text: str
    findings: tuple[Finding, ...]
    fixes: tuple[Fix, ...] = ()
    read_as: str = ""
    passed_over: bool = False

    def fixes_by_finding(self) -> Mapping[Finding, Fix]:
        """Give the fix of each finding that has one."""
        return {fix.finding: fix for fix in self.fixes}

    @property
    def ordered(self) -> list[Finding]:
        """The findings as they stand in the text; of one place the worst first."""
        return sorted(self.findings, key=_place_and_rank)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that was checked; ``fails_on`` is the least severity that counts as a failure.

    ``broken`` says of each file that could not be checked why.
    """

    sources: tuple[CheckedSource, ...]
    rules: Mapping[str, Rule[Any]]
    fails_on: Severity = Severity.ERROR
    broken: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether anything found counts as a failure."""
        return any(self.is_failure(finding) for source in self.sources for finding in source.findings)

    def is_failure(self, finding: Finding) -> bool:
        """Tell whether a finding counts as a failure."""
        return _ORDER.index(finding.severity) >= _ORDER.index(self.fails_on)

    def why(self, finding: Finding) -> str:
        """Say why what was found matters."""
        rule = self.rules.get(finding.code)
        return rule.why or rule.title if rule else ""

    def counts(self) -> Mapping[Severity, int]:
        """Count the findings by severity."""
        return Counter(finding.severity for source in self.sources for finding in source.findings)


def place_of(finding: Finding) -> Location:
    """Give the place of a finding, the beginning of the text where none is known."""
    return finding.location or Location("", 1, 1)


def _place_and_rank(finding: Finding) -> tuple[int, int, int, str]:
    place = place_of(finding)
    return place.line, place.column, -_ORDER.index(finding.severity), finding.code
