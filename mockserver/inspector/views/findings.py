"""Findings as the pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mockserver.findings import Finding, Severity
from mockserver.simulator.masking import mask_text


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """One finding; ``source`` is the address of the page it follows from, empty where there is none."""

    code: str
    severity: str
    message: str
    hint: str
    place: str
    evidence: str
    source: str


def finding_view(finding: Finding) -> FindingView:
    """Make the view of a finding."""
    return FindingView(
        code=finding.code,
        severity=str(finding.severity),
        message=mask_text(finding.message),
        hint=mask_text(finding.hint),
        place=str(finding.location or finding.pointer),
        evidence=str(finding.evidence),
        source=web_address(finding.source),
    )


def finding_views(findings: Iterable[Finding]) -> tuple[FindingView, ...]:
    """Make the views of findings, those that say the same as one."""
    return tuple(finding_view(one) for one in dict.fromkeys(findings))


def web_address(text: str) -> str:
    """Give a text that is the address of a web page; empty for any other."""
    return text if text.startswith(("https://", "http://")) else ""


def worst(findings: Iterable[Finding]) -> str:
    """Give the severity of the gravest finding; empty where there is none."""
    found = {finding.severity for finding in findings}
    return next((str(severity) for severity in Severity if severity in found), "")
