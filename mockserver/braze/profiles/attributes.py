"""The rules by which Braze turns a custom attribute on the wire into the value it keeps.

``updated`` is pure: it takes the value kept so far and the value sent, and gives the new one. Where Braze
accepts a call and silently drops the update, it raises ``Dropped`` with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mockserver.braze.profiles.nested import Dropped, check_size, merged, nested_object, updated_objects
from mockserver.braze.times import parse_time, render_time
from mockserver.evidence import Assumptions

Stored = Any
"""A kept value: bool, int, float, str, an aware datetime, or a list or dict of these. Never None."""

MAX_STRING_BYTES = 479
MAX_STRING_CHARACTERS = 255
_SURELY_SHORT = MAX_STRING_BYTES // 4
"""A character takes four bytes at most."""
_SURELY_SMALL = 30
"""So many values of an array take less than its size, whatever stands in them."""
_INT64 = 2**63
_ARRAY_OPERATIONS = {"add", "remove"}
_OBJECT_OPERATIONS = {"$add", "$update", "$remove"}


@dataclass(frozen=True, slots=True)
class AttributeRules:
    """The choices in force for what Braze's pages leave open about custom attributes."""

    cut_long_strings: bool = True
    remove_line_breaks: bool = False
    arrays_are_sets: bool = True
    array_limit: int = 500

    @classmethod
    def chosen(cls, assumptions: Assumptions) -> AttributeRules:
        """Take the choices from a sandbox's assumptions."""
        return cls(
            cut_long_strings=assumptions.is_set("braze.string_limit", "truncate"),
            remove_line_breaks=assumptions.is_set("braze.line_breaks", "removed"),
            arrays_are_sets=assumptions.is_set("braze.array_values", "set"),
            array_limit=int(assumptions.number("braze.array_limit")),
        )


def updated(stored: Stored, sent: object, rules: AttributeRules, *, merge: bool = False) -> Stored:
    """Give the value an attribute has after an update, None where it is removed.

    ``stored`` is the value so far, None where there is none; ``merge`` is ``_merge_objects``.
    Raises ``Dropped`` where Braze ignores the update.
    Source: https://www.braze.com/docs/api/objects_filters/user_attributes_object/
    """
    if sent is None:
        return None
    if isinstance(sent, str):
        return _updated_string(stored, sent, rules)
    if isinstance(sent, list):
        return _whole_array(sent, rules)
    if isinstance(sent, dict):
        return _updated_by_object(stored, sent, rules, merge=merge)
    return _scalar(sent, rules)


def clean_string(text: str, rules: AttributeRules) -> str:
    """Clean a string as Braze does before it keeps it: ends trimmed, broken characters taken out.

    It is cut at 479 bytes. Raises ``Dropped`` for one longer than 255 characters where the choice is
    to ignore it.
    Source: https://www.braze.com/docs/user_guide/data/activation/attributes/data_types/
    """
    # Most texts are plain and short: what cannot be broken or too long is not measured.
    cleaned = (text if text.isascii() else text.encode("utf-8", errors="ignore").decode()).strip()
    if rules.remove_line_breaks:
        cleaned = cleaned.replace("\r", "").replace("\n", "")
    if len(cleaned) <= _SURELY_SHORT:
        return cleaned
    if rules.cut_long_strings:
        return cleaned.encode()[:MAX_STRING_BYTES].decode(errors="ignore")
    if len(cleaned) > MAX_STRING_CHARACTERS:
        raise Dropped(f"its text is longer than {MAX_STRING_CHARACTERS} characters")
    return cleaned


def exported(value: Stored) -> Any:
    """Give a kept value in the form exports show: times as ISO 8601 text."""
    if isinstance(value, datetime):
        return render_time(value)
    if isinstance(value, list):
        return [exported(element) for element in value]
    if isinstance(value, dict):
        return {name: exported(member) for name, member in value.items()}
    return value


def _updated_string(stored: Stored, sent: str, rules: AttributeRules) -> Stored:
    moment = parse_time(sent)
    if moment is not None:
        return moment
    text = clean_string(sent, rules)
    if not text and stored is not None and not isinstance(stored, str):
        raise Dropped("an empty text changes nothing on an attribute of another type")
    return text


def _scalar(sent: object, rules: AttributeRules) -> Stored:
    if isinstance(sent, str):
        return clean_string(sent, rules)
    if isinstance(sent, bool):
        return sent
    if isinstance(sent, int | float):
        return _number(sent)
    kind = {list: "an array", dict: "an object", type(None): "null"}.get(type(sent), type(sent).__name__)
    raise Dropped(f"{kind} cannot stand here")


def _number(sent: int | float) -> float:
    if -_INT64 <= sent < _INT64:
        return sent
    try:
        return float(sent)
    except OverflowError:
        raise Dropped("the number is too large") from None


def _whole_array(sent: list[object], rules: AttributeRules) -> list[Stored]:
    if any(isinstance(element, dict) for element in sent):
        objects = [nested_object(element) for element in sent]
        check_size(objects)
        return objects
    elements = [_scalar(element, rules) for element in sent]
    return _kept(_distinct(elements) if rules.arrays_are_sets else elements, rules)


def _kept(elements: list[Stored], rules: AttributeRules) -> list[Stored]:
    """Keep what an array may hold: the newest elements, which are the last ones."""
    newest = elements[max(0, len(elements) - rules.array_limit) :]
    if len(newest) > _SURELY_SMALL:
        check_size(newest)
    return newest


def _distinct(elements: Iterable[Stored]) -> list[Stored]:
    first: dict[object, Stored] = {}
    for element in elements:
        first.setdefault(_identity(element), element)
    return list(first.values())


def _identity(value: Stored) -> object:
    # 1, 1.0 and True are equal in Python and different values in Braze.
    return type(value), value


def _updated_by_object(
    stored: Stored, sent: Mapping[str, object], rules: AttributeRules, *, merge: bool
) -> Stored:
    names = set(sent)
    if names == {"inc"}:
        return _incremented(stored, sent["inc"])
    if names and names <= _ARRAY_OPERATIONS:
        return _changed_array(stored, sent, rules)
    if names and names <= _OBJECT_OPERATIONS:
        return updated_objects(stored, sent, merge=merge)
    value = nested_object(sent)
    if merge and isinstance(stored, dict) and isinstance(value, dict):
        value = merged(stored, value)
    check_size(value)
    return value


def _incremented(stored: Stored, step: object) -> Stored:
    if isinstance(step, bool) or not isinstance(step, int):
        raise Dropped("`inc` takes a whole number")
    if stored is None:
        return _number(step)
    if isinstance(stored, bool) or not isinstance(stored, int | float):
        raise Dropped("only a number can be incremented")
    try:
        return _number(stored + step)
    except OverflowError:
        raise Dropped("the number is too large") from None


def _changed_array(stored: Stored, sent: Mapping[str, object], rules: AttributeRules) -> list[Stored]:
    if stored is not None and not isinstance(stored, list):
        raise Dropped("`add` and `remove` change only arrays")
    added = _operand(sent, "add", rules)
    removed = {_identity(element) for element in _operand(sent, "remove", rules)}
    elements = list(stored or ())
    if rules.arrays_are_sets:
        added = _distinct(added)
        moved = {_identity(element) for element in added}
        elements = [element for element in elements if _identity(element) not in moved]
    return _kept([e for e in [*elements, *added] if _identity(e) not in removed], rules)


def _operand(sent: Mapping[str, object], name: str, rules: AttributeRules) -> list[Stored]:
    elements = sent.get(name, [])
    if not isinstance(elements, list):
        raise Dropped(f"`{name}` takes an array")
    return [_scalar(element, rules) for element in elements]
