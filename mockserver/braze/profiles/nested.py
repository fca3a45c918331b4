"""Nested custom attributes: objects and arrays of objects.

Whatever is invalid anywhere inside drops the whole update of the attribute.
Source: https://www.braze.com/docs/user_guide/data/activation/attributes/nested_custom_attribute_support/
and https://www.braze.com/docs/user_guide/data/activation/attributes/array_of_objects/
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from mockserver.braze.times import parse_time

MAX_SIZE = 100 * 1024
"""Bytes an array, an object or an array of objects may take as JSON."""
MAX_TEXT = 255
"""Characters of a name or a text inside an object."""
MAX_DEPTH = 100
"""Levels that are read. Braze publishes no limit; this one keeps a hostile body from ending the process."""

Object = dict[str, Any]


class Dropped(Exception):
    """An update that Braze accepts and does not make; the text says why."""


def check_size(value: object) -> None:
    """Hold a value to the size Braze keeps.

    Raises ``Dropped`` for a larger one.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    size = len(text.encode(errors="surrogatepass"))
    if size > MAX_SIZE:
        raise Dropped(f"it takes {size} bytes, and at most {MAX_SIZE} are kept")


def nested_object(sent: object, depth: int = 0) -> Any:
    """Read an object on the wire, ``{"$time": …}`` included."""
    if not isinstance(sent, Mapping):
        raise Dropped("an array of objects holds nothing but objects")
    if "$time" in sent:
        return _time(sent)
    if depth > MAX_DEPTH:
        raise Dropped(f"it is nested more than {MAX_DEPTH} levels deep")
    return {_name(name): _value(value, depth + 1) for name, value in sent.items()}


def merged(stored: Object, sent: Object) -> Object:
    """Merge an object into a kept one, key by key and all the way down."""
    result = dict(stored)
    for name, value in sent.items():
        kept = result.get(name)
        both = isinstance(kept, dict) and isinstance(value, dict)
        result[name] = merged(kept, value) if both else value  # type: ignore[arg-type]
    return result


def updated_objects(stored: object, sent: Mapping[str, object], *, merge: bool) -> list[Object]:
    """Apply ``$add``, ``$update`` and ``$remove`` to an array of objects."""
    if stored is not None and not (isinstance(stored, list) and all(isinstance(o, dict) for o in stored)):
        raise Dropped("`$add`, `$update` and `$remove` change only arrays of objects")
    objects: list[Object] = list(stored or ())
    objects += [nested_object(element) for element in _changes(sent, "$add")]
    for change in _changes(sent, "$update"):
        objects = _replaced(objects, change, merge=merge)
    for change in _changes(sent, "$remove"):
        chosen = _matcher(change)
        objects = [element for element in objects if not chosen(element)]
    check_size(objects)
    return objects


def _replaced(objects: list[Object], change: object, *, merge: bool) -> list[Object]:
    chosen = _matcher(change)
    new = nested_object(change.get("$new_object") if isinstance(change, Mapping) else None)
    return [(merged(old, new) if merge else new) if chosen(old) else old for old in objects]


def _matcher(change: object) -> Callable[[Object], bool]:
    if not isinstance(change, Mapping) or not {"$identifier_key", "$identifier_value"} <= set(change):
        raise Dropped("`$update` and `$remove` name `$identifier_key` and `$identifier_value`")
    name, value = change["$identifier_key"], change["$identifier_value"]
    # 1, 1.0 and True are equal in Python and different values in Braze.
    return lambda element: (type(element.get(name)), element.get(name)) == (type(value), value)


def _changes(sent: Mapping[str, object], name: str) -> list[object]:
    changes = sent.get(name, [])
    if not isinstance(changes, list):
        raise Dropped(f"`{name}` takes an array")
    return changes


def _value(sent: object, depth: int) -> Any:
    if isinstance(sent, Mapping):
        return nested_object(sent, depth)
    if isinstance(sent, list):
        return _list_value(sent, depth)
    if isinstance(sent, str) and len(sent) > MAX_TEXT:
        raise Dropped(f"a text inside is longer than {MAX_TEXT} characters")
    if sent is None:
        raise Dropped("there is a null inside")
    return sent


def _list_value(sent: list[object], depth: int) -> list[Any]:
    if depth > MAX_DEPTH:
        raise Dropped(f"it is nested more than {MAX_DEPTH} levels deep")
    return [_value(element, depth + 1) for element in sent]


def _name(name: object) -> str:
    if not isinstance(name, str):  # as in YAML
        raise Dropped(f"{name!r} is no name for a nested value: it is no text")
    if len(name) > MAX_TEXT or any(mark in name for mark in " .$"):
        raise Dropped(f"{name[:40]!r} is no name for a nested value: blanks, `.` and `$` are not allowed")
    return name


def _time(sent: Mapping[str, object]) -> Any:
    text = sent["$time"]
    moment = parse_time(text) if isinstance(text, str) and len(sent) == 1 else None
    if moment is None:
        raise Dropped("a `$time` inside is no time")
    return moment
