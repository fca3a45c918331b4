"""What differs between what was expected and what came: the base of every match.

Mappings are compared by subset: members nobody asked for are no difference. Lists are compared in full,
by length and order. In place of a value an expectation may hold a matcher, a mapping whose keys all
start with ``$``::

    {$any: true}            anything, as long as it is there
    {$absent: true}         nothing: the member must not be there
    {$type: string}         a value of that JSON type
    {$pattern: "^Event_"}   text the regular expression is found in
    {$uuid: true}           text that is a UUID
    {$range: [1, 3]}        a number, or text such as a time, from the first to the last; null for no end
    {$one_of: [a, b]}       one of these
    {$length: 3}            a list, a mapping or text so long
    {$any_order: [...]}     a list of these, in any order
    {$contains: [...]}      a list with these in it, in any order, and perhaps others
    {$exactly: {...}}       this and nothing more; no matchers inside
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

from mockserver.findings import pointer
from mockserver.simulator.pairing import most_pairs


@dataclass(frozen=True, slots=True)
class Absent:
    """Stands for a value that is not there, and says why."""

    why: str = "it is missing"


ABSENT: Final = Absent()
"""The value of a member that is not there."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where what came is not what was expected.

    ``pointer`` is an RFC 6901 JSON pointer, empty for the whole value. ``sentence`` says it all in
    words, place included.
    """

    pointer: str
    expected: Any
    actual: Any
    sentence: str

    @property
    def weight(self) -> int:
        """How much of the expectation is missed: the number of plain values in it, at least 1."""
        return max(_leaves(self.expected), 1)

    @property
    def said(self) -> str:
        """The sentence without the place."""
        return self.sentence.split(": ", 1)[-1]

    def __str__(self) -> str:
        return self.sentence


def difference(expected: Any, actual: Any, at: tuple[str | int, ...] = ()) -> list[Difference]:
    """Give every difference between an expectation and a value, none if it matches.

    ``at`` are the member names and indexes that lead to the value. Raises ``ValueError`` for a matcher
    that cannot be meant; ``matcher_mistakes`` finds those beforehand.
    """
    if is_matcher(expected):
        return _match(expected, actual, at)
    if isinstance(expected, Mapping) and isinstance(actual, Mapping):
        return [
            found
            for name, wanted in expected.items()
            for found in difference(wanted, actual.get(name, ABSENT), (*at, name))
        ]
    if isinstance(expected, list | tuple) and isinstance(actual, list | tuple):
        return _list_difference(expected, actual, at)
    return [] if same(expected, actual) else [_differs(expected, actual, at)]


def matches(expected: Any, actual: Any) -> bool:
    """Tell whether a value is as expected."""
    return not difference(expected, actual)


def distance(differences: list[Difference]) -> int:
    """Tell how far apart an expectation and a value are, to find the nearest of several."""
    return sum(found.weight for found in differences)


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are the same JSON: 1 is 1.0, but neither ``true`` nor ``"1"``."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(value, other[name]) for name, value in one.items())
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return json_type(one) == json_type(other) and bool(one == other)


def json_type(value: Any) -> str:
    """Name a value's JSON type: ``null``, ``boolean``, ``number``, ``string``, ``array``, ``object``."""
    if value is None:
        return "null"
    for name, kinds in _TYPES.items():
        if isinstance(value, kinds):
            return name
    return type(value).__name__


_TYPES: dict[str, Any] = {  # boolean first: Python counts its booleans among the numbers
    "boolean": bool,
    "number": (int, float),
    "string": str,
    "array": (list, tuple),
    "object": Mapping,
}


def is_matcher(expected: Any) -> bool:
    """Tell whether an expected value is a matcher."""
    return (
        isinstance(expected, Mapping)
        and bool(expected)
        and all(isinstance(name, str) and name.startswith("$") for name in expected)
    )


def matcher_mistakes(
    expected: Any, at: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Find what is wrong with the matchers in an expectation: each mistake's place and what it is."""
    if isinstance(expected, Mapping):
        odd = [name for name in expected if str(name).startswith("$")]
        if odd and not is_matcher(expected):
            yield (*at, odd[0]), f"{odd[0]} is a matcher and cannot stand among plain members"
            return
        for name, value in expected.items():
            yield from _member_mistakes(str(name), value, (*at, name))
    elif isinstance(expected, list | tuple):
        for index, item in enumerate(expected):
            yield from matcher_mistakes(item, (*at, index))


def _member_mistakes(
    name: str, value: Any, at: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if not name.startswith("$"):
        yield from matcher_mistakes(value, at)
    elif name not in _MATCHERS:
        near = get_close_matches(name, _MATCHERS, n=1, cutoff=0.7)
        advice = f"did you mean {near[0]}?" if near else "there are " + ", ".join(_MATCHERS)
        yield at, f"unknown matcher {name!r}: {advice}"
    elif message := _MATCHERS[name].mistake(value):
        yield at, f"{name}: {message}"
    elif name in _NESTING:
        yield from matcher_mistakes(value, at)


def _exact_difference(expected: Any, actual: Any, at: tuple[str | int, ...]) -> list[Difference]:
    """Give every difference where nothing but what is expected may be there and matchers are plain values."""
    wanted, got = _members(expected), _members(actual)
    if wanted is None or got is None or json_type(expected) != json_type(actual):
        return [] if same(expected, actual) else [_differs(expected, actual, at)]
    found: list[Difference] = []
    for name, value in wanted.items():
        found += _exact_difference(value, got.get(name, ABSENT), (*at, name))
    return found + [_unexpected(value, (*at, name)) for name, value in got.items() if name not in wanted]


def _members(value: Any) -> Mapping[Any, Any] | None:
    if isinstance(value, Mapping):
        return value
    return dict(enumerate(value)) if isinstance(value, list | tuple) else None


def _unexpected(value: Any, at: tuple[str | int, ...]) -> Difference:
    return Difference(pointer(*at), ABSENT, value, f"{_place(at)}: unexpected, got {describe(value)}")


def _list_difference(expected: Any, actual: Any, at: tuple[str | int, ...]) -> list[Difference]:
    found: list[Difference] = []
    for index in range(max(len(expected), len(actual))):
        place = (*at, index)
        if index >= len(expected):
            found.append(_unexpected(actual[index], place))
        else:
            found += difference(expected[index], actual[index] if index < len(actual) else ABSENT, place)
    return found


def _unordered_difference(
    expected: Any, actual: Any, at: tuple[str | int, ...], *, complete: bool
) -> list[Difference]:
    pairs = most_pairs(
        [[number for number, came in enumerate(actual) if matches(wanted, came)] for wanted in expected]
    )
    missing = [wanted for index, wanted in enumerate(expected) if index not in pairs]
    found = [
        Difference(
            pointer(*at), wanted, ABSENT, f"{_place(at)}: expected {describe(wanted)} among them, not found"
        )
        for wanted in missing
    ]
    left = set(range(len(actual))) - set(pairs.values()) if complete else set()
    return found + [_unexpected(actual[index], (*at, index)) for index in sorted(left)]


def _length_difference(expected: Any, actual: Any, at: tuple[str | int, ...]) -> list[Difference]:
    return [
        Difference(found.pointer, {"$length": expected}, actual, f"{_place(at)}: the length: " + found.said)
        for found in difference(expected, len(actual), at)
    ]


def _differs(expected: Any, actual: Any, at: tuple[str | int, ...]) -> Difference:
    if isinstance(actual, Absent):
        words = f"expected {describe(expected)}, {actual.why}"
    elif isinstance(expected, str) and isinstance(actual, str):
        words = "expected {}, got {}".format(*_around_first_difference(expected, actual))
    elif json_type(expected) == json_type(actual):
        words = f"expected {describe(expected)}, got {describe(actual)}"
    else:
        words = f"expected {_with_kind(expected)}, got {_with_kind(actual)}"
    return Difference(pointer(*at), expected, actual, f"{_place(at)}: {words}")


def describe(value: Any, *, width: int = 100) -> str:
    """Show a value in one line as JSON, long ones cut."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= width else f"{text[: width - 1]}…"


_KIND_WORDS = {"number": "the number ", "string": "the text ", "array": "the list ", "object": "the mapping "}


def _with_kind(value: Any) -> str:
    return _KIND_WORDS.get(json_type(value), "") + describe(value)


def _around_first_difference(expected: str, actual: str, *, width: int = 100) -> tuple[str, str]:
    """Show two texts, cut to where they part if they are long."""
    if len(expected) <= width and len(actual) <= width:
        return describe(expected, width=2 * width), describe(actual, width=2 * width)
    pairs = enumerate(zip(expected, actual, strict=False))
    alike = next((index for index, (one, other) in pairs if one != other), min(len(expected), len(actual)))
    start = max(0, alike - width // 3)

    def cut(text: str) -> str:
        shown = describe(text[start : start + width], width=2 * width)
        return ("…" if start else "") + shown + ("…" if start + width < len(text) else "")

    return cut(expected), f"{cut(actual)} (they part at character {alike + 1})"


def _place(at: tuple[str | int, ...]) -> str:
    text = pointer(*at) or "the whole"
    return "".join(sign if sign.isprintable() else json.dumps(sign)[1:-1] for sign in text)


def _leaves(value: Any) -> int:
    if is_matcher(value):
        return 1
    if isinstance(value, Mapping):
        return sum(map(_leaves, value.values()))
    if isinstance(value, list | tuple):
        return sum(map(_leaves, value))
    return 1


@dataclass(frozen=True, slots=True)
class _Matcher:
    """One kind of matcher: whether a value fits, how it is said, and what it may be given."""

    fits: Callable[[Any, Any], bool]
    wording: Callable[[Any], str]
    mistake: Callable[[Any], str]


def _match(expected: Mapping[str, Any], actual: Any, at: tuple[str | int, ...]) -> list[Difference]:
    found: list[Difference] = []
    for name, argument in expected.items():
        if name not in _MATCHERS:
            raise ValueError(f"unknown matcher {name!r}")
        matcher = _MATCHERS[name]
        if name == "$exactly":
            found += _exact_difference(argument, actual, at)
        elif name in ("$any_order", "$contains") and isinstance(actual, list | tuple):
            found += _unordered_difference(argument, actual, at, complete=name == "$any_order")
        elif name == "$length" and isinstance(actual, Mapping | list | tuple | str):
            found += _length_difference(argument, actual, at)
        elif not matcher.fits(argument, actual):
            got = actual.why if isinstance(actual, Absent) else f"got {describe(actual)}"
            sentence = f"{_place(at)}: expected {matcher.wording(argument)}, {got}"
            found.append(Difference(pointer(*at), {name: argument}, actual, sentence))
    return found


_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")


def _only_true(argument: Any) -> str:
    return "" if argument is True else "write true after it"


def _type_mistake(argument: Any) -> str:
    known = ("null", "integer", *_TYPES)
    return "" if argument in known else f"{argument!r} is no JSON type; there are {', '.join(known)}"


def _pattern_mistake(argument: Any) -> str:
    if not isinstance(argument, str):
        return "write a regular expression as text"
    try:
        re.compile(argument)
    except re.error as error:
        return f"not a regular expression: {error}"
    return ""


def _list_mistake(argument: Any) -> str:
    return "" if isinstance(argument, list | tuple) and argument else "write a list after it"


def _range_mistake(argument: Any) -> str:
    ends = [end for end in argument if end is not None] if isinstance(argument, list | tuple) else []
    kinds = {json_type(end) for end in ends}
    if len(ends) and len(argument) == 2 and len(kinds) == 1 and kinds <= {"number", "string"}:
        return ""
    return "write its two ends: [1, 3], [1, null], or two texts such as times"


def _in_range(ends: Any, actual: Any) -> bool:
    first, last = ends
    if json_type(actual) != json_type(last if first is None else first):
        return False
    return (first is None or first <= actual) and (last is None or actual <= last)


def _range_words(ends: Any) -> str:
    parts = (
        f"{word} {describe(end)}"
        for word, end in zip(("from", "up to"), ends, strict=True)
        if end is not None
    )
    return "a value " + " ".join(parts)


def _length_mistake(argument: Any) -> str:
    whole = isinstance(argument, int) and not isinstance(argument, bool) and argument >= 0
    return (
        "" if whole or is_matcher(argument) else "write a whole number, or a matcher such as {$range: [1, 3]}"
    )


def _is_of_type(name: str, actual: Any) -> bool:
    if name == "integer":
        return json_type(actual) == "number" and float(actual).is_integer()
    return json_type(actual) == name


_MATCHERS: dict[str, _Matcher] = {
    "$any": _Matcher(lambda _, got: not isinstance(got, Absent), lambda _: "anything", _only_true),
    "$absent": _Matcher(lambda _, got: isinstance(got, Absent), lambda _: "nothing", _only_true),
    "$type": _Matcher(_is_of_type, lambda name: f"a value of type {name}", _type_mistake),
    "$pattern": _Matcher(
        lambda pattern, got: isinstance(got, str) and re.search(pattern, got) is not None,
        lambda pattern: f"text matching /{pattern}/",
        _pattern_mistake,
    ),
    "$uuid": _Matcher(
        lambda _, got: isinstance(got, str) and _UUID.match(got) is not None, lambda _: "a UUID", _only_true
    ),
    "$range": _Matcher(_in_range, _range_words, _range_mistake),
    "$one_of": _Matcher(
        lambda choices, got: any(matches(choice, got) for choice in choices),
        lambda choices: f"one of {describe(choices)}",
        _list_mistake,
    ),
    "$length": _Matcher(
        lambda *_: False, lambda length: f"something {describe(length)} long", _length_mistake
    ),
    "$any_order": _Matcher(
        lambda *_: False, lambda items: f"a list of {describe(items)} in any order", _list_mistake
    ),
    "$contains": _Matcher(
        lambda *_: False, lambda items: f"a list with {describe(items)} in it", _list_mistake
    ),
    "$exactly": _Matcher(same, lambda value: f"exactly {describe(value)}", lambda _: ""),
}
_NESTING = ("$one_of", "$length", "$any_order", "$contains")
"""Matchers with further expectations inside."""
