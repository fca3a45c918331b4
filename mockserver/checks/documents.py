"""The JSON texts within a text, one or one on each line, and the payloads that each holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from mockserver.checks.kinds import nearest_member, recognise
from mockserver.checks.places import Places
from mockserver.contracts.checked import Checked
from mockserver.contracts.json_text.reading import parse_json
from mockserver.errors import Location
from mockserver.findings import pointer

LINES: Final = (".jsonl", ".ndjson")


@dataclass(frozen=True)
class Document:
    """A JSON text that begins at an index of a larger one, and what reading it gave."""

    text: str
    offset: int
    read: Checked[Any]

    @cached_property
    def places(self) -> Places:
        """Where its members stand in the larger text."""
        return Places(self.text, self.offset)

    @property
    def payloads(self) -> Iterator[tuple[str, Any]]:
        """Each payload with its pointer: the items of an array of payloads, or all of the document."""
        if not self.read.ok:
            return
        value = self.read.value
        if isinstance(value, list) and any(map(_is_payload, value)):
            yield from ((pointer(index), item) for index, item in enumerate(value))
        else:
            yield "", value

    def index(self, place: Location) -> int:
        """Give the index in the larger text of a place in this one."""
        before = self.text.split("\n")[: place.line - 1]
        return self.offset + sum(len(line) + 1 for line in before) + place.column - 1


def documents_in(text: str, offset: int, name: str) -> Iterator[Document]:
    """Read the JSON texts of a text that begins at an index of a larger one.

    There is one on each line if the end of the name or the first line tells so.
    """
    if not (name.endswith(LINES) or _is_lines(text)):
        yield _document(text, offset, name)
        return
    for line in text.split("\n"):
        if line.strip():
            yield _document(line, offset, name)
        offset += len(line) + 1


def _document(text: str, offset: int, name: str) -> Document:
    return Document(text, offset, parse_json(text.encode("utf-8", errors="surrogatepass"), source=name))


def _is_lines(text: str) -> bool:
    """Tell whether a text has several lines and the first is a whole object of its own."""
    first, _, rest = text.strip().partition("\n")
    if not rest.strip() or not first.rstrip().endswith("}"):
        return False
    return isinstance(parse_json(first.encode("utf-8", errors="surrogatepass")).value, dict)


def _is_payload(item: object) -> bool:
    return isinstance(item, dict) and bool(recognise(item) or nearest_member(item))
