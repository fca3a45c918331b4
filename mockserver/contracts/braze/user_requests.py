"""The contracts of the bodies about users other than /users/track, and BRAZE401 to BRAZE419."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from pydantic import BaseModel

from mockserver.contracts import sources
from mockserver.contracts.assumptions import Terms
from mockserver.contracts.braze.models import TrackBody
from mockserver.contracts.braze.requests import EXPORTABLE_FIELDS
from mockserver.contracts.braze.shaped import Asked, no_object, shaped
from mockserver.contracts.braze.track import ARRAYS, TrackRequest, examine_track
from mockserver.contracts.braze.track_object import PRIMARY, SECONDARY
from mockserver.contracts.braze.track_object_rules import LONGEST_ALIAS, LONGEST_EXTERNAL_ID, size_of
from mockserver.contracts.braze.user_models import (
    AliasNew,
    AliasUpdate,
    Blocklist,
    CancelExport,
    Delete,
    ExportSegment,
    ExportUsers,
    Identify,
    Merge,
    Remove,
    Rename,
)
from mockserver.contracts.checked import Checked, Contract, conclude
from mockserver.contracts.wording import nearest, repeated, shown
from mockserver.evidence import Choice, Evidence
from mockserver.findings import Severity, pointer
from mockserver.rules import Problem, rule

MOST_ENTRIES: Final = 50
MOST_BULK_OBJECTS: Final = 1_000
MOST_OBJECTS_OF_ONE: Final = 100
MERGE_IDENTIFIERS: Final = ("external_id", "user_alias", "email", "phone")

_MERGE_ARRAY: Final = "'merge_updates' must be an array of objects"
_MERGE_LIMIT: Final = "a single request may not contain more than 50 merge updates"
_MERGE_IDENTIFIER: Final = (
    "identifiers must be objects with an 'external_id' property that is a string, 'user_alias' property that "
    "is an object, 'email' property that is a string, or 'phone' property that is a string"
)
_MERGE_MEMBERS: Final = "'merge_updates' must only have 'identifier_to_merge' and 'identifier_to_keep'"


@rule(
    "BRAZE401",
    Severity.ERROR,
    "A call names more users than one may.",
    hint=f"name at most {MOST_ENTRIES} in one call",
    source=sources.BRAZE_ERRORS,
    why="Braze answers 400 and does nothing.",
    of="delete",
    fails='{"external_ids": [' + repeated('"ada-#"', 51) + "]}",
    passes='{"external_ids": ["ada"]}',
)
def too_many_entries(asked: Asked[Any]) -> Iterator[Problem]:
    for name, entries in _lists(asked.value):
        if len(entries) > MOST_ENTRIES:
            yield Problem(pointer=pointer(name), message=f"there are {len(entries)} `{name}`")


@rule(
    "BRAZE402",
    Severity.ERROR,
    "A call names no user.",
    hint="name at least one",
    evidence=Evidence.ASSUMED,
    source=sources.BRAZE_ERRORS,
    why="There is nothing to do, and Braze answers 400.",
    of="delete",
    fails='{"external_ids": []}',
    passes='{"external_ids": ["ada"]}',
)
def nobody_named(asked: Asked[Any]) -> Iterator[Problem]:
    if not any(entries for _, entries in _lists(asked.value)):
        yield Problem(message="no user is named")


@rule(
    "BRAZE403",
    Severity.ERROR,
    "An identifier is too long.",
    hint=f"keep names and labels of aliases within {LONGEST_ALIAS} bytes, external ids within "
    f"{LONGEST_EXTERNAL_ID}",
    source=sources.BRAZE_ALIAS,
    why="Braze answers 400 and does nothing.",
    of="alias-new",
    fails='{"user_aliases": [{"alias_name": "' + "x" * 237 + '", "alias_label": "shop"}]}',
    passes='{"user_aliases": [{"alias_name": "ada", "alias_label": "shop"}]}',
)
def too_long(asked: Asked[Any]) -> Iterator[Problem]:
    for name, entries in _lists(asked.value):
        for index, entry in enumerate(entries):
            for member, value in _texts(entry):
                if size_of(value) > (LONGEST_EXTERNAL_ID if "external_id" in member else LONGEST_ALIAS):
                    yield Problem(
                        pointer=pointer(name, index, member), message=f"it has {size_of(value)} bytes"
                    )


@rule(
    "BRAZE404",
    Severity.ERROR,
    "A merge does not say which profile goes into which.",
    hint='send {"merge_updates": [{"identifier_to_merge": {…}, "identifier_to_keep": {…}}]}',
    source=sources.BRAZE_MERGE,
    why="Braze answers 400 and merges nothing; a merge cannot be undone, so it asks for both.",
    of="merge",
    fails='{"merge_updates": [{"identifier_to_merge": {"external_id": "ada"}}]}',
    passes=(
        '{"merge_updates": [{"identifier_to_merge": {"external_id": "ada-old"}, '
        '"identifier_to_keep": {"external_id": "ada"}}]}'
    ),
)
def bad_merge(body: Mapping[str, Any]) -> Iterator[Problem]:
    updates = body.get("merge_updates")
    if not isinstance(updates, list) or not all(isinstance(update, dict) for update in updates):
        yield Problem(pointer="/merge_updates", message=_MERGE_ARRAY)
        return
    if len(updates) > MOST_ENTRIES:
        yield Problem(pointer="/merge_updates", message=_MERGE_LIMIT)
    for index, update in enumerate(updates):
        at = pointer("merge_updates", index)
        if set(update) != {"identifier_to_merge", "identifier_to_keep"}:
            yield Problem(pointer=at, message=_MERGE_MEMBERS)
        elif not all(_names_profile(identifier) for identifier in update.values()):
            yield Problem(pointer=at, message=_MERGE_IDENTIFIER)


@rule(
    "BRAZE405",
    Severity.ERROR,
    "A synchronous call holds more or less than one object.",
    hint="send exactly one object in `attributes`, `events` or `purchases`",
    source=sources.BRAZE_TRACK_SYNC,
    why="Braze answers 400 and changes nothing.",
    of="track-sync",
    fails=(
        '{"events": [{"external_id": "ada", "name": "subscribe", '
        '"time": "2026-01-15T12:00:00Z"}, {"external_id": "ada", "name": "subscribe", '
        '"time": "2026-01-15T12:00:00Z"}]}'
    ),
    passes=('{"events": [{"external_id": "ada", "name": "subscribe", "time": "2026-01-15T12:00:00Z"}]}'),
)
def not_one_object(body: Mapping[str, Any]) -> Iterator[Problem]:
    count = sum(len(_items(body, array)) for array in ARRAYS)
    if count > 1:
        yield Problem(message=f"there are {count} objects, and there may be one")


@rule(
    "BRAZE406",
    Severity.ERROR,
    "A bulk call holds too many objects of one profile.",
    hint=f"send at most {MOST_OBJECTS_OF_ONE} objects of a profile in one call",
    source=sources.BRAZE_TRACK_BULK,
    why="Braze refuses the call.",
    of="track-bulk",
    fails='{"attributes": [' + repeated('{"external_id": "ada", "seat": #}', 101) + "]}",
    passes=('{"events": [{"external_id": "ada", "name": "subscribe", "time": "2026-01-15T12:00:00Z"}]}'),
)
def too_many_of_one(body: Mapping[str, Any]) -> Iterator[Problem]:
    counts = Counter(_identity(item) for array in ARRAYS for item in _items(body, array))
    for identity, count in counts.items():
        if identity and count > MOST_OBJECTS_OF_ONE:
            yield Problem(message=f"there are {count} objects of {identity}")


@rule(
    "BRAZE407",
    Severity.ERROR,
    "An export of a segment does not name its fields.",
    hint="add `fields_to_export`",
    source=sources.BRAZE_EXPORT_SEGMENT,
    why="Newer customers get 400 and no export.",
    of="export-segment",
    fails='{"segment_id": "s-1"}',
    passes='{"segment_id": "s-1", "fields_to_export": ["email"]}',
    under={"braze.export_fields_required": "yes"},
)
def no_segment_fields(asked: Asked[Any]) -> Iterator[Problem]:
    required = asked.terms.chosen("braze.export_fields_required", "yes")
    # Of a control group single custom attributes cannot be exported.
    chosen = asked.value.fields_to_export or getattr(asked.value, "custom_attributes_to_export", None)
    if required and not chosen:
        yield Problem(pointer="/fields_to_export", message="`fields_to_export` is required")


@rule(
    "BRAZE408",
    Severity.WARNING,
    "An export asks for a field that no profile has.",
    hint="correct its name; single custom attributes go into `custom_attributes_to_export`",
    source=sources.BRAZE_EXPORT_SEGMENT,
    why="The file comes without it.",
    of="export-segment",
    fails='{"segment_id": "s-1", "fields_to_export": ["e_mail"]}',
    passes='{"segment_id": "s-1", "fields_to_export": ["email"]}',
)
def unknown_segment_field(asked: Asked[Any]) -> Iterator[Problem]:
    for index, name in enumerate(asked.value.fields_to_export or ()):
        if name not in EXPORTABLE_FIELDS:
            near = nearest(name, EXPORTABLE_FIELDS)
            yield Problem(
                pointer=pointer("fields_to_export", index),
                message=f"{shown(name)} is not a field that can be exported",
                hint=f"did you mean `{near}`?" if near else "",
            )


@rule(
    "BRAZE409",
    Severity.ERROR,
    "A segment is to be exported as gzip, which needs a storage of one's own.",
    hint="leave `output_format` out",
    source=sources.BRAZE_EXPORT_SEGMENT,
    why="Without a storage of one's own Braze answers 400 and writes no file.",
    of="export-segment",
    fails='{"segment_id": "s-1", "fields_to_export": ["email"], "output_format": "gzip"}',
    passes='{"segment_id": "s-1", "fields_to_export": ["email"]}',
)
def gzip_without_storage(asked: Asked[Any]) -> Iterator[Problem]:
    if asked.value.output_format == "gzip":
        yield Problem(pointer="/output_format", message="gzip needs Amazon S3, which is not simulated")


def _lists(value: BaseModel) -> list[tuple[str, list[Any]]]:
    members = ((name, getattr(value, name)) for name in type(value).model_fields)
    return [(name, entries) for name, entries in members if isinstance(entries, list)]


def _texts(entry: object) -> Iterator[tuple[str, str]]:
    if isinstance(entry, str):
        yield "external_id", entry
    for name, value in entry if isinstance(entry, BaseModel) else ():
        if isinstance(value, str) and ("alias" in name or "external_id" in name):
            yield name, value
        elif isinstance(value, BaseModel):
            yield from _texts(value)


def _names_profile(identifier: object) -> bool:
    if not isinstance(identifier, dict):
        return False
    given = [name for name in MERGE_IDENTIFIERS if identifier.get(name) is not None]
    if len(given) != 1:
        return False
    value = identifier[given[0]]
    if given[0] == "user_alias":
        texts = [value.get("alias_name"), value.get("alias_label")] if isinstance(value, dict) else [None]
    else:
        texts = [value]
    return all(isinstance(text, str) and text for text in texts)


def _items(body: Mapping[str, Any], array: str) -> list[Any]:
    items = body.get(array)
    return items if isinstance(items, list) else []


def _identity(item: object) -> str:
    if not isinstance(item, dict):
        return ""
    name = next((name for name in PRIMARY + SECONDARY if item.get(name) not in (None, "")), "")
    return f"{name} {item[name]}" if name else ""


def _examine_merge(body: object, terms: Terms) -> Checked[Merge]:  # noqa: ARG001
    if not isinstance(body, dict):
        return conclude(no_object.findings(body), None)
    findings = list(bad_merge.findings(body))
    return conclude(findings, None if findings else Merge.model_validate(_plain(body)))


def _plain(body: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what Braze does not read, which the model would be strict about."""
    read = (*MERGE_IDENTIFIERS, "prioritization")

    def identifier(sent: Mapping[str, Any]) -> dict[str, Any]:
        kept = {name: sent[name] for name in read if name in sent}
        order = kept.get("prioritization")
        usable = isinstance(order, list) and all(isinstance(value, str) for value in order)
        return {**kept, "prioritization": order if usable else None}

    updates = [{name: identifier(sent) for name, sent in update.items()} for update in body["merge_updates"]]
    return {"merge_updates": updates}


def _examine_sync(body: object, terms: Terms) -> Checked[TrackRequest]:
    checked = examine_track(body, terms)
    faults = tuple(not_one_object.findings(body)) if isinstance(body, dict) else ()
    return Checked((*faults, *checked.findings), None if faults else checked.value)


def _examine_bulk(body: object, terms: Terms) -> Checked[TrackRequest]:
    bulk: dict[str, Choice] = {"braze.track_limit": MOST_BULK_OBJECTS, "braze.track_limit_scope": "total"}
    checked = examine_track(body, replace(terms, choices={**terms.choices, **bulk}))
    faults = tuple(too_many_of_one.findings(body)) if isinstance(body, dict) else ()
    return Checked((*faults, *checked.findings), None if faults else checked.value)


_NAMES = (too_many_entries, nobody_named, too_long)

TRACK_SYNC: Final = Contract("braze-users-track-sync", TrackBody, _examine_sync)
TRACK_BULK: Final = Contract("braze-users-track-bulk", TrackBody, _examine_bulk)
ALIAS_NEW: Final = shaped("braze-users-alias-new", AliasNew, *_NAMES)
ALIAS_UPDATE: Final = shaped("braze-users-alias-update", AliasUpdate, *_NAMES)
IDENTIFY: Final = shaped("braze-users-identify", Identify, *_NAMES)
MERGE: Final = Contract("braze-users-merge", Merge, _examine_merge)
DELETE: Final = shaped("braze-users-delete", Delete, too_many_entries, nobody_named)
RENAME: Final = shaped("braze-users-external-ids-rename", Rename, *_NAMES)
REMOVE: Final = shaped("braze-users-external-ids-remove", Remove, too_many_entries, nobody_named)
EXPORT_SEGMENT: Final = shaped(
    "braze-users-export-segment",
    ExportSegment,
    no_segment_fields,
    unknown_segment_field,
    gzip_without_storage,
)
EXPORT_CONTROL_GROUP: Final = shaped(
    "braze-users-export-global-control-group",
    ExportUsers,
    no_segment_fields,
    unknown_segment_field,
    gzip_without_storage,
)
CANCEL_EXPORT: Final = shaped("braze-export-segment-cancel", CancelExport)
BLOCKLIST: Final = shaped("braze-custom-attributes-blocklist", Blocklist)
