"""What an expression may give when a message is rendered, as far as the template alone tells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import reduce
from typing import Final

MOST_LITERALS: Final = 12


class Danger(IntEnum):
    """Who may have put a character into a text that means something where the text goes."""

    NONE = 0
    """Nobody: a number, a date, an identifier, an escaped text."""
    SENDER = 1
    """Whoever triggers the message: a property of an event, of an API call, of a Canvas; an API's answer."""
    PERSON = 2
    """Whoever filled a profile: names, cities, custom attributes."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant of the template that a value may be; ``start`` and ``end`` are its place, or -1."""

    value: object
    start: int = -1
    end: int = -1

    @property
    def text(self) -> str:
        """The constant as it prints."""
        if self.value is None:
            return ""
        return str(self.value).lower() if isinstance(self.value, bool) else str(self.value)


@dataclass(frozen=True, slots=True)
class Pick:
    """An element taken, or a list joined, where there may be nothing: the key of what, where, and how."""

    key: str
    index: int
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Something a value came from: its key, and whether only one element of it is left."""

    key: str
    one: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """What is known of a value before anybody is rendered for.

    ``closed``: it is one of ``literals`` and nothing else. ``absent``: keys of what may have no value, so
    that this has none. ``json`` and ``url``: who may put a dangerous character into it.
    ``escaped``: it went through `json_escape` as a whole.
    """

    literals: tuple[Literal, ...] = ()
    closed: bool = False
    absent: frozenset[str] = frozenset()
    json: Danger = Danger.NONE
    url: Danger = Danger.NONE
    raw: Danger = Danger.NONE
    """What an escape keeps at bay; it comes back where the escape is torn apart."""
    escaped: bool = False
    partly_escaped: bool = False
    picks: frozenset[Pick] = frozenset()
    sources: frozenset[Source] = frozenset()
    is_array: bool = False
    is_json: bool = False
    suffixed: bool = False
    named: bool = False
    """It came by way of a variable, where the next editor looks for the text to change."""
    size_of: frozenset[str] = frozenset()
    """Keys of what this number is the size of."""

    @property
    def only(self) -> Literal | None:
        """The one constant it is, if it is one."""
        return self.literals[0] if self.closed and len(self.literals) == 1 else None

    def present(self) -> Value:
        """Give the value where it is known to hold something."""
        return replace(self, absent=frozenset(), picks=frozenset())


ANYTHING: Final = Value()
NUMBER: Final = Value()


def constant(value: object, start: int = -1, end: int = -1) -> Value:
    """Give a constant of the template."""
    return Value(literals=(Literal(value, start, end),), closed=True)


def either(left: Value, right: Value) -> Value:
    """Give what a value is that one or the other branch made."""
    if left == right:
        return left
    literals = tuple(dict.fromkeys((*left.literals, *right.literals)))
    few = len(literals) <= MOST_LITERALS
    return Value(
        literals=literals if few else (),
        closed=left.closed and right.closed and few,
        absent=left.absent | right.absent,
        json=max(left.json, right.json),
        url=max(left.url, right.url),
        raw=max(left.raw, right.raw),
        escaped=left.escaped and right.escaped,
        partly_escaped=left.partly_escaped or right.partly_escaped,
        picks=left.picks | right.picks,
        sources=left.sources | right.sources,
        is_array=left.is_array or right.is_array,
        is_json=left.is_json and right.is_json,
        suffixed=left.suffixed or right.suffixed,
        named=left.named or right.named,
    )


def joined(parts: Iterable[Value]) -> Value:
    """Give the text that parts make, one printed behind the other."""
    listed = [part for part in parts if part.only is None or part.only.text]
    if not listed:
        return constant("")
    if len(listed) == 1:
        return replace(listed[0], is_array=False)
    return reduce(_two, listed)


def _two(left: Value, right: Value) -> Value:
    closed = left.only is not None and right.only is not None
    text = left.only.text + right.only.text if left.only and right.only else ""
    return Value(
        literals=(Literal(text),) if closed else (),
        closed=closed,
        absent=frozenset(),
        json=max(left.json, right.json),
        url=max(left.url, right.url),
        raw=max(left.raw, right.raw),
        escaped=_is_escaped(left, right) or _is_escaped(right, left),
        partly_escaped=left.partly_escaped or right.partly_escaped,
        picks=left.picks | right.picks,
        sources=left.sources | right.sources,
        suffixed=left.suffixed or right.suffixed,
    )


def _is_escaped(left: Value, right: Value) -> bool:
    """Tell whether a text stays escaped with another beside it."""
    plain = right.only is not None and not right.named and not breaks_json(right.only.text)
    return left.escaped and (right.escaped or plain)


def breaks_json(text: str) -> bool:
    """Tell whether a text cannot stand in a JSON string as it is."""
    return any(character in '"\\' or character < " " for character in text)
