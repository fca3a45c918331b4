"""Findings as one JSON document, for programs."""

from __future__ import annotations

import json
from typing import Any

from mockserver.checks.outcome import CheckedSource, Outcome, place_of
from mockserver.findings import Finding, Severity


def render_json(outcome: Outcome) -> str:
    """Write ``{"findings": […], "counts": {…}, "files": n, "failed": true, "broken": […]}``."""
    counts = outcome.counts()
    document = {
        "findings": [
            _record(source, finding, outcome, is_fixable=finding in fixes)
            for source, fixes in ((source, source.fixes_by_finding()) for source in outcome.sources)
            for finding in source.ordered
        ],
        "counts": {severity.value: counts.get(severity, 0) for severity in Severity},
        "files": len(outcome.sources),
        "failed": outcome.failed,
        "broken": list(outcome.broken),
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def _record(source: CheckedSource, finding: Finding, outcome: Outcome, *, is_fixable: bool) -> dict[str, Any]:
    place = place_of(finding)
    return {
        "file": source.name,
        "line": place.line,
        "column": place.column,
        "pointer": finding.pointer,
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "hint": finding.hint,
        "why": outcome.why(finding),
        "evidence": finding.evidence,
        "source": finding.source,
        "fixable": is_fixable,
    }
