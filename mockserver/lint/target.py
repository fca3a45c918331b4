"""Where output goes, piece by piece: a URL, a header, a body that turns out to be JSON, a capture."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from mockserver.lint.json_position import JsonPosition, Path, meet
from mockserver.lint.values import Value, constant, either, joined

_BEGINS_JSON: Final = re.compile(r"\s*(?:\{\s*\"|\[\s*[\"{\[])")
_MOST_PARTS: Final = 100
_FORM: Final = re.compile(r"\s*[\w.\-\[\]%]+=")
_JSON: Final = re.compile(r"\s*(?:\{\s*(?:[\"}“„]|(?:'[^']*'|\w+)\s*:|$)|\[\s*(?:[\"{\[\]“„\d-]|$))")


class Into(StrEnum):
    """What is being written."""

    URL = "URL"
    HEADER = "header"
    BODY = "body"
    """Not yet known of what form: nothing but white space was printed."""
    JSON = "JSON"
    FORM = "form"
    TEXT = "text"
    CAPTURE = "capture"


@dataclass(frozen=True, slots=True)
class Place:
    """The place an output goes to; in JSON its path, and whether it stands in a string."""

    into: Into
    path: Path = ()
    quoted: bool = False
    first: bool = False
    """Nothing was printed before it."""


@dataclass(slots=True)
class Target:
    """What is being written, and what was printed so far."""

    into: Into
    json: JsonPosition
    parts: tuple[Value, ...] = ()
    holds_json: bool = False
    """A capture began as JSON, so that what is put into it has to be escaped there."""

    @classmethod
    def of(cls, into: Into) -> Target:
        """Begin to write."""
        return cls(into, JsonPosition())

    def fork(self) -> Target:
        """Give a copy that goes on by itself."""
        return replace(self, json=self.json.fork())

    def become(self, other: Target) -> None:
        """Take another target over."""
        self.into, self.json, self.parts = other.into, other.json, other.parts
        self.holds_json = other.holds_json

    def text(self, text: str, at: int) -> None:
        """Print text of the template that stands at an index of the source."""
        if self.into is Into.BODY and text.strip():
            self.into = _form_of(text)
        if self.into is Into.CAPTURE and _BEGINS_JSON.match(text) and not self.parts:
            self.holds_json = True
        if self.into is Into.JSON or self.holds_json:
            self.json.text(text, at)
        if self.into not in (Into.JSON, Into.BODY):
            self._add(constant(text, at, at + len(text)))

    def output(self, value: Value, at: int) -> Place:
        """Print a value, and tell where it went."""
        if self.into is Into.BODY:
            self.into = Into.TEXT
        place = self.place
        if place.into is Into.JSON:
            self.json.output(value, at)
        if self.into is not Into.JSON:
            self._add(value)
        return place

    def _add(self, part: Value) -> None:
        # Copied for every branch, the parts of a long text must not become many.
        kept = self.parts if len(self.parts) < _MOST_PARTS else (joined(self.parts),)
        self.parts = (*kept, part)

    @property
    def place(self) -> Place:
        """Where the next output goes."""
        position = self.json
        if self.into is Into.JSON or self.holds_json:
            return Place(Into.JSON, position.path, position.in_string)
        return Place(self.into, first=not any(map(_prints, self.parts)))

    @property
    def value(self) -> Value:
        """What was printed, as a value."""
        return joined(self.parts)


def _prints(part: Value) -> bool:
    return part.only is None or bool(part.only.text.strip())


def _form_of(text: str) -> Into:
    if _JSON.match(text):
        return Into.JSON
    return Into.FORM if _FORM.match(text) else Into.TEXT


def meet_targets(left: Target, right: Target) -> Target:
    """Give what was written behind two branches."""
    decided = right if left.into is Into.BODY else left
    parts = _meet_parts(left.parts, right.parts)
    return Target(decided.into, meet(left.json, right.json), parts, left.holds_json and right.holds_json)


def _meet_parts(left: tuple[Value, ...], right: tuple[Value, ...]) -> tuple[Value, ...]:
    if left == right:
        return left
    same = 0
    while same < min(len(left), len(right)) and left[same] is right[same]:
        same += 1
    return (*left[:same], either(joined(left[same:]), joined(right[same:])))
