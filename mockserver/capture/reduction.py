"""Making a JSON value smaller, step by step, as long as it stays interesting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Interesting = Callable[[Any], bool]
"""Tells whether a smaller value still shows what one is after."""


def reduce_value(value: Any, is_interesting: Interesting) -> Any:
    """Give a value that is still interesting and that leaving any one thing out of it would spoil.

    Members, items and characters are left out; letters become ``a`` and numbers 0 or 1 where they may.
    """
    while True:
        smaller = _reduced_once(value, is_interesting)
        if smaller == value and type(smaller) is type(value):
            return value
        value = smaller


def _reduced_once(value: Any, is_interesting: Interesting) -> Any:
    if isinstance(value, Mapping):
        return _reduced_mapping(dict(value), is_interesting)
    if isinstance(value, list):
        return _reduced_list(value, is_interesting)
    if isinstance(value, str):
        return _reduced_text(value, is_interesting)
    if isinstance(value, int | float) and not isinstance(value, bool) and value not in (0, 1):
        return next((simple for simple in (0, 1) if is_interesting(simple)), value)
    return value


def _reduced_mapping(value: dict[str, Any], is_interesting: Interesting) -> dict[str, Any]:
    for name in list(value):
        rest = {other: member for other, member in value.items() if other != name}
        if is_interesting(rest):
            value = rest
    for name in list(value):

        def fits(member: Any, name: str = name, rest: Mapping[str, Any] = value) -> bool:
            return is_interesting({**rest, name: member})

        value = {**value, name: _reduced_once(value[name], fits)}
    return value


def _reduced_list(items: list[Any], is_interesting: Interesting) -> list[Any]:
    items = _without_parts(items, is_interesting)
    for index, item in enumerate(items):
        before, after = items[:index], items[index + 1 :]

        def fits(smaller: Any, before: list[Any] = before, after: list[Any] = after) -> bool:
            return is_interesting([*before, smaller, *after])

        items = [*before, _reduced_once(item, fits), *after]
    return items


def _reduced_text(text: str, is_interesting: Interesting) -> str:
    plain = "".join("a" if sign.isalnum() else sign for sign in text)
    if plain != text and is_interesting(plain):
        text = plain
    return "".join(_without_parts(list(text), lambda signs: is_interesting("".join(signs))))


def _without_parts(items: list[Any], is_interesting: Interesting) -> list[Any]:
    """Leave out everything if that may be, then halves, quarters and so on down to single items."""
    size = len(items)
    while size:
        start = 0
        while start < len(items):
            rest = items[:start] + items[start + size :]
            if is_interesting(rest):
                items = rest
            else:
                start += size
        size //= 2
    return items


def size_of(value: Any) -> int:
    """Count what there is to read in a value: names, items and characters."""
    if isinstance(value, Mapping):
        return sum(len(str(name)) + size_of(member) for name, member in value.items())
    if isinstance(value, list):
        return sum(1 + size_of(item) for item in value)
    return len(str(value))
