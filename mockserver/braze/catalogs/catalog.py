"""Catalogs: tables of items that messages look up by id.

Source: https://www.braze.com/docs/api/endpoints/catalogs/
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from mockserver.braze.number_text import parse_number
from mockserver.braze.times import parse_time

if TYPE_CHECKING:
    from mockserver.braze.catalogs.selections import CatalogSelection

Item = Mapping[str, Any]

FIELD_TYPES = ("string", "number", "boolean", "time", "object", "array", "geo")
MOST_FIELDS = 500
LONGEST_NAME = 250
LONGEST_VALUE = 5_000
EMPTY_SIZE = 12_868
DEEPEST = 50
"""Levels that an object or an array may have."""
_NAME = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class CatalogField:
    """A field of a catalog's items and its type."""

    name: str
    type: str = "string"


@dataclass(slots=True, eq=False, kw_only=True)
class Catalog:
    """One catalog; the first of ``fields`` is ``id``, and ``items`` are found by it."""

    name: str
    fields: tuple[CatalogField, ...]
    description: str = ""
    items: dict[str, Item] = field(default_factory=dict)
    selections: dict[str, CatalogSelection] = field(default_factory=dict)
    updated_at: datetime | None = None

    @property
    def types(self) -> Mapping[str, str]:
        """The types of the fields by name."""
        return {each.name: each.type for each in self.fields}

    @property
    def size(self) -> int:
        """Bytes the catalog takes: its items as JSON, and what an empty one takes in a recording."""
        return EMPTY_SIZE + sum(
            len(json.dumps(item, ensure_ascii=False).encode()) for item in self.items.values()
        )


@dataclass(eq=False)
class CatalogFault(Exception):
    """One entry of a catalog endpoint's ``errors``, on its way out."""

    id: str
    message: str
    parameters: tuple[str, ...] = ()
    values: tuple[Any, ...] = ()
    status: int = 400

    @property
    def told(self) -> dict[str, Any]:
        """The entry as it is answered."""
        return {
            "id": self.id,
            "message": self.message,
            "parameters": list(self.parameters),
            "parameter_values": list(self.values),
        }


def check_catalog(sent: object, taken: Iterable[str]) -> None:
    """Check the description of a new catalog.

    Raises ``CatalogFault``.
    """
    if not isinstance(sent, Mapping):
        raise CatalogFault("catalog-array-invalid", "'catalogs' must be an array of objects", ("catalogs",))
    name, description = sent.get("name"), sent.get("description")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        message = "Name can only contain letters, numbers, hyphens, and underscores"
        raise CatalogFault("invalid-catalog-name", message, ("name",), (name,))
    if len(name) > LONGEST_NAME:
        raise CatalogFault("catalog-name-too-large", "Name is too long", ("name",), (name,))
    if name in taken:
        message = "A catalog with that name already exists"
        raise CatalogFault("catalog-name-already-exists", message, ("name",), (name,))
    if isinstance(description, str) and len(description) > LONGEST_NAME:
        raise CatalogFault(
            "description-too-long", "Description is too long", ("description",), (description,)
        )
    fields = sent.get("fields")
    rows = fields if isinstance(fields, list) else []
    first = rows[0] if rows and isinstance(rows[0], Mapping) else {}
    if (first.get("name"), first.get("type")) != ("id", "string"):
        raise CatalogFault(
            "id-not-first-column", "The first field must be 'id' of type 'string'", ("fields",)
        )
    check_fields(rows)


def check_fields(rows: Sequence[Any], taken: Sequence[str] = ()) -> None:
    """Check the descriptions of fields beside the names of those there are.

    Raises ``CatalogFault``.
    """
    described = [row.get("name") if isinstance(row, Mapping) else None for row in rows]
    types = [row.get("type") if isinstance(row, Mapping) else None for row in rows]
    names = [*taken, *described]
    if not all(isinstance(name, str) and name for name in names):
        raise CatalogFault("invalid-field-names", "Field names must be strings", ("fields",), tuple(names))
    if len(set(names)) < len(names):
        raise CatalogFault("field-names-not-unique", "Field names must be unique", ("fields",), tuple(names))
    if any(len(str(name)) > LONGEST_NAME for name in names):
        raise CatalogFault("field-names-too-large", "A field name is too long", ("fields",))
    if any(kind not in FIELD_TYPES for kind in types):
        raise CatalogFault("invalid-field-types", "A field has an unknown type", ("fields",), tuple(types))
    if len(names) > MOST_FIELDS:
        fault = "catalog-exceeds-fields-limit" if taken else "too-many-fields"
        raise CatalogFault(fault, f"A catalog has at most {MOST_FIELDS} fields", ("fields",))


def check_item(catalog: Catalog, item: Item) -> dict[str, Any]:
    """Check an item's members by the fields of its catalog and give it with values converted to their types.

    Raises ``CatalogFault``.
    """
    types = catalog.types
    unknown = [name for name in item if name not in types]
    if unknown:
        message = "Some of the fields given do not exist in the catalog"
        raise CatalogFault("invalid-fields", message, ("fields",), tuple(unknown))
    return {name: converted(name, value, types[name]) for name, value in item.items()}


def check_id(item_id: object) -> str:
    """Check the id of an item.

    Raises ``CatalogFault``.
    """
    if not isinstance(item_id, str):
        raise CatalogFault("ids-not-strings", "Item ids must be strings", ("id",), (item_id,))
    if len(item_id) > LONGEST_NAME:
        raise CatalogFault("ids-too-large", "An item id is too long", ("id",), (item_id,))
    if not _NAME.fullmatch(item_id):
        message = "Item ids can only contain letters, numbers, hyphens, and underscores"
        raise CatalogFault("invalid-ids", message, ("id",), (item_id,))
    return item_id


def converted(name: str, value: Any, kind: str) -> Any:
    """Give a field's value in the field's type.

    Raises ``CatalogFault`` where it has no value of the type.
    """
    if value is None:
        return None
    if kind in ("object", "array") and _depth(value) > DEEPEST:
        raise CatalogFault("too-deep-nesting-in-value-object", "A value is nested too deeply", (name,))
    if kind in ("object", "array") and any(mark in key for key in _keys(value) for mark in ".$"):
        message = "The keys of a value cannot include '.' or '$'"
        raise CatalogFault("invalid-keys-in-value-object", message, (name,))
    converted = _CONVERSIONS[kind](value)
    if converted is None:
        raise CatalogFault("unable-to-coerce-value", f"Unable to coerce value to {kind}", (name,), (value,))
    if isinstance(converted, str) and len(converted) > LONGEST_VALUE:
        raise CatalogFault("items-too-large", "A value is longer than 5000 characters", (name,))
    return converted


def _string(value: Any) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, str | int | float) else None


def _number(value: Any) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return parse_number(value) if isinstance(value, str) else None


def _boolean(value: Any) -> bool | None:
    words = {"true": True, "false": False}
    return value if isinstance(value, bool) else words.get(value.lower()) if isinstance(value, str) else None


def _time(value: Any) -> str | None:
    return value if isinstance(value, str) and parse_time(value) else None


def _object(value: Any) -> Any:
    # Older catalogs keep places as objects and lists of them.
    return value if isinstance(value, Mapping | list) else None


def _array(value: Any) -> list[Any] | None:
    return value if isinstance(value, list) else None


def _geo(value: Any) -> Any:
    pair = [value.get("longitude"), value.get("latitude")] if isinstance(value, Mapping) else value
    fits = isinstance(pair, list) and len(pair) == 2 and all(_number(each) is not None for each in pair)
    return pair if fits else None


_CONVERSIONS = {
    "string": _string,
    "number": _number,
    "boolean": _boolean,
    "time": _time,
    "object": _object,
    "array": _array,
    "geo": _geo,
}


def _levels(value: Any) -> Iterator[list[Any]]:
    # Level by level instead of by recursion: what is sent may be nested as deeply as JSON allows.
    level = [value]
    while level := [each for each in level if isinstance(each, Mapping | list)]:
        yield level
        level = [m for each in level for m in (each.values() if isinstance(each, Mapping) else each)]


def _depth(value: Any) -> int:
    return sum(1 for _ in _levels(value))


def _keys(value: Any) -> Iterator[str]:
    return (
        str(key) for level in _levels(value) for each in level if isinstance(each, Mapping) for key in each
    )
