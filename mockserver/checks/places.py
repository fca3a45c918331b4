"""Where in a JSON text the members and items stand that findings point at."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from mockserver.contracts.json_text.places import Token, tokens_of
from mockserver.contracts.json_text.rules import whole_characters
from mockserver.errors import Location
from mockserver.findings import pointer

_ABOUT_NAMES: Final = frozenset(
    {"ROKT114", "ROKT115", "BRAZE309", "BRAZE324", "BRAZE353", "BRAZE354", "BRAZE408", "BRAZE389"}
)
"""Codes of findings about a member's name, not its value."""


@dataclass(frozen=True)
class Lines:
    """The lines of a text, to tell many places in it fast."""

    text: str
    source: str

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def locate(self, index: int) -> Location:
        """Give the place of an index."""
        line = bisect_right(self._starts, index)
        return Location(self.source, line, index - self._starts[line - 1] + 1)


@dataclass(frozen=True, slots=True)
class Place:
    """The stretch of a value by character indexes, and where the name before it begins, if it has one."""

    start: int
    end: int
    name: int | None = None


@dataclass(slots=True)
class _Open:
    at: str
    place: Place
    is_object: bool
    items: int = 0
    name: Token | None = None


@dataclass(frozen=True)
class Places:
    """Every member and item of a valid JSON text, by its pointer; ``offset`` is where the text begins."""

    text: str
    offset: int = 0

    @cached_property
    def by_pointer(self) -> Mapping[str, Place]:
        """The place of each pointer; of a repeated name the last one's."""
        return dict(_places(self.text, self.offset))

    def value(self, at: str) -> Place | None:
        """Give the place of a value, if there is one at that pointer."""
        return self.by_pointer.get(at)

    def index(self, at: str, code: str = "") -> int:
        """Give the index a finding is shown at: the value, its name, or what should hold what is missing."""
        found = self.by_pointer.get(at)
        while found is None and at:
            at = at.rpartition("/")[0]
            found = self.by_pointer.get(at)
        if found is None:
            return self.offset
        return found.name if code in _ABOUT_NAMES and found.name is not None else found.start


def _places(text: str, offset: int) -> Iterator[tuple[str, Place]]:
    stack: list[_Open] = []
    for token in tokens_of(text):
        top = stack[-1] if stack else None
        start, end = token.index + offset, token.index + len(token.text) + offset
        if token.text in ("}", "]"):
            closed = stack.pop()
            yield closed.at, Place(closed.place.start, end, closed.place.name)
        elif token.text == ",":
            assert top is not None  # noqa: S101 — valid JSON has commas only within brackets
            top.items, top.name = top.items + 1, None
        elif token.text == ":":
            continue
        elif top is not None and top.is_object and top.name is None:
            top.name = token
        else:
            at = _pointer(top)
            name = top.name.index + offset if top and top.name else None
            if token.text in ("{", "["):
                stack.append(_Open(at, Place(start, end, name), token.text == "{"))
            else:
                yield at, Place(start, end, name)


def _pointer(top: _Open | None) -> str:
    if top is None:
        return ""
    step = whole_characters(json.loads(top.name.text)) if top.name else top.items
    return top.at + pointer(step)
