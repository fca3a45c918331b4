"""The kinds of payload there are: their names, their contracts, and the members they are known by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from mockserver import contracts as known
from mockserver.contracts import Contract
from mockserver.contracts.wording import nearest
from mockserver.errors import UsageError


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of payload; ``title`` says what it is, ``path`` where it is sent."""

    name: str
    title: str
    path: str
    contract: Contract[Any]


_EVENTS: Final = "/v1/subscriptionevent/{account}"
_SUBSCRIBE: Final = "/v2/subscribe/{account}/{calendar}/{method}"
_CAMPAIGN: Final = "/campaigns/trigger"
_CANVAS: Final = "/canvas/trigger"
_MESSAGES: Final = "/messages"
_USERS: Final = "/users"

KINDS: Final[tuple[Kind, ...]] = (
    Kind("event", "a new event", _EVENTS, known.CREATE_EVENT),
    Kind("update", "the update of an event", _EVENTS + "/update", known.UPDATE_EVENT),
    Kind("token", "the request for a token", "/oauth2/token", known.TOKEN_REQUEST),
    Kind("subscription", "a new subscription", _SUBSCRIBE, known.CREATE_SUBSCRIPTION),
    Kind("track", "data of users", _USERS + "/track", known.TRACK),
    Kind("track-bulk", "data of users in bulk", _USERS + "/track/bulk", known.TRACK_BULK),
    Kind("track-sync", "data of one user", _USERS + "/track/sync", known.TRACK_SYNC),
    Kind("trigger", "a campaign to send", _CAMPAIGN + "/send", known.TRIGGER_SEND),
    Kind(
        "trigger-schedule", "a campaign to schedule", _CAMPAIGN + "/schedule/create", known.CAMPAIGN_SCHEDULE
    ),
    Kind(
        "trigger-schedule-update",
        "a campaign's new schedule",
        _CAMPAIGN + "/schedule/update",
        known.CAMPAIGN_SCHEDULE_UPDATE,
    ),
    Kind(
        "trigger-schedule-delete",
        "the end of a campaign's schedule",
        _CAMPAIGN + "/schedule/delete",
        known.CAMPAIGN_SCHEDULE_DELETE,
    ),
    Kind("canvas", "a Canvas to enter", _CANVAS + "/send", known.CANVAS_SEND),
    Kind("canvas-schedule", "a Canvas to schedule", _CANVAS + "/schedule/create", known.CANVAS_SCHEDULE),
    Kind(
        "canvas-schedule-update",
        "a Canvas's new schedule",
        _CANVAS + "/schedule/update",
        known.CANVAS_SCHEDULE_UPDATE,
    ),
    Kind(
        "canvas-schedule-delete",
        "the end of a Canvas's schedule",
        _CANVAS + "/schedule/delete",
        known.CANVAS_SCHEDULE_DELETE,
    ),
    Kind("messages", "a message to send", _MESSAGES + "/send", known.MESSAGES_SEND),
    Kind(
        "messages-schedule", "a message to schedule", _MESSAGES + "/schedule/create", known.MESSAGES_SCHEDULE
    ),
    Kind(
        "messages-schedule-update",
        "a message's new schedule",
        _MESSAGES + "/schedule/update",
        known.MESSAGES_SCHEDULE_UPDATE,
    ),
    Kind(
        "messages-schedule-delete",
        "the end of a message's schedule",
        _MESSAGES + "/schedule/delete",
        known.MESSAGES_SCHEDULE_DELETE,
    ),
    Kind("send-id", "a send id to register", "/sends/id/create", known.SEND_ID_CREATE),
    Kind("export", "profiles to export", _USERS + "/export/ids", known.EXPORT_IDS),
    Kind("export-segment", "a segment to export", _USERS + "/export/segment", known.EXPORT_SEGMENT),
    Kind("alias-new", "new aliases", _USERS + "/alias/new", known.ALIAS_NEW),
    Kind("alias-update", "aliases to rename", _USERS + "/alias/update", known.ALIAS_UPDATE),
    Kind("identify", "profiles to identify", _USERS + "/identify", known.IDENTIFY),
    Kind("merge", "profiles to merge", _USERS + "/merge", known.MERGE),
    Kind("delete", "profiles to delete", _USERS + "/delete", known.DELETE),
    Kind("rename", "external ids to rename", _USERS + "/external_ids/rename", known.RENAME),
    Kind("remove", "external ids to remove", _USERS + "/external_ids/remove", known.REMOVE),
    Kind(
        "subscription-status",
        "a state in a subscription group",
        "/subscription/status/set",
        known.SUBSCRIPTION_SET,
    ),
    Kind(
        "subscription-status-v2",
        "states in subscription groups",
        "/v2/subscription/status/set",
        known.SUBSCRIPTION_SET_V2,
    ),
)
"""Every kind; bodies that are checked by their operations alone are none."""

_BY_NAME: Final[Mapping[str, Kind]] = {kind.name: kind for kind in KINDS}

_TOLD_BY: Final = (
    ("subscriptionIds", "event"),
    ("event", "update"),
    ("eventId", "update"),
    ("title start", "update"),
    ("start timezone", "update"),
    ("grant_type", "token"),
    ("subscriberId", "subscription"),
    ("emailAddress", "subscription"),
    ("redirectTo", "subscription"),
    ("timeZoneId", "subscription"),
    ("timezoneId", "subscription"),
    ("requestEventIds", "subscription"),
    ("externalEventIds", "subscription"),
    ("calendarTags", "subscription"),
    ("messages schedule_id", "messages-schedule-update"),
    ("messages schedule", "messages-schedule"),
    ("messages", "messages"),
    ("attributes", "track"),
    ("events", "track"),
    ("purchases", "track"),
    ("canvas_id schedule_id schedule", "canvas-schedule-update"),
    ("canvas_id schedule_id", "canvas-schedule-delete"),
    ("canvas_id schedule", "canvas-schedule"),
    ("canvas_id", "canvas"),
    ("campaign_id schedule_id schedule", "trigger-schedule-update"),
    ("campaign_id schedule_id", "trigger-schedule-delete"),
    ("campaign_id schedule", "trigger-schedule"),
    ("campaign_id", "trigger"),
    ("recipients", "trigger"),
    ("schedule_id schedule", "messages-schedule-update"),
    ("schedule_id", "messages-schedule-delete"),
    ("segment_id", "export-segment"),
    ("merge_updates", "merge"),
    ("aliases_to_identify", "identify"),
    ("emails_to_identify", "identify"),
    ("phone_numbers_to_identify", "identify"),
    ("alias_updates", "alias-update"),
    ("external_id_renames", "rename"),
    ("braze_ids", "delete"),
    ("email_addresses", "delete"),
    ("phone_numbers", "delete"),
    ("fields_to_export", "export"),
    ("external_ids", "export"),
    ("email_address", "export"),
    ("device_id", "export"),
    ("user_aliases", "alias-new"),
    ("subscription_groups", "subscription-status-v2"),
    ("subscription_group_id", "subscription-status"),
)
"""Members that tell a kind; the first that a payload has all of decides. Some kinds are told by none."""


def kind_named(name: str) -> Kind:
    """Look a kind up by its name.

    Raises ``UsageError`` for a name there is none of.
    """
    if name not in _BY_NAME:
        near = nearest(name, _BY_NAME)
        hint = f"did you mean {near}?" if near else "there are " + ", ".join(_BY_NAME)
        raise UsageError(f"there is no kind of payload {name!r}", hint=hint)
    return _BY_NAME[name]


def recognise(members: Iterable[str]) -> Kind | None:
    """Give the kind of a payload by its members; None where it is like none."""
    there = frozenset(members)
    return next((_BY_NAME[name] for needed, name in _TOLD_BY if there.issuperset(needed.split())), None)


def nearest_member(members: Iterable[str]) -> str | None:
    """Give the member that would tell a payload's kind and that one of its own is near to."""
    telling = sorted({name for needed, _ in _TOLD_BY for name in needed.split()})
    return next((near for name in members if (near := nearest(name, telling))), None)


def kind_at(path: str) -> Kind | None:
    """Give the kind of the bodies that are sent to a path; None for a path of no kind."""
    wanted = path.removeprefix("/").split("/")
    return next((kind for kind in KINDS if _leads(kind.path.strip("/").split("/"), wanted)), None)


def _leads(pattern: list[str], path: list[str]) -> bool:
    pairs = zip(pattern, path, strict=False)
    return len(pattern) == len(path) and all(part.startswith("{") or part == given for part, given in pairs)
