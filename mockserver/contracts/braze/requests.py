"""The contracts of /campaigns/trigger/send and /users/export/ids, and BRAZE360 to BRAZE399."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Final

from mockserver.contracts import sources
from mockserver.contracts.assumptions import Terms
from mockserver.contracts.braze.models import ExportIds, Recipient, TriggeredSend, TriggerSend
from mockserver.contracts.braze.track import body_not_object, unknown_member
from mockserver.contracts.braze.track_object_rules import json_size
from mockserver.contracts.checked import Checked, Contract, conclude
from mockserver.contracts.shape import Members, ShapeError, parse_shape
from mockserver.contracts.wire import wire_names
from mockserver.contracts.wording import described, nearest, repeated, shown
from mockserver.evidence import Evidence
from mockserver.findings import Severity, pointer
from mockserver.rules import Problem, Rule, apply, rule

MOST_RECIPIENTS: Final = 50
MOST_IDS: Final = 50
LARGEST_TRIGGER_PROPERTIES: Final = 51_200
"""In bytes."""

EXPORTABLE_FIELDS: Final = (
    "apps",
    "attributed_adgroup",
    "attributed_ad",
    "attributed_campaign",
    "attributed_source",
    "braze_id",
    "campaigns_received",
    "canvases_received",
    "cards_clicked",
    "country",
    "created_at",
    "custom_attributes",
    "custom_events",
    "devices",
    "dob",
    "email",
    "email_subscribe",
    "external_id",
    "first_name",
    "gender",
    "home_city",
    "language",
    "last_coordinates",
    "last_name",
    "phone",
    "purchases",
    "push_opted_in_at",
    "push_subscribe",
    "push_tokens",
    "random_bucket",
    "time_zone",
    "total_revenue",
    "uninstalled_at",
    "user_aliases",
)
"""The fields of a profile that can be exported."""

_IDENTIFIERS: Final = ("external_user_id", "user_alias", "braze_id", "email")
_PRIORITIES: Final = ("identified", "unidentified", "most_recently_updated", "least_recently_updated")
_ALONE: Final = ("device_id", "email_address", "phone")


@rule(
    "BRAZE361",
    Severity.ERROR,
    "A required member is missing.",
    hint="add it, with a value",
    source=sources.BRAZE_ERRORS,
    why="Braze answers 400 and does nothing.",
    of="trigger",
    fails='{"recipients": [{"external_user_id": "ada"}]}',
    passes='{"campaign_id": "c-1", "recipients": [{"external_user_id": "ada"}]}',
)
def missing_member(error: ShapeError) -> Iterator[Problem]:
    if error.missing or error.value == "":
        yield Problem(pointer=error.pointer, message=f"`{error.name}` is required")


@rule(
    "BRAZE362",
    Severity.ERROR,
    "A member holds a value of the wrong type.",
    hint="send a value of the type that is named",
    source=sources.BRAZE_ERRORS,
    why="Braze answers 400 and does nothing.",
    of="trigger",
    fails='{"campaign_id": "c-1", "recipients": [{"external_user_id": "ada"}], "broadcast": "no"}',
    passes='{"campaign_id": "c-1", "recipients": [{"external_user_id": "ada"}]}',
)
def wrong_type(error: ShapeError) -> Iterator[Problem]:
    if not error.missing and error.value != "":
        yield Problem(
            pointer=error.pointer,
            message=f"{error.label} is {described(error.value)}, not {error.expected}",
        )


@rule(
    "BRAZE370",
    Severity.ERROR,
    "A send names no recipients and is not a broadcast.",
    hint="add `recipients`, or `broadcast`: true to reach the campaign's whole audience",
    source=sources.BRAZE_TRIGGER_SEND,
    why="Braze answers 400, and nobody gets the message.",
    of="trigger",
    fails='{"campaign_id": "c-1"}',
    passes='{"campaign_id": "c-1", "recipients": [{"external_user_id": "ada"}]}',
)
def no_recipients(send: TriggeredSend) -> Iterator[Problem]:
    if not send.recipients and not send.broadcast:
        yield Problem(message="neither `recipients` nor `broadcast` is given")


@rule(
    "BRAZE371",
    Severity.ERROR,
    "A broadcast names recipients.",
    hint="keep `recipients` or `broadcast`, not both",
    source=sources.BRAZE_TRIGGER_SEND,
    why="Braze answers 400; otherwise a message for one user would reach the whole audience.",
    of="trigger",
    fails='{"campaign_id": "c-1", "recipients": [{"external_user_id": "ada"}], "broadcast": true}',
    passes='{"campaign_id": "c-1", "recipients": [{"external_user_id": "ada"}]}',
)
def broadcast_with_recipients(send: TriggeredSend) -> Iterator[Problem]:
    if send.broadcast and send.recipients:
        yield Problem(pointer="/broadcast", message="`broadcast` is true although `recipients` is given")


@rule(
    "BRAZE372",
    Severity.ERROR,
    "A send has too many recipients.",
    hint=f"send to at most {MOST_RECIPIENTS} in one call",
    source=sources.BRAZE_TRIGGER_SEND,
    why="Braze answers 400, and nobody gets the message.",
    of="trigger",
    fails='{"campaign_id": "c-1", "recipients": [' + repeated('{"external_user_id": "ada-#"}', 51) + "]}",
    passes='{"campaign_id": "c-1", "recipients": [{"external_user_id": "ada"}]}',
)
def too_many_recipients(send: TriggeredSend) -> Iterator[Problem]:
    count = len(send.recipients or ())
    if count > MOST_RECIPIENTS:
        yield Problem(pointer="/recipients", message=f"there are {count} recipients")


@rule(
    "BRAZE373",
    Severity.ERROR,
    "A recipient is named by no identifier, or by several.",
    hint="give one of " + ", ".join(_IDENTIFIERS) + "; `external_id` is not read here",
    source=sources.BRAZE_RECIPIENT,
    why="Braze cannot know who is meant.",
    of="trigger",
    fails='{"campaign_id": "c-1", "recipients": [{"external_user_id": "ada", "braze_id": "b"}]}',
    passes='{"campaign_id": "c-1", "recipients": [{"external_user_id": "ada"}]}',
)
def recipient_identifiers(send: TriggeredSend) -> Iterator[Problem]:
    for index, recipient in enumerate(send.recipients or ()):
        given = [name for name in _IDENTIFIERS if getattr(recipient, name)]
        if len(given) != 1:
            named = " and ".join(given) or "no identifier"
            yield Problem(pointer=pointer("recipients", index), message=f"the recipient has {named}")


@rule(
    "BRAZE374",
    Severity.ERROR,
    "A recipient named by email has no usable prioritization.",
    hint="add `prioritization`, an array of " + ", ".join(_PRIORITIES),
    source=sources.BRAZE_RECIPIENT,
    why="Several profiles may have the address, and Braze cannot know which is meant.",
    of="trigger",
    fails='{"campaign_id": "c-1", "recipients": [{"email": "ada@example.com"}]}',
    passes=(
        '{"campaign_id": "c-1", "recipients": [{"email": "ada@example.com", '
        '"prioritization": ["identified"]}]}'
    ),
)
def email_without_priority(send: TriggeredSend) -> Iterator[Problem]:
    for index, recipient in enumerate(send.recipients or ()):
        unknown = [value for value in recipient.prioritization or () if value not in _PRIORITIES]
        if (recipient.email and not recipient.prioritization) or unknown:
            what = f"{shown(unknown[0])} is not one" if unknown else "`prioritization` is missing"
            yield Problem(pointer=pointer("recipients", index, "prioritization"), message=what)


@rule(
    "BRAZE375",
    Severity.ERROR,
    "A recipient combines `send_to_existing_only` with what it does not go with.",
    hint="leave it out for an alias; with false, add `attributes` to create the profile from",
    source=sources.BRAZE_RECIPIENT,
    why="Braze answers 400, and nobody gets the message.",
    of="trigger",
    fails=(
        '{"campaign_id": "c-1", "recipients": [{"external_user_id": "ada", "send_to_existing_only": false}]}'
    ),
    passes=(
        '{"campaign_id": "c-1", "recipients": [{"external_user_id": "ada", '
        '"send_to_existing_only": false, "attributes": {"vip": true}}]}'
    ),
)
def existing_only(send: TriggeredSend) -> Iterator[Problem]:
    for index, recipient in enumerate(send.recipients or ()):
        at = pointer("recipients", index, "send_to_existing_only")
        if recipient.send_to_existing_only is not None and recipient.user_alias:
            yield Problem(pointer=at, message="`send_to_existing_only` does not go with `user_alias`")
        elif recipient.send_to_existing_only is False and recipient.attributes is None:
            yield Problem(pointer=at, message="`send_to_existing_only` is false without `attributes`")


@rule(
    "BRAZE376",
    Severity.ERROR,
    "Trigger properties are too large.",
    hint="keep them within 50 KB",
    source=sources.BRAZE_TRIGGER_SEND,
    why="Braze answers 400, and nobody gets the message.",
    of="trigger",
    fails=(
        '{"campaign_id": "c-1", "recipients": [{"external_user_id": "ada"}], "trigger_properties": '
        + json.dumps({"note": "x" * LARGEST_TRIGGER_PROPERTIES})
        + "}"
    ),
    passes=(
        '{"campaign_id": "c-1", "recipients": [{"external_user_id": "ada"}], '
        '"trigger_properties": {"note": "x"}}'
    ),
)
def properties_too_large(send: TriggerSend) -> Iterator[Problem]:
    places = [("/trigger_properties", send.trigger_properties)]
    for index, recipient in enumerate(send.recipients or ()):
        places.append((pointer("recipients", index, "trigger_properties"), recipient.trigger_properties))
    for at, properties in places:
        if properties and json_size(properties) > LARGEST_TRIGGER_PROPERTIES:
            yield Problem(pointer=at, message="`trigger_properties` is too large")


@rule(
    "BRAZE377",
    Severity.NOTE,
    "A recipient is listed more than once.",
    hint="one message is sent, with the properties of the last",
    source=sources.BRAZE_TRIGGER_SEND,
    why="One message is sent where two were meant, or the wrong one.",
    of="trigger",
    fails=(
        '{"campaign_id": "c-1", "recipients": [{"external_user_id": "ada"}, {"external_user_id": "ada"}]}'
    ),
    passes='{"campaign_id": "c-1", "recipients": [{"external_user_id": "ada"}]}',
)
def repeated_recipient(send: TriggeredSend) -> Iterator[Problem]:
    counts = Counter(one.external_user_id for one in send.recipients or () if one.external_user_id)
    for external_id, count in counts.items():
        if count > 1:
            yield Problem(pointer="/recipients", message=f"{shown(external_id)} is listed {count} times")


@rule(
    "BRAZE378",
    Severity.ERROR,
    "A send id cannot be used.",
    hint="send at most 64 ASCII characters",
    source=sources.BRAZE_TRIGGER_SEND,
    why="Braze answers 400, and nobody gets the message.",
    of="trigger",
    fails='{"campaign_id": "c-1", "recipients": [{"external_user_id": "ada"}], "send_id": "väg"}',
    passes='{"campaign_id": "c-1", "recipients": [{"external_user_id": "ada"}], "send_id": "way"}',
)
def bad_send_id(send: TriggeredSend) -> Iterator[Problem]:
    if send.send_id and not (send.send_id.isascii() and len(send.send_id) <= 64):
        yield Problem(pointer="/send_id", message=f"`send_id` is {shown(send.send_id)}")


@rule(
    "BRAZE385",
    Severity.ERROR,
    "An export names no profile.",
    hint="add external_ids, user_aliases, braze_id, device_id, email_address or phone",
    evidence=Evidence.ASSUMED,
    source=sources.BRAZE_EXPORT_IDS,
    why="Braze answers 400 and exports nobody.",
    of="export",
    fails='{"fields_to_export": ["email"]}',
    passes='{"external_ids": ["ada"]}',
)
def nobody_to_export(export: tuple[ExportIds, Terms]) -> Iterator[Problem]:
    ids = export[0]
    if not (
        ids.external_ids or ids.user_aliases or ids.braze_id or any(getattr(ids, name) for name in _ALONE)
    ):
        yield Problem(message="no identifier of a profile is given")


@rule(
    "BRAZE386",
    Severity.ERROR,
    "An export names too many profiles.",
    hint=f"name at most {MOST_IDS} in one call",
    source=sources.BRAZE_EXPORT_IDS,
    why="Braze answers 400 and exports nobody.",
    of="export",
    fails='{"external_ids": [' + repeated('"ada-#"', 51) + "]}",
    passes='{"external_ids": ["ada"]}',
)
def too_many_ids(export: tuple[ExportIds, Terms]) -> Iterator[Problem]:
    for name in ("external_ids", "user_aliases"):
        count = len(getattr(export[0], name) or ())
        if count > MOST_IDS:
            yield Problem(pointer=pointer(name), message=f"there are {count} `{name}`")


@rule(
    "BRAZE387",
    Severity.ERROR,
    "An export combines identifiers of which only one may be given.",
    hint="keep one of " + ", ".join(_ALONE),
    source=sources.BRAZE_EXPORT_IDS,
    why="Braze answers 400 and exports nobody.",
    of="export",
    fails='{"email_address": "ada@example.com", "phone": "+4915112345678"}',
    passes='{"email_address": "ada@example.com"}',
)
def identifiers_combined(export: tuple[ExportIds, Terms]) -> Iterator[Problem]:
    given = [name for name in _ALONE if getattr(export[0], name)]
    if len(given) > 1:
        yield Problem(pointer=pointer(given[1]), message=f"{' and '.join(given)} are given together")


@rule(
    "BRAZE388",
    Severity.ERROR,
    "An export does not name its fields.",
    hint="add `fields_to_export`",
    source=sources.BRAZE_EXPORT_IDS,
    why="Newer customers get 400 and no profile.",
    of="export",
    fails='{"external_ids": ["ada"]}',
    passes='{"external_ids": ["ada"], "fields_to_export": ["email"]}',
    under={"braze.export_fields_required": "yes"},
)
def no_fields(export: tuple[ExportIds, Terms]) -> Iterator[Problem]:
    ids, terms = export
    if terms.chosen("braze.export_fields_required", "yes") and not ids.fields_to_export:
        yield Problem(pointer="/fields_to_export", message="`fields_to_export` is required")


@rule(
    "BRAZE389",
    Severity.WARNING,
    "An export asks for a field that no profile has.",
    hint="correct its name; single custom attributes cannot be asked for",
    source=sources.BRAZE_EXPORT_IDS,
    why="The profiles come without it.",
    of="export",
    fails='{"external_ids": ["ada"], "fields_to_export": ["e_mail"]}',
    passes='{"external_ids": ["ada"], "fields_to_export": ["email"]}',
)
def unknown_export_field(export: tuple[ExportIds, Terms]) -> Iterator[Problem]:
    for index, name in enumerate(export[0].fields_to_export or ()):
        if name not in EXPORTABLE_FIELDS:
            near = nearest(name, EXPORTABLE_FIELDS)
            yield Problem(
                pointer=pointer("fields_to_export", index),
                message=f"{shown(name)} is not a field that can be exported",
                hint=f"did you mean `{near}`?" if near else "",
            )


SHAPE_RULES: Final[tuple[Rule[ShapeError], ...]] = (missing_member, wrong_type)
RECIPIENT_RULES: Final[tuple[Rule[TriggeredSend], ...]] = (
    no_recipients,
    broadcast_with_recipients,
    too_many_recipients,
    recipient_identifiers,
    email_without_priority,
    existing_only,
    repeated_recipient,
    bad_send_id,
)
"""What holds for every send to recipients, of a campaign and of a Canvas."""
EXPORT_RULES: Final[tuple[Rule[tuple[ExportIds, Terms]], ...]] = (
    nobody_to_export,
    too_many_ids,
    identifiers_combined,
    no_fields,
    unknown_export_field,
)


def _examine_send(body: object, _: Terms) -> Checked[TriggerSend]:
    if not isinstance(body, dict):
        return conclude(body_not_object.findings(body), None)
    send, findings = parse_shape(TriggerSend, body, SHAPE_RULES)
    findings += unknown_member.findings(Members(body, (*wire_names(TriggerSend), "api_key")))
    recipients = body.get("recipients")
    for index, data in enumerate(recipients if isinstance(recipients, list) else ()):
        if isinstance(data, dict):
            members = Members(data, wire_names(Recipient), pointer("recipients", index))
            findings += unknown_member.findings(members)
    if send:
        findings += [*apply(RECIPIENT_RULES, send), *properties_too_large.findings(send)]
    return conclude(findings, send)


def _examine_export(body: object, terms: Terms) -> Checked[ExportIds]:
    if not isinstance(body, dict):
        return conclude(body_not_object.findings(body), None)
    ids, findings = parse_shape(ExportIds, body, SHAPE_RULES)
    findings += unknown_member.findings(Members(body, (*wire_names(ExportIds), "api_key")))
    return conclude([*findings, *(apply(EXPORT_RULES, (ids, terms)) if ids else ())], ids)


TRIGGER_SEND: Final = Contract("braze-campaigns-trigger-send", TriggerSend, _examine_send)
EXPORT_IDS: Final = Contract("braze-users-export-ids", ExportIds, _examine_export)
