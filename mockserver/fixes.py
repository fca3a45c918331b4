"""Mending a text: edits that belong to findings, what they make of the text, and the difference shown."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import unified_diff

from mockserver.findings import Finding


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A stretch of a text, by character indexes, and what takes its place; an empty one is an insertion."""

    start: int
    end: int
    text: str

    def overlaps(self, other: Edit) -> bool:
        """Tell whether both change the same stretch, or put something at the same place."""
        return (self.start < other.end and other.start < self.end) or self.start == other.start


@dataclass(frozen=True, slots=True)
class Fix:
    """What mends one finding without a change of meaning: all of the edits, or none of them."""

    finding: Finding
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Mended:
    """A text after its fixes, and those that were applied; others stood in their way."""

    text: str
    applied: tuple[Fix, ...]


def apply_fixes(text: str, fixes: Iterable[Fix]) -> Mended:
    """Apply fixes in their order; one that overlaps with an earlier one is passed over.

    An edit that an earlier fix makes as well is no overlap and is made once.
    """
    applied: list[Fix] = []
    made: list[Edit] = []
    for fix in fixes:
        new = {edit for edit in fix.edits if not _is_made(edit, made)}
        if not any(_is_in_the_way(edit, made) for edit in new):
            applied.append(fix)
            for edit in new:
                insort(made, edit)
    return Mended(apply_edits(text, made), tuple(applied))


def _is_made(edit: Edit, made: list[Edit]) -> bool:
    index = bisect_left(made, edit)
    return index < len(made) and made[index] == edit


def _is_in_the_way(edit: Edit, made: list[Edit]) -> bool:
    # What was made is in order and does not overlap, so only the neighbours can.
    index = bisect_left(made, edit)
    return any(edit.overlaps(other) for other in made[max(index - 1, 0) : index + 1])


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Make edits that do not overlap."""
    pieces, last = [], 0
    for edit in sorted(edits):
        pieces += [text[last : edit.start], edit.text]
        last = edit.end
    return "".join([*pieces, text[last:]])


def render_diff(source: str, before: str, after: str) -> str:
    """Show what changes in a text as a unified diff; empty if nothing does."""
    name = source.lstrip("/")
    lines = unified_diff(_lines(before), _lines(after), f"a/{name}", f"b/{name}", lineterm="")
    return "\n".join(lines)


def _lines(text: str) -> list[str]:
    # Only line feeds end a line here, so that a diff shows no line that an editor would not.
    return [line.rstrip("\r") for line in text.removesuffix("\n").split("\n")]
