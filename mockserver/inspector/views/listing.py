"""A text with line numbers, and the findings about it at their places."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mockserver.contracts.json_text.places import places_in
from mockserver.errors import locate
from mockserver.findings import Finding, Severity
from mockserver.inspector.views.findings import FindingView, finding_view
from mockserver.inspector.views.texts import shortened
from mockserver.simulator.masking import mask_text

_LONG_LINE = 100


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding in a line; ``column`` counts from 1."""

    column: int
    finding: FindingView


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text."""

    number: int
    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def worst(self) -> str:
        """The gravest severity of its marks; empty where it has none."""
        found = {mark.finding.severity for mark in self.marks}
        return next((str(severity) for severity in Severity if severity in found), "")

    @property
    def pieces(self) -> tuple[tuple[str, bool], ...]:
        """The text cut at its marks: each piece, and whether it is a character that a mark points at."""
        places = sorted({mark.column - 1 for mark in self.marks})
        pieces, done = [], 0
        for place in places:
            pieces += [(self.text[done:place], False), (self.text[place : place + 1] or " ", True)]
            done = place + 1
        return tuple(piece for piece in (*pieces, (self.text[done:], False)) if piece[0])


@dataclass(frozen=True, slots=True)
class Listing:
    """A text in lines; ``loose`` are the findings that have no place in it."""

    lines: tuple[Line, ...]
    loose: tuple[FindingView, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is no text."""
        return not self.lines


def listing(text: str, findings: Iterable[Finding] = (), *, sources: frozenset[str] = frozenset()) -> Listing:
    """Put a text into lines and findings to their places in it, credentials masked.

    A finding with a location belongs here if ``sources`` names the location's text, or names none; one
    with a JSON pointer if the text is JSON. A JSON text of one long line is written in several.
    """
    found = list(dict.fromkeys(findings))
    if not any(finding.location for finding in found):
        text = _spread(text)
    placed: dict[int, list[Mark]] = defaultdict(list)
    loose = []
    places = _places(text)
    lines = shortened(mask_text(text)).split("\n")
    for finding in found:
        place = _place(finding, text, places, sources)
        if place is None or place[0] > len(lines):
            loose.append(finding_view(finding))
        else:
            placed[place[0]].append(_mark(finding, lines[place[0] - 1], place[1]))
    numbered = [
        Line(number, line.rstrip("\r"), tuple(sorted(placed[number], key=lambda one: one.column)))
        for number, line in enumerate(lines, 1)
    ]
    return Listing(_without_margins(numbered), tuple(loose))


def located(findings: Iterable[Finding], source: str) -> list[Finding]:
    """Give the findings that have a place in the text of that name."""
    return [finding for finding in findings if finding.location and finding.location.source == source]


def _mark(finding: Finding, line: str, column: int) -> Mark:
    return Mark(min(column, len(line) + 1), finding_view(finding))


def _place(
    finding: Finding, text: str, places: Mapping[str, int], sources: frozenset[str]
) -> tuple[int, int] | None:
    location = finding.location
    if location is not None:
        return (location.line, location.column) if not sources or location.source in sources else None
    pointer = finding.pointer
    while pointer and pointer not in places:
        # What is missing has no place of its own; what it is missing from has.
        pointer = pointer.rpartition("/")[0]
    if not pointer:
        return None
    place, _ = locate(text, places[pointer], "")
    return place.line, place.column


def _places(text: str) -> dict[str, int]:
    try:
        json.loads(text)
        return dict(places_in(text))
    except (ValueError, RecursionError):
        return {}


def _spread(text: str) -> str:
    """Write JSON of one long line in several; any other text stays as it is."""
    if "\n" in text.strip() or len(text) < _LONG_LINE:
        return text
    try:
        value = json.loads(text, object_pairs_hook=_unrepeated)
    except (ValueError, RecursionError):
        return text
    return json.dumps(value, ensure_ascii=False, indent=2) if isinstance(value, dict | list) else text


def _unrepeated(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a member is repeated")
    return members


def _without_margins(lines: list[Line]) -> tuple[Line, ...]:
    """Leave out the blank lines around a text: published templates begin with many."""
    said = [index for index, line in enumerate(lines) if line.text.strip() or line.marks]
    return tuple(lines[said[0] : said[-1] + 1]) if said else ()
