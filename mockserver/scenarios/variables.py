"""Variables in scenario files: ``$(name)`` stands for a value, ``$(user.email)`` for a part of one.

The form is neither Liquid's (``{{ … }}``, ``{% … %}``) nor Braze's (``${…}``), and YAML needs no quotes
around it. Where a text is nothing but a variable, the value keeps its type; inside a longer text it is
written as text. ``$$(`` is a plain ``$(``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from mockserver.errors import MockServerError
from mockserver.marked_yaml import DEEPEST, MOST_VALUES, size_of

NAME = r"[A-Za-z_][A-Za-z0-9_-]*"
_PART = re.compile(rf"\.({NAME})|\[(\d+)\]")
_REFERENCE = re.compile(rf"(\$\$\()|\$\(({NAME})((?:\.{NAME}|\[\d+\])*)\)")
"""A plain ``$(`` written as ``$$(``, or a variable: its name and the parts after it."""
_BROKEN = re.compile(r"(?<!\$)\$\((?P<rest>[^)]*\)?)")

Path_ = tuple[str | int, ...]
Lookup = Callable[[str], Any]
"""Gives a variable's value by its name; raises ``KeyError`` for one it does not know."""


LONGEST_TEXT = 1_000_000
"""How many characters variables may make a text of."""


class VariableError(MockServerError):
    """A variable that has no value; ``path`` leads to the text that names it."""

    def __init__(self, path: Path_, message: str, *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.path = path


def has_reference(text: str) -> bool:
    """Tell whether a text names a variable."""
    return any(not found[1] for found in _REFERENCE.finditer(text))


def references(value: Any) -> Iterator[str]:
    """Give the names of the variables that a value names, in all its texts and keys."""
    if isinstance(value, str):
        yield from (found[2] for found in _REFERENCE.finditer(value) if not found[1])
    elif isinstance(value, Mapping):
        for key, member in value.items():
            yield from references(key)
            yield from references(member)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


def substitute(value: Any, lookup: Lookup, *, later: frozenset[str] = frozenset(), at: Path_ = ()) -> Any:
    """Put values in the place of variables, in all the texts and keys of a value.

    Variables in ``later`` get their values later: they stay, and with them every ``$$(``. Raises
    ``VariableError`` for one without a value.
    """
    if isinstance(value, str):
        return _in_text(value, lookup, later, at)
    if isinstance(value, Mapping):
        return _in_mapping(value, lookup, later, at)
    if isinstance(value, list):
        return [substitute(item, lookup, later=later, at=(*at, index)) for index, item in enumerate(value)]
    return value


def _in_mapping(value: Mapping[str, Any], lookup: Lookup, later: frozenset[str], at: Path_) -> dict[str, Any]:
    """Substitute in keys and values; a key that a variable gave goes before the same one written out."""
    made: dict[str, Any] = {}
    given: dict[str, Any] = {}
    for name, member in value.items():
        key = _key(name, lookup, later, at)
        content = substitute(member, lookup, later=later, at=(*at, name))
        made[key] = content
        if key != name:
            given[key] = content
    return {**made, **given}


def _key(name: str, lookup: Lookup, later: frozenset[str], at: Path_) -> str:
    key = _in_text(name, lookup, later, at)
    if isinstance(key, list | Mapping):
        raise VariableError(
            (*at, name), f"the key {name} must be text", hint="its value is a list or a mapping"
        )
    return _as_text(key, at)


def _in_text(text: str, lookup: Lookup, later: frozenset[str], at: Path_) -> Any:
    if "$(" not in text:
        return text
    whole = _REFERENCE.fullmatch(text)
    if whole is not None and not whole[1] and whole[2] not in later:
        return _value(whole, lookup, at)
    _refuse_broken(text, at)

    def write(found: re.Match[str]) -> str:
        if found[1]:
            return found[0] if later else "$("
        return found[0] if found[2] in later else _as_text(_value(found, lookup, at), at)

    made = _REFERENCE.sub(write, text)
    if len(made) > LONGEST_TEXT:
        raise VariableError(at, f"this would be a text of more than {LONGEST_TEXT} characters")
    return made


def _refuse_broken(text: str, at: Path_) -> None:
    """Refuse what begins like a variable and is none, but for a regular expression's ``$(?…)``."""
    for found in _BROKEN.finditer(text):
        if _REFERENCE.match(text, found.start()) is None and not found["rest"].startswith("?"):
            raise VariableError(
                at,
                f"{found[0]} is no variable",
                hint="write $(name), $(name.part) or $(name[0]); $$( for a plain $(",
            )


def _as_text(value: Any, at: Path_) -> str:
    if isinstance(value, str):
        return value
    check_size(value, at)
    return json.dumps(value, ensure_ascii=False)


def check_size(value: Any, at: Path_) -> None:
    """See that a value that variables, rows and fragments made can be worked with.

    Raises ``VariableError`` for more than ``MOST_VALUES`` and for more than ``DEEPEST`` levels.
    """
    count, levels = size_of(value, {})
    if levels > DEEPEST:
        raise VariableError(at, f"this would be nested deeper than {DEEPEST} levels")
    if count > MOST_VALUES:
        raise VariableError(at, f"this would be more than {MOST_VALUES} values")


def _value(found: re.Match[str], lookup: Lookup, at: Path_) -> Any:
    try:
        value = lookup(found[2])
    except KeyError as unknown:
        raise VariableError(
            at, f"there is no variable {found[2]!r}", hint=_nearest(found[2], unknown)
        ) from None
    for part in _PART.finditer(found[3]):
        value = _part(value, part, found[0], at)
    return value


def _nearest(name: str, unknown: KeyError) -> str:
    known = [str(one) for one in unknown.args[1:]]
    near = get_close_matches(name, known, n=1)
    if near:
        return f"did you mean $({near[0]})?"
    return "known here: " + ", ".join(known) if known else "none is known here"


def _part(value: Any, part: re.Match[str], whole: str, at: Path_) -> Any:
    try:
        if part[1] is not None and isinstance(value, Mapping):
            return value[part[1]]
        if part[2] is not None and isinstance(value, list):
            return value[int(part[2])]
    except (KeyError, IndexError):
        pass
    raise VariableError(at, f"{whole}: there is no {part[0]} in {_as_text(value, at)}")


class Definitions:
    """Variables by name whose values may name others, each worked out when it is asked for."""

    def __init__(self, raw: Mapping[str, Any], places: Mapping[str, Path_] | None = None) -> None:
        self._raw = raw
        self._places = places or {}
        self._done: dict[str, Any] = {}
        self._open: list[str] = []

    def __call__(self, name: str) -> Any:
        """Give a variable's value.

        Raises ``KeyError`` with the known names for one that is not there and ``VariableError`` for one
        that is made of itself.
        """
        if name in self._done:
            return self._done[name]
        place = self._places.get(name, ())
        if name not in self._raw:
            raise KeyError(name, *self._raw)
        if name in self._open:
            raise VariableError(place, "a variable is made of itself: " + " -> ".join([*self._open, name]))
        self._open.append(name)
        try:
            self._done[name] = substitute(self._raw[name], self, at=place)
        except RecursionError:
            raise VariableError(place, "too many variables are made of each other") from None
        self._open.pop()
        return self._done[name]
