"""The names of a workspace's data: custom attributes with their types, custom events, products.

A name is there from the first time it is sent. An administrator may fix an attribute's type, limit the
length of an array, and block names whose data is then accepted and thrown away.
Source: https://www.braze.com/docs/user_guide/data/activation/custom_data/managing_custom_data/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, get_args

from mockserver.errors import UsageError

AttributeType = Literal["boolean", "number", "string", "array", "time", "object", "object_array"]

MOST_PROPERTIES = 256
"""Names of properties that one event may have in a workspace; further ones are dropped."""
MOST_BLOCKED = 300
"""Attributes, and as many events, that can be blocked."""
_TITLES: Mapping[str, str] = {
    "boolean": "Boolean",
    "number": "Number",
    "string": "String",
    "array": "Array",
    "time": "Time",
    "object": "Object",
    "object_array": "Object Array",
}


@dataclass(slots=True)
class AttributeName:
    """A custom attribute: the type it was seen with last, and what an administrator fixed."""

    name: str
    seen: AttributeType
    forced: AttributeType | None = None
    blocked: bool = False
    limit: int | None = None
    description: str = ""

    @property
    def type_title(self) -> str:
        """The type as Braze's lists name it."""
        return _TITLES[self.forced] if self.forced else f"{_TITLES[self.seen]} (Automatically Detected)"

    @property
    def is_array(self) -> bool:
        """Whether the attribute holds arrays."""
        return (self.forced or self.seen) in ("array", "object_array")


@dataclass(slots=True)
class EventName:
    """A custom event and the names of properties it came with."""

    name: str
    blocked: bool = False
    properties: set[str] = field(default_factory=set)


class DataNames:
    """Every name of one workspace's data."""

    def __init__(self) -> None:
        self._attributes: dict[str, AttributeName] = {}
        self._events: dict[str, EventName] = {}
        self._products: dict[str, None] = {}
        self._blocked_ids: set[str] = set()

    @property
    def attributes(self) -> list[AttributeName]:
        """The custom attributes in the order of their names."""
        return [self._attributes[name] for name in sorted(self._attributes)]

    @property
    def events(self) -> list[EventName]:
        """The custom events in the order of their names."""
        return [self._events[name] for name in sorted(self._events)]

    @property
    def products(self) -> list[str]:
        """The product ids in order."""
        return sorted(self._products)

    def attribute(self, name: str) -> AttributeName | None:
        """Find a custom attribute."""
        return self._attributes.get(name)

    def note_attribute(self, name: str, value: object) -> None:
        """Note the type of a custom attribute's value."""
        seen = type_of(value)
        known = self._attributes.get(name)
        if known is None:
            self._attributes[name] = AttributeName(name, seen)
        else:
            known.seen = seen

    def note_event(self, name: str) -> None:
        """Note that an event exists."""
        if name not in self._events:
            self._events[name] = EventName(name)

    def note_product(self, product_id: str) -> None:
        """Note that a product exists."""
        self._products[product_id] = None

    def kept_properties(self, event: str, properties: Mapping[str, Any]) -> dict[str, Any]:
        """Give the properties an event may keep: names beyond its 256th are dropped."""
        known = self._events.setdefault(event, EventName(event)).properties
        for name in properties:
            if len(known) < MOST_PROPERTIES:
                known.add(name)
        return {name: value for name, value in properties.items() if name in known}

    def describe(self, name: str, description: str) -> None:
        """Say what a custom attribute is for; it is there from then on."""
        self._declared(name, "string").description = description

    def force_type(self, name: str, kind: AttributeType) -> None:
        """Fix the type of a custom attribute.

        Raises ``UsageError`` for a type that there is none of.
        """
        if kind not in get_args(AttributeType):
            raise UsageError(f"a custom attribute has no type {kind!r}", hint=", ".join(_TITLES))
        self._declared(name, kind).forced = kind

    def limit_array(self, name: str, most: int) -> None:
        """Set how many values an array attribute may hold; the oldest beyond them go.

        Raises ``UsageError`` for a limit above 500 or below 0.
        """
        if not 0 <= most <= 500:
            raise UsageError(f"an array holds 0 to 500 values, not {most}")
        self._declared(name, "array").limit = most

    def block_attributes(self, names: Iterable[str], *, blocked: bool = True) -> None:
        """Throw data of these custom attributes away from now on, or keep it again.

        Raises ``UsageError`` when more than 300 would be blocked.
        """
        for name in names:
            self._declared(name, "string").blocked = blocked
        _check_blocked(sum(known.blocked for known in self._attributes.values()), "attributes")

    def block_events(self, names: Iterable[str], *, blocked: bool = True) -> None:
        """Throw these custom events away from now on, or count them again.

        Raises ``UsageError`` when more than 300 would be blocked.
        """
        for name in names:
            self._events.setdefault(name, EventName(name)).blocked = blocked
        _check_blocked(sum(known.blocked for known in self._events.values()), "events")

    def blocks_event(self, name: str) -> bool:
        """Tell whether a custom event is thrown away."""
        known = self._events.get(name)
        return known is not None and known.blocked

    def block_external_ids(self, external_ids: Iterable[str]) -> None:
        """Refuse objects of these external ids, as Braze does with placeholders such as ``null``."""
        self._blocked_ids.update(external_ids)

    def blocks_external_id(self, external_id: object) -> bool:
        """Tell whether objects of an external id are refused."""
        return isinstance(external_id, str) and external_id in self._blocked_ids

    def _declared(self, name: str, kind: AttributeType) -> AttributeName:
        return self._attributes.setdefault(name, AttributeName(name, kind))


def type_of(value: object) -> AttributeType:
    """Name the type of a kept value."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, datetime):
        return "time"
    if isinstance(value, list):
        return "object_array" if any(isinstance(element, dict) for element in value) else "array"
    return "object" if isinstance(value, dict) else "string"


def _check_blocked(count: int, what: str) -> None:
    if count > MOST_BLOCKED:
        raise UsageError(f"at most {MOST_BLOCKED} {what} can be blocked, not {count}")
