"""Filters of arrays."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

from mockserver.liquid.failures import LIMITS, LimitReached, LiquidFailure
from mockserver.liquid.ruby import values
from mockserver.liquid.ruby.values import elements, is_equal, is_truthy, order, to_text


def join(value: object, glue: object = " ") -> str:
    """Put the elements together with a text between them."""
    between = glue if isinstance(glue, str) else to_text(glue)
    if isinstance(value, list) and len(value) <= LIMITS.items and len(value) * len(between) <= LIMITS.text:
        try:
            return between.join(value)
        except TypeError:
            pass  # not all of them are texts
    items = elements(value)
    if len(items) * len(between) > LIMITS.text:
        raise LimitReached("a text that is too long")
    return between.join(map(to_text, items))


def first(value: object) -> object:
    """Give the first element."""
    return values.first(value)


def last(value: object) -> object:
    """Give the last element."""
    return values.last(value)


def size(value: object) -> int:
    """Count elements or characters."""
    return values.size(value)


def concat(value: object, other: object) -> list[object]:
    """Put an array behind another."""
    if not isinstance(other, list):
        raise LiquidFailure("concat filter requires an array argument")
    return [*elements(value), *other]


def reverse(value: object) -> list[object]:
    """Turn an array around."""
    return elements(value)[::-1]


def compact(value: object, key: object = None) -> object:
    """Leave out nil, or the elements whose property is nil."""
    if key is None:
        return [item for item in elements(value) if item is not None]
    return _select(value, key, lambda found: found is not None)


def map_(value: object, key: object) -> list[object]:
    """Give a property of every element."""
    return [None if not _has_members(item) else _property(item, key) for item in elements(value)]


def where(value: object, key: object, wanted: object = None) -> object:
    """Keep the elements whose property is truthy, or equals a value."""
    if wanted is None:
        return _select(value, key, is_truthy)
    return _select(value, key, lambda found: is_equal(found, wanted))


def reject(value: object, key: object, wanted: object = None) -> object:
    """Leave out the elements ``where`` would keep."""
    if wanted is None:
        return _select(value, key, lambda found: not is_truthy(found))
    return _select(value, key, lambda found: not is_equal(found, wanted))


def find(value: object, key: object, wanted: object = None) -> object:
    """Give the first element ``where`` would keep."""
    found = where(value, key, wanted)
    return found[0] if isinstance(found, list) and found else None


def find_index(value: object, key: object, wanted: object = None) -> int | None:
    """Give the index of the first element ``where`` would keep."""
    items = elements(value)
    return next((index for index, item in enumerate(items) if where([item], key, wanted)), None)


def has(value: object, key: object, wanted: object = None) -> bool:
    """Tell whether ``where`` would keep anything."""
    return bool(where(value, key, wanted))


def uniq(value: object, key: object = None) -> object:
    """Keep the first of elements that are the same."""
    seen: set[Hashable] = set()
    kept: list[object] = []
    items = elements(value)
    if len(items) <= 1:
        return items  # Ruby does not look at the property of a single element
    for item in items:
        if key is not None and not _has_members(item):
            return None
        identity = _identity(item if key is None else _property(item, key))
        if identity not in seen:
            seen.add(identity)
            kept.append(item)
    return kept


def sum_(value: object, key: object = None) -> int | float:
    """Add the elements, or a property of them."""
    total: int | float = 0
    for item in elements(value):
        total = values.add(total, item if key is None else _property(item, key))
    return total


def sort(value: object, key: object = None) -> object:
    """Sort by value or by a property, nil last."""
    return _sorted(value, key, _compare)


def sort_natural(value: object, key: object = None) -> object:
    """Sort without regard to case, nil last."""
    return _sorted(value, key, _compare_naturally)


def _sorted(value: object, key: object, compare: Callable[[object, object], int]) -> object:
    items = elements(value)
    if key is None:
        return _merged(items, compare)
    if not all(map(_has_members, items)):
        return None
    return _merged(items, lambda one, other: compare(_property(one, key), _property(other, key)))


def _merged(items: Sequence[object], compare: Callable[[object, object], int]) -> list[object]:
    """Sort by merging halves, as the C library does for Ruby.

    Another way gives another order where neither of two comes first, as those without the property.
    """
    if len(items) < 2:
        return list(items)
    half = len(items) // 2
    left, right = deque(_merged(items[:half], compare)), deque(_merged(items[half:], compare))
    merged = []
    while left and right:
        merged.append((left if compare(left[0], right[0]) <= 0 else right).popleft())
    return [*merged, *left, *right]


def _compare(one: object, other: object) -> int:
    result = order(one, other)
    if result is not None:
        return result
    if one is None or other is None:
        return 1 if one is None else -1
    raise LiquidFailure("cannot sort values of incompatible types")


def _compare_naturally(one: object, other: object) -> int:
    if one is None or other is None:
        return 1 if one is None else -1
    left, right = _folded(one), _folded(other)
    return (left > right) - (left < right)


def _folded(value: object) -> str:
    # Ruby's casecmp folds the letters of ASCII only.
    return "".join(letter.lower() if letter.isascii() else letter for letter in to_text(value))


def _select(value: object, key: object, keeps: Callable[[object], bool]) -> object:
    kept: list[object] = []
    for item in elements(value):
        if not _has_members(item):
            return None
        if keeps(_property(item, key)):
            kept.append(item)
    return kept


def _has_members(item: object) -> bool:
    return isinstance(item, str | int | Mapping | values.Drop) and not isinstance(item, bool)


def _property(item: object, key: object) -> object:
    """Give ``item[key]`` as Ruby would: of a string a part of it, of an integer a bit."""
    if isinstance(item, Mapping):
        return item.get(key) if isinstance(key, str) else None
    if isinstance(item, values.Drop):
        return item.look_up(key)
    if isinstance(item, str) and isinstance(key, str):
        return key if key in item else None
    if isinstance(key, float) and math.isfinite(key):
        key = int(key)
    if isinstance(item, str) and isinstance(key, int) and not isinstance(key, bool):
        return item[key] if -len(item) <= key < len(item) else None
    if isinstance(item, int) and isinstance(key, int) and not isinstance(key, bool):
        return item >> key & 1 if 0 <= key < LIMITS.digits else 0
    raise LiquidFailure(f"cannot select the property '{to_text(key)}'")


def _identity(value: object) -> Hashable:
    if isinstance(value, list):
        return ("list", *map(_identity, value))
    if isinstance(value, Mapping):
        return ("hash", frozenset((key, _identity(item)) for key, item in value.items()))
    return (type(value).__name__, value if isinstance(value, Hashable) else id(value))


def _members(group: Iterable[Callable[..., object]]) -> dict[str, Callable[..., object]]:
    return {function.__name__.rstrip("_"): function for function in group}


FILTERS = _members(
    (
        join, first, last, size, concat, reverse, compact, map_, where, reject, find, find_index, has, uniq,
        sum_, sort, sort_natural,
    )
)  # fmt: skip
