"""The contracts of Rokt Calendar's events and subscriptions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from mockserver.contracts.assumptions import Terms
from mockserver.contracts.checked import Checked, Contract, conclude
from mockserver.contracts.rokt.event_facts import EventFacts
from mockserver.contracts.rokt.event_rules import (
    EVENT_RULES,
    SHAPE_RULES,
    missing_field,
    unknown_field,
    update_names_subscriptions,
    update_shape_refused,
)
from mockserver.contracts.rokt.flow_rules import unrendered_liquid
from mockserver.contracts.rokt.models import (
    CalendarTag,
    CreateEvent,
    CreateSubscription,
    EventDetail,
    UpdateBody,
    UpdateEvent,
    UpdateShape,
    WrappedUpdate,
)
from mockserver.contracts.rokt.subscription_rules import (
    NEW_SUBSCRIPTION_RULES,
    SUBSCRIPTION_ID_RULES,
    NewSubscription,
    SubscriptionIds,
)
from mockserver.contracts.shape import Members, parse_shape
from mockserver.contracts.times.time_rules import TIME_RULES
from mockserver.contracts.times.zone_rules import EVENT_ZONE_RULES, ZoneText, check_zone
from mockserver.contracts.wire import wire_names
from mockserver.evidence import Choice
from mockserver.findings import Finding, Severity, pointer
from mockserver.rules import apply

# As dictionaries, which keep the order and are quick to look names up in.
_EVENT_FIELDS: Final = dict.fromkeys(wire_names(EventDetail))
_CREATE_FIELDS: Final = dict.fromkeys(wire_names(CreateEvent))
_SUBSCRIPTION_FIELDS: Final = wire_names(CreateSubscription)
_TAG_FIELDS: Final = wire_names(CalendarTag)
_ZONE_FIELDS: Final = ("timeZoneId", "timezoneId")


def _event_findings(data: object, at: str, terms: Terms) -> list[Finding]:
    """Give what all rules but those of shape say about an event; nothing of what is no object."""
    if not isinstance(data, dict):
        return []
    event = EventFacts.of(data, at, terms)
    zone = event.zone_id or ""
    told_as_empty = not zone.strip() and "timezone" in event.required
    return [
        *[finding for error in event.missing() for finding in missing_field.findings(error)],
        *apply(EVENT_RULES, event),
        *(check_zone(ZoneText(zone, event.pointer("timezone"), terms)) if zone and not told_as_empty else ()),
        *apply(EVENT_ZONE_RULES, event),
        *apply(TIME_RULES, event),
        *unread_fields(Members(_without_ids(data) if not at else data, _EVENT_FIELDS, at), terms),
    ]


def unread_fields(members: Members, terms: Terms) -> list[Finding]:
    """Say which members nobody reads, and refuse them where the assumption has it so."""
    findings = apply((unknown_field,), members)
    if findings and terms.chosen("rokt.unknown_fields", "reject"):
        return [replace(finding, severity=Severity.ERROR) for finding in findings]
    return findings


def _examine_create(body: object, terms: Terms) -> Checked[CreateEvent]:
    if not isinstance(body, dict):
        return _refused(CreateEvent, body)
    create, findings = parse_shape(CreateEvent, body, SHAPE_RULES)
    findings += _event_findings(body.get("event"), "/event", terms)
    findings += _subscription_id_findings(body.get("subscriptionIds"), terms)
    # Without `event` its fields lie bare at the top; one finding says so, not one for each.
    known = _CREATE_FIELDS if "event" in body else _CREATE_FIELDS | _EVENT_FIELDS
    findings += unread_fields(Members(body, known), terms)
    return conclude([*findings, *unrendered_liquid.findings(body)], create)


def _subscription_id_findings(ids: object, terms: Terms) -> list[Finding]:
    if not isinstance(ids, list) or not all(isinstance(value, str) for value in ids):
        return []
    return apply(SUBSCRIPTION_ID_RULES, SubscriptionIds(tuple(ids), terms))


def _examine_update(body: object, terms: Terms) -> Checked[UpdateEvent]:
    if not isinstance(body, dict):
        return _refused(WrappedUpdate, body)
    shape = UpdateShape.WRAPPED if "event" in body else UpdateShape.FLAT
    findings = list(update_shape_refused.findings((shape, str(terms["rokt.update_body"]))))
    event, more = _wrapped_event(body, terms) if shape is UpdateShape.WRAPPED else _flat_event(body, terms)
    findings += [*more, *update_names_subscriptions.findings(body), *unrendered_liquid.findings(body)]
    return conclude(findings, UpdateEvent(event, shape, body.get("actionType")) if event else None)


def _wrapped_event(body: Mapping[str, Any], terms: Terms) -> tuple[EventDetail | None, list[Finding]]:
    update, findings = parse_shape(WrappedUpdate, body, SHAPE_RULES)
    findings += _event_findings(body["event"], "/event", terms)
    findings += unread_fields(Members(_without_ids(body), ("event", "actionType")), terms)
    return update.event if update else None, findings


def _flat_event(body: Mapping[str, Any], terms: Terms) -> tuple[EventDetail | None, list[Finding]]:
    event, findings = parse_shape(EventDetail, body, SHAPE_RULES)
    return event, findings + _event_findings(body, "", terms)


def _without_ids(body: Iterable[str]) -> list[str]:
    return [name for name in body if name != "subscriptionIds"]


def _examine_subscription(body: object, terms: Terms) -> Checked[CreateSubscription]:
    if not isinstance(body, dict):
        return _refused(CreateSubscription, body)
    subscription, findings = parse_shape(CreateSubscription, body, SHAPE_RULES)
    findings += apply(NEW_SUBSCRIPTION_RULES, NewSubscription(body, terms))
    for name in _zone_fields(terms):
        zone = body.get(name)
        if isinstance(zone, str) and zone:
            findings += check_zone(ZoneText(zone, pointer(name), terms))
    for index, data in enumerate(_items(body.get("events"))):
        findings += _event_findings(data, pointer("events", index), terms)
    read = [name for name in _SUBSCRIPTION_FIELDS if name not in _ZONE_FIELDS] + _zone_fields(terms)
    findings += unread_fields(Members(body, tuple(read)), terms)
    for index, tag in enumerate(_items(body.get("calendarTags"))):
        if isinstance(tag, dict):
            findings += unread_fields(Members(tag, _TAG_FIELDS, pointer("calendarTags", index)), terms)
    return conclude([*findings, *unrendered_liquid.findings(body)], subscription)


def _zone_fields(terms: Terms) -> list[str]:
    """Give the names under which a subscription's zone is read, the first that is there counting."""
    chosen = str(terms["rokt.time_zone_field"])
    return list(_ZONE_FIELDS) if chosen == "both" else [chosen]


def subscription_zone(body: CreateSubscription, choices: Mapping[str, Choice]) -> str:
    """Give the Windows id of a new subscription's zone, under whichever name is read; empty if none."""
    named = {"timeZoneId": body.time_zone_id, "timezoneId": body.timezone_id}
    return next((zone for name in _zone_fields(Terms(choices)) if (zone := named[name])), "")


def _items(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _refused(model: type[Any], body: object) -> Checked[Any]:
    """Refuse a body that is no object at all."""
    return conclude(parse_shape(model, body, SHAPE_RULES)[1], None)


CREATE_EVENT: Final = Contract("rokt-create-event", CreateEvent, _examine_create)
UPDATE_EVENT: Final = Contract("rokt-update-event", UpdateBody, _examine_update)
CREATE_SUBSCRIPTION: Final = Contract("rokt-create-subscription", CreateSubscription, _examine_subscription)
