"""Where in a YAML text the characters of a value stand: behind quotes and escapes, indented, folded.

Source: https://yaml.org/spec/1.2.2/#chapter-7-flow-style-productions
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

from yaml.nodes import ScalarNode

from mockserver.transcripts import Quoting, Transcript, not_at_all

_Stretch = tuple[int, int]
_PROPERTIES: Final = re.compile(r"(?:[&!]\S*\s+)*")
_HEADER: Final = re.compile(r"[|>][^\n]*(?:\n|\Z)")
_FOLD: Final = re.compile(r"[ \t]*\r?\n\s*")
_CONTINUED: Final = re.compile(r"\\\r?\n[ \t]*")
_ESCAPE: Final = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"  # a pair of surrogates is one character
    r"|\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)"
)
_BREAK: Final = re.compile("[\r\n\x85\u2028\u2029]")
_HARMLESS: Final = re.compile(r"\w(?:[\w .-]*\w)?")


def _on_one_line(text: str) -> str | None:
    return None if _BREAK.search(text) else text


def _in_single_quotes(text: str) -> str | None:
    return None if _BREAK.search(text) else text.replace("'", "''")


_QUOTINGS: Final[Mapping[str | None, Quoting]] = {
    "'": _in_single_quotes,
    '"': lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    "|": _on_one_line,
    ">": _on_one_line,
    None: lambda text: text if _HARMLESS.fullmatch(text) else None,
}


def transcribe_scalar(node: ScalarNode, text: str) -> Transcript:
    """Read a scalar of a YAML text with the index of each character of its value.

    Where these cannot be told, all stand at the beginning of the scalar.
    """
    properties = _PROPERTIES.match(text, node.start_mark.index)
    start = properties.end() if properties else node.start_mark.index
    if node.style in ("|", ">"):
        header = _HEADER.match(text, start)
        places = list(_block_places(node.value, text, header.end() if header else start))
    else:
        quotes = 1 if node.style else 0
        places = list(_flow_places(text, start + quotes, node.end_mark.index - quotes, node.style or ""))
    if len(places) != len(node.value):
        return Transcript.made_up(node.value, start)
    end = places[-1][1] if places else start + (1 if node.style else 0)
    indexes = (*(place for place, _ in places), end)
    return Transcript(node.value, indexes, tuple(_quotings(places, text, _QUOTINGS[node.style])))


def _quotings(places: list[_Stretch], text: str, quoting: Quoting) -> Iterator[Quoting]:
    """Give how each character is written; what is beside a line's end is YAML's, and nothing is put there."""
    behind = places[0][0] if places else 0
    for start, stop in places:
        yield quoting if start == behind and "\n" not in text[start:stop] else not_at_all
        behind = stop


def _flow_places(text: str, at: int, end: int, style: str) -> Iterator[_Stretch]:
    """Give where each character of a plain or quoted value begins and ends."""
    while at < end:
        fold, continued = _FOLD.match(text, at, end), style == '"' and _CONTINUED.match(text, at)
        if continued:
            at = continued.end()
        elif fold:
            # One line break is a blank; of several the first goes.
            yield from [(at, fold.end())] * max(fold[0].count("\n") - 1, 1)
            at = fold.end()
        else:
            stop = _behind(text, at, style)
            yield at, stop
            at = stop


def _behind(text: str, at: int, style: str) -> int:
    """Give the end of a character, however it is written."""
    if style == '"' and (escape := _ESCAPE.match(text, at)):
        return escape.end()
    return at + 2 if style == "'" and text.startswith("''", at) else at + 1


def _block_places(value: str, text: str, at: int) -> Iterator[_Stretch]:
    """Give where each character of a block begins and ends; of indentation within the value roughly."""
    for character in value:
        while not character.isspace() and text[at : at + 1].isspace():
            at += 1
        yield at, min(at + 1, len(text))
        at = min(at + 1, len(text))
