"""Findings as SARIF 2.1.0, which code hosts and editors read.

Format: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.metadata import version
from os import fsencode
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote

from mockserver.checks.outcome import CheckedSource, Outcome, place_of
from mockserver.findings import Finding, Severity
from mockserver.fixes import Edit, Fix
from mockserver.rules import Rule

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final[Mapping[Severity, str]] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "note",
}


def render_sarif(outcome: Outcome) -> str:
    """Write one run, with what the rules say of themselves and the fixes there are."""
    codes = sorted({finding.code for source in outcome.sources for finding in source.findings})
    rules = [_rule(outcome.rules[code]) if code in outcome.rules else {"id": code} for code in codes]
    run = {
        "tool": {"driver": {"name": "mockserver", "version": version("mockserver"), "rules": rules}},
        "invocations": [_invocation(outcome)],
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": _uri(source.name)}} for source in outcome.sources],
        "results": [
            _result(source, finding, codes.index(finding.code), fixes.get(finding))
            for source, fixes in ((source, source.fixes_by_finding()) for source in outcome.sources)
            for finding in source.ordered
        ],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)


def _invocation(outcome: Outcome) -> dict[str, Any]:
    told = [{"level": "error", "message": {"text": mistake}} for mistake in outcome.broken]
    return {
        "executionSuccessful": not outcome.broken,
        **({"toolExecutionNotifications": told} if told else {}),
    }


def _rule(rule: Rule[Any]) -> dict[str, Any]:
    told = {"fullDescription": {"text": rule.why}} if rule.why else {}
    helped = {"help": {"text": rule.hint}} if rule.hint else {}
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        **told,
        **helped,
        **({"helpUri": rule.source} if rule.source else {}),
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"evidence": rule.evidence},
    }


def _result(source: CheckedSource, finding: Finding, index: int, fix: Fix | None) -> dict[str, Any]:
    text = f"{finding.message} ({finding.hint})" if finding.hint else finding.message
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [_location(source, finding)],
        **({"fixes": [_fix(source, fix)]} if fix else {}),
    }


def _location(source: CheckedSource, finding: Finding) -> dict[str, Any]:
    place = place_of(finding)
    physical = {
        "artifactLocation": {"uri": _uri(source.name)},
        "region": {"startLine": place.line, "startColumn": place.column},
    }
    logical = [{"fullyQualifiedName": finding.pointer, "kind": "member"}] if finding.pointer else []
    return {"physicalLocation": physical, **({"logicalLocations": logical} if logical else {})}


def _fix(source: CheckedSource, fix: Fix) -> dict[str, Any]:
    change = {
        "artifactLocation": {"uri": _uri(source.name)},
        "replacements": [_replacement(edit) for edit in fix.edits],
    }
    return {"description": {"text": fix.finding.hint or "mend it"}, "artifactChanges": [change]}


def _replacement(edit: Edit) -> dict[str, Any]:
    region = {"charOffset": edit.start, "charLength": edit.end - edit.start}
    return {"deletedRegion": region, "insertedContent": {"text": edit.text}}


def _uri(name: str) -> str:
    path = PurePath(name)
    return path.as_uri() if path.is_absolute() else quote(fsencode(path.as_posix()))
