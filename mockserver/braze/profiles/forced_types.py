"""Custom attributes whose type an administrator fixed: what is sent is converted, or ignored.

Source: https://www.braze.com/docs/user_guide/data/activation/custom_data/managing_custom_data/
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mockserver.braze.number_text import parse_number
from mockserver.braze.profiles.attributes import AttributeRules, Stored, clean_string, updated
from mockserver.braze.profiles.data_names import AttributeType, type_of
from mockserver.braze.profiles.nested import Dropped
from mockserver.braze.times import parse_time

_TRUE, _FALSE = ("1", "true", "t"), ("0", "false", "f")


def updated_as(
    kind: AttributeType, stored: Stored, sent: object, rules: AttributeRules, *, merge: bool = False
) -> Stored:
    """Give the value an attribute of a fixed type has after an update, None where it is removed.

    Raises ``Dropped`` for a value that cannot be made one of the type.
    """
    if sent is None:
        return None
    kept = stored if stored is not None and _fits(stored, kind) else None
    if kind == "string":
        return clean_string(_text(sent), rules)
    value = updated(kept, _CONVERSIONS.get(kind, _unchanged)(sent), rules, merge=merge)
    if not _fits(value, kind):
        raise Dropped(f"the attribute's type is fixed to {kind}")
    return value


def _fits(value: Stored, kind: AttributeType) -> bool:
    return type_of(value) == kind or (value == [] and kind == "object_array")


def _text(sent: object) -> str:
    if isinstance(sent, bool):
        return str(sent).lower()
    if isinstance(sent, str | int | float):
        return str(sent)
    raise Dropped("the attribute's type is fixed to string")


def _boolean(sent: object) -> object:
    word = str(sent).strip().lower()
    return word in _TRUE if word in (*_TRUE, *_FALSE) else sent


def _number(sent: object) -> object:
    number = parse_number(sent) if isinstance(sent, str) else None
    return sent if number is None else number


def _time(sent: object) -> object:
    if not isinstance(sent, str) or parse_time(sent) is None:
        raise Dropped("the attribute's type is fixed to time")
    return sent


def _unchanged(sent: object) -> object:
    return sent


_CONVERSIONS: Mapping[str, Callable[[Any], object]] = {"boolean": _boolean, "number": _number, "time": _time}
