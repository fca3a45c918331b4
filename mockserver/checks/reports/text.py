"""Findings for people: the place, the line with a caret, a way out, and once for each rule why it matters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final

from click import style

from mockserver.checks.outcome import CheckedSource, Outcome, place_of
from mockserver.contracts.wording import plural
from mockserver.errors import Location, excerpt
from mockserver.findings import Finding, Severity

_COLOURS: Final[Mapping[Severity, str]] = {
    Severity.ERROR: "red",
    Severity.WARNING: "yellow",
    Severity.NOTE: "cyan",
}
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_dim = partial(style, dim=True)


def render_text(outcome: Outcome) -> str:
    """Write the findings file by file, then how many there are; coloured, which click takes off for files."""
    told: set[str] = set()
    parts = [line for source in outcome.sources for line in _source_lines(source, outcome, told)]
    mistakes = [line for mistake in outcome.broken for line in (*map(_printable, mistake.split("\n")), "")]
    return "\n".join([*parts, *mistakes, summary(outcome)])


def summary(outcome: Outcome) -> str:
    """Say how many findings there are in how many files: ``2 errors, 1 note in 1 of 3 files``."""
    return "; ".join(_summed_up(outcome))


def _summed_up(outcome: Outcome) -> Iterator[str]:
    counts = outcome.counts()
    checked = sum(not source.passed_over for source in outcome.sources)
    total = _counted(checked, "file")
    if counts:
        numbers = ", ".join(_counted(counts[each], each) for each in Severity if counts[each])
        affected = sum(bool(source.findings) for source in outcome.sources)
        yield style(f"{numbers} in {affected} of {total}", bold=True)
    elif checked or not outcome.broken:
        yield style(f"nothing found in {total}", fg=None if outcome.broken else "green")
    if mendable := sum(len(source.fixes) for source in outcome.sources):
        yield f"{mendable} can be mended with --fix"
    if unknown := len(outcome.sources) - checked:
        yield f"{_counted(unknown, 'file')} of no known kind passed over"
    if outcome.broken:
        yield style(f"{_counted(len(outcome.broken), 'mistake')} kept files from being checked", fg="red")


def _counted(number: int, noun: str) -> str:
    return f"{number} {plural(number, noun)}"


def _source_lines(source: CheckedSource, outcome: Outcome, told: set[str]) -> Iterator[str]:
    if source.findings and source.read_as:
        yield _dim(f"{source.name} is read as {source.read_as}")
    lines = source.text.split("\n")
    for finding in source.ordered:
        yield from _finding_lines(source, finding, lines)
        if finding.code not in told and (why := outcome.why(finding)):
            told.add(finding.code)
            yield _dim(f"  why: {why}")
        yield ""


def _finding_lines(source: CheckedSource, finding: Finding, lines: list[str]) -> Iterator[str]:
    place = place_of(finding)
    where = f"{source.name}:{place.line}:{place.column}"
    code = style(f"{finding.code} {finding.severity}", fg=_COLOURS[finding.severity], bold=True)
    member = f" at {finding.pointer}" if finding.pointer else ""
    yield f"{_printable(where)} {code}{_printable(f'{member}: {finding.message}')}"
    yield from map(_printable, _excerpt(lines, place))
    if finding.hint:
        yield f"  hint: {_printable(finding.hint)}"


def _printable(text: str) -> str:
    """Keep what would command a terminal from reaching it."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def _excerpt(lines: list[str], place: Location) -> list[str]:
    line = lines[place.line - 1].rstrip("\r") if place.line <= len(lines) else ""
    return excerpt(line, place) if line.strip() else []
