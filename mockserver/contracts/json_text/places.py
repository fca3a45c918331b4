"""Where the members and items of a JSON text stand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from mockserver.findings import pointer

_TOKEN: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\Z)|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Token:
    """A string, a bracket, a separator or a bare word of a JSON text, and its index."""

    text: str
    index: int


@dataclass(slots=True)
class _Open:
    bracket: str
    at: str
    items: int = 0
    name: str = ""
    wants_name: bool = field(default=True)


def tokens_of(text: str) -> Iterator[Token]:
    """Cut a JSON text into tokens; a text that is not JSON is cut as far as it looks like it."""
    return (Token(match[0], match.start()) for match in _TOKEN.finditer(text))


def open_brackets(text: str) -> list[Token]:
    """Give the brackets a text leaves open at its end, the outermost first."""
    stack: list[Token] = []
    for token in tokens_of(text):
        if token.text in ("{", "["):
            stack.append(token)
        elif token.text in ("}", "]") and stack:
            stack.pop()
    return stack


def index_of_depth(text: str, depth: int) -> int | None:
    """Give the index of the first bracket of a text that opens that many levels, if any does."""
    level = 0
    for token in tokens_of(text):
        level += {"{": 1, "[": 1, "}": -1, "]": -1}.get(token.text, 0)
        if level == depth:
            return token.index
    return None


def places_in(text: str) -> Iterator[tuple[str, int]]:
    """Give the pointer of each member and item of a valid JSON text, and the index of its name or value."""
    stack: list[_Open] = []
    for token in tokens_of(text):
        top = stack[-1] if stack else None
        if token.text in ("}", "]"):
            stack.pop()
        elif token.text == ",":
            assert top is not None  # noqa: S101 — valid JSON has commas only within brackets
            top.items, top.wants_name = top.items + 1, True
        elif token.text != ":":
            yield from _place(token, top)
            if token.text in ("{", "["):
                stack.append(_Open(token.text, _pointer_of(top)))


def pointer_before(text: str, index: int) -> str:
    """Give the pointer of the last member or item that begins before an index of a text that is not JSON.

    A text may go on after that value by mistake, as one does whose quotes were not escaped.
    """
    stack: list[_Open] = []
    at = ""
    for token in tokens_of(text[:index]):
        top = stack[-1] if stack else None
        if token.text in ("}", "]"):
            at = stack.pop().at if stack else ""
        elif token.text == "," and top is not None:
            top.items, top.wants_name = top.items + 1, True
        elif token.text not in (":", ","):
            at = next((found for found, _ in _place(token, top)), at)
            if token.text in ("{", "["):
                stack.append(_Open(token.text, _pointer_of(top)))
    return at


def _place(token: Token, top: _Open | None) -> Iterator[tuple[str, int]]:
    if top is None or (top.bracket == "{" and not top.wants_name):
        return
    if top.bracket == "{":
        top.name, top.wants_name = _name(token.text), False
    yield _pointer_of(top), token.index


def _name(written: str) -> str:
    try:
        return str(json.loads(written))
    except ValueError:
        return written.strip('"')


def _pointer_of(top: _Open | None) -> str:
    if top is None:
        return ""
    return top.at + pointer(top.name if top.bracket == "{" else top.items)
