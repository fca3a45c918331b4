"""Reports of what checks found, each a text of the whole outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from mockserver.checks.outcome import Outcome
from mockserver.checks.reports.github import render_github
from mockserver.checks.reports.json import render_json
from mockserver.checks.reports.junit import render_junit
from mockserver.checks.reports.sarif import render_sarif
from mockserver.checks.reports.text import render_text

FORMATS: Final[Mapping[str, Callable[[Outcome], str]]] = {
    "text": render_text,
    "json": render_json,
    "sarif": render_sarif,
    "github": render_github,
    "junit": render_junit,
}
"""The name of each format, and what writes it."""
