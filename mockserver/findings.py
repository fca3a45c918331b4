"""Findings: what a check has to say about a payload, a template or a message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from mockserver.errors import Location
from mockserver.evidence import Evidence


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    """The vendor refuses it, or what arrives is not what was meant."""
    WARNING = "warning"
    """It is accepted and probably a mistake."""
    NOTE = "note"
    """It is worth knowing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing a check found.

    ``code`` is stable and names the rule; ``pointer`` is an RFC 6901 JSON pointer into the payload
    (empty for the whole of it); ``location`` is a place in a source text where one is known.
    """

    code: str
    severity: Severity
    message: str
    pointer: str = ""
    hint: str = ""
    evidence: Evidence = Evidence.DOCUMENTED
    source: str = ""
    location: Location | None = None

    def __str__(self) -> str:
        place = str(self.location or self.pointer)
        text = f"{self.code} {self.severity}{place and f' at {place}'}: {self.message}"
        return f"{text} ({self.hint})" if self.hint else text


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether any of the findings is an error."""
    return Severity.ERROR in [finding.severity for finding in findings]


def pointer(*parts: str | int) -> str:
    """Make an RFC 6901 JSON pointer from member names and indexes."""
    return "".join(["/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts])
