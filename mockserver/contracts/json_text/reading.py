"""Reading JSON text.

Stricter than Python's own reader where the vendors' are: no NaN or Infinity, no numbers beyond what
a double holds, and a limit to nesting.
"""

from __future__ import annotations

import json
import math
import re
from codecs import BOM_UTF8
from typing import Any, Final

from mockserver.contracts.checked import Checked, conclude
from mockserver.contracts.json_text.places import index_of_depth, tokens_of
from mockserver.contracts.json_text.rules import (
    DEEPEST,
    READING_RULES,
    BadBytes,
    Broken,
    Parsed,
    lone_surrogate,
    not_utf8,
    number_out_of_range,
    repeated_member,
    too_deep,
    whole_characters,
)
from mockserver.rules import apply

_LONGEST_INTEGER: Final = 300
_SURROGATE_ESCAPE: Final = re.compile(r"\\u[dD][89a-fA-F]")


class _UnusableNumberError(Exception):
    """A number or a constant that JSON readers of other languages refuse."""


class _RepeatedNameError(Exception):
    """A name that occurs twice in an object."""


def parse_json(body: bytes, *, source: str = "body") -> Checked[Any]:
    """Read a body as JSON; the value is its data, which is None for JSON's null too.

    A byte order mark is passed over. Of a repeated name the last value counts. Half surrogate pairs
    become U+FFFD, so that the data can always be written out again.
    """
    try:
        # Looking for the mark first: the codec that passes over it is written in Python.
        text = body.decode("utf-8-sig" if body.startswith(BOM_UTF8) else "utf-8")
    except UnicodeDecodeError as error:
        return conclude(not_utf8.findings(BadBytes(body, error, source)), None)
    if body.count(b"[") + body.count(b"{") > DEEPEST:
        index = index_of_depth(text, DEEPEST + 1)
        if index is not None:
            return conclude(too_deep.findings(Broken(text, "", index, source)), None)
    return _parse_text(text, source)


def _parse_text(text: str, source: str) -> Checked[Any]:
    repeats = False
    try:
        try:
            value = _OF_ONCE_NAMED.decode(text)
        except _RepeatedNameError:
            repeats, value = True, _OF_ANY.decode(text)
    except json.JSONDecodeError as error:
        return conclude(apply(READING_RULES, Broken(text, error.msg, error.pos, source)), None)
    except _UnusableNumberError as error:
        word = str(error)
        broken = Broken(text, word[:40], _index_of_word(text, word), source)
        return conclude(number_out_of_range.findings(broken), None)
    return _whole(Parsed(text, value, repeats, source))


def _whole(parsed: Parsed) -> Checked[Any]:
    findings = list(repeated_member.findings(parsed)) if parsed.repeats else []
    if not _SURROGATE_ESCAPE.search(parsed.text):
        return Checked(tuple(findings), parsed.value)
    findings += lone_surrogate.findings(parsed)
    return Checked(tuple(findings), _whole_value(parsed.value))


def _whole_value(value: object) -> object:
    if isinstance(value, str):
        return whole_characters(value)
    if isinstance(value, dict):
        return {whole_characters(name): _whole_value(member) for name, member in value.items()}
    return [_whole_value(item) for item in value] if isinstance(value, list) else value


def _refuse(word: str) -> object:
    raise _UnusableNumberError(word)


def _float(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise _UnusableNumberError(digits)
    return number


def _int(digits: str) -> int:
    if len(digits) > _LONGEST_INTEGER:
        raise _UnusableNumberError(digits)
    return int(digits)


def _index_of_word(text: str, word: str) -> int:
    return next((token.index for token in tokens_of(text) if token.text == word), 0)


def _named_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _RepeatedNameError
    return members


# A decoder is dear to make; almost no text repeats a name and is read by the second one.
_OF_ANY: Final = json.JSONDecoder(parse_constant=_refuse, parse_float=_float, parse_int=_int)
_OF_ONCE_NAMED: Final = json.JSONDecoder(
    object_pairs_hook=_named_once, parse_constant=_refuse, parse_float=_float, parse_int=_int
)
