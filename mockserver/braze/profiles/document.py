"""Profiles written down in the shape of ``/users/export/ids``, read back.

Source of the shape: https://www.braze.com/docs/api/endpoints/export/user_data/post_users_identifier/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from sys import intern
from typing import Any

from mockserver.braze.profiles.attributes import AttributeRules, updated
from mockserver.braze.profiles.nested import Dropped
from mockserver.braze.profiles.profile import Alias, Received, Tally
from mockserver.braze.profiles.standard import READERS, read_groups, read_standard
from mockserver.braze.times import parse_time
from mockserver.errors import UsageError

CARRIED = frozenset({
    "apps", "attributed_ad", "attributed_adgroup", "attributed_campaign", "attributed_source",
    "canvases_received", "cards_clicked", "devices", "push_opted_in_at", "uninstalled_at",
})  # fmt: skip
"""What exports tell of things that are not simulated: kept as it is and exported again."""
IDENTITY = frozenset({"appboy_id", "braze_id", "created_at", "external_id", "random_bucket", "user_aliases"})
PARTS = frozenset({
    "campaigns_received", "custom_attributes", "custom_events", "last_coordinates", "purchases",
    "subscription_groups", "total_revenue",
})  # fmt: skip
_READ = IDENTITY | PARTS | READERS.keys()
EXPORT_FIELDS = CARRIED | _READ
"""Every field a profile may have in an export, and in a description to load."""


@dataclass(frozen=True, slots=True)
class ProfileDocument:
    """A described profile; ``parts`` are the values of a profile's fields by their names."""

    external_id: str
    braze_id: str
    created_at: datetime
    aliases: tuple[Alias, ...]
    standard: Mapping[str, Any]
    parts: Mapping[str, Any]


def parse_profile(
    document: Mapping[str, Any], rules: AttributeRules, now: datetime, *, exported: bool = False
) -> ProfileDocument:
    """Read a profile's description; custom attributes go through the same rules as tracked ones.

    A field that there is none of is a mistake, unless Braze ``exported`` it: then it is carried along.
    Raises ``UsageError`` naming the field for one that cannot be meant.
    """
    if not exported:
        _check_fields(document)
    external_id = str(document.get("external_id") or "")
    who = f"profile {external_id}" if external_id else "a profile without external_id"
    try:
        return _parse(document, external_id, rules, now)
    except Dropped as reason:
        raise UsageError(f"{who}: {reason}") from None


def _parse(
    document: Mapping[str, Any], external_id: str, rules: AttributeRules, now: datetime
) -> ProfileDocument:
    parts: dict[str, Any] = {
        "custom_attributes": _custom_attributes(document.get("custom_attributes") or {}, rules),
        "custom_events": _tallies(document, "custom_events"),
        "purchases": _tallies(document, "purchases"),
        "total_revenue": float(_number(document, "total_revenue")),
        "subscription_groups": read_groups(_rows(document, "subscription_groups")),
        "campaigns_received": _received(document),
        "carried": {
            name: value for name, value in document.items() if name not in _READ and value is not None
        },
    }
    _rows(document, "canvases_received")  # carried along, and added to
    if document.get("random_bucket") is not None:
        parts["random_bucket"] = int(_number(document, "random_bucket"))
    return ProfileDocument(
        external_id=external_id,
        braze_id=str(document.get("braze_id") or document.get("appboy_id") or ""),
        created_at=_moment(document, "created_at", now),
        aliases=tuple(
            Alias(str(a["alias_name"]), intern(str(a["alias_label"])))
            for a in _rows(document, "user_aliases")
        ),
        standard=_standard(document, rules),
        parts={name: value for name, value in parts.items() if value or name == "random_bucket"},
    )


def _check_fields(document: Mapping[str, Any]) -> None:
    unknown = [name for name in document if name not in EXPORT_FIELDS]
    if not unknown:
        return
    near = get_close_matches(unknown[0], EXPORT_FIELDS, n=1)
    hint = f"did you mean {near[0]}?" if near else "what is not standard belongs under custom_attributes"
    raise UsageError(f"a profile has no field {unknown[0]!r}", hint=hint)


def _standard(document: Mapping[str, Any], rules: AttributeRules) -> dict[str, Any]:
    standard = {
        intern(name): _named(name, read_standard, name, document[name], rules)
        for name in document
        if name in READERS
    }
    if "last_coordinates" in document:
        standard["last_coordinates"] = _coordinates(document["last_coordinates"])
    return standard


def _coordinates(value: object) -> list[float]:
    pair = value if isinstance(value, list) else []
    if len(pair) != len(("longitude", "latitude")) or not all(isinstance(n, int | float) for n in pair):
        raise Dropped("last_coordinates is a list of longitude and latitude")
    return pair


def _custom_attributes(attributes: object, rules: AttributeRules) -> dict[str, Any]:
    if not isinstance(attributes, Mapping):
        raise Dropped("custom_attributes is a mapping of names to values")
    # A hundred thousand profiles share the text of each name.
    return {
        intern(str(name)): value
        for name, sent in attributes.items()
        if (value := _named(name, updated, None, sent, rules)) is not None
    }


def _named(name: str, read: Any, *arguments: Any) -> Any:
    try:
        return read(*arguments)
    except Dropped as reason:
        raise Dropped(f"{name}: {reason}") from None


def _tallies(document: Mapping[str, Any], name: str) -> dict[str, Tally]:
    return {
        intern(str(row["name"])): Tally(
            _moment(row, "first"), _moment(row, "last"), int(_number(row, "count", 1))
        )
        for row in _rows(document, name)
    }


def _received(document: Mapping[str, Any]) -> dict[str, Received]:
    return {
        str(row["api_campaign_id"]): Received(
            str(row.get("name", "")),
            _moment(row, "last_received"),
            {name: value for name, value in row.items() if name not in _NAMED_OF_RECEIVED},
        )
        for row in _rows(document, "campaigns_received")
    }


_NAMED_OF_RECEIVED = ("name", "api_campaign_id", "last_received")


def _rows(document: Mapping[str, Any], name: str) -> Iterable[Mapping[str, Any]]:
    rows = document.get(name) or []
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise Dropped(f"{name} is a list of objects")
    needed = _NEEDED[name]
    for row in rows:
        missing = needed - row.keys()
        if missing:
            raise Dropped(f"{name}: {', '.join(sorted(missing))} is missing")
    return rows


def _number(document: Mapping[str, Any], name: str, otherwise: float = 0) -> float:
    value = otherwise if document.get(name) is None else document[name]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Dropped(f"{name}: {value!r} is no number")
    return value


def _moment(document: Mapping[str, Any], name: str, otherwise: datetime | None = None) -> datetime:
    value = document.get(name)
    if value is None and otherwise is not None:
        return otherwise
    moment = parse_time(str(value))
    if moment is None:
        raise Dropped(f"{name}: {value!r} is no date and time")
    return moment


_NEEDED: Mapping[str, frozenset[str]] = {
    "user_aliases": frozenset({"alias_name", "alias_label"}),
    "custom_events": frozenset({"name", "first", "last"}),
    "purchases": frozenset({"name", "first", "last"}),
    "subscription_groups": frozenset({"subscription_group_id", "subscription_state"}),
    "campaigns_received": frozenset({"api_campaign_id", "last_received"}),
    "canvases_received": frozenset(),
}
