"""Findings as annotations of a pull request.

Format: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mockserver.checks.outcome import CheckedSource, Outcome, place_of
from mockserver.findings import Finding, Severity

_COMMANDS: Final[Mapping[Severity, str]] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}


def render_github(outcome: Outcome) -> str:
    """Write one workflow command for each finding, and for each file that could not be checked."""
    told = [_annotation(source, finding) for source in outcome.sources for finding in source.ordered]
    return "\n".join([*told, *(f"::error::{_data(mistake)}" for mistake in outcome.broken)])


def _annotation(source: CheckedSource, finding: Finding) -> str:
    place = place_of(finding)
    properties = {"file": source.name, "line": place.line, "col": place.column, "title": finding.code}
    written = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    at = f"{finding.pointer}: " if finding.pointer else ""
    text = "\n".join(filter(None, [at + finding.message, finding.hint]))
    return f"::{_COMMANDS[finding.severity]} {written}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
