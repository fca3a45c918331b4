"""The body that changes a subscription's preferences, and the subscription it makes.

Source: https://roktcalendar-api.readme.io/reference/update-subscription-details
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from pydantic import Field

from mockserver.contracts.assumptions import Terms
from mockserver.contracts.checked import Checked, Contract, conclude
from mockserver.contracts.rokt.event_rules import SHAPE_RULES
from mockserver.contracts.rokt.models import CalendarTag
from mockserver.contracts.rokt.payloads import unread_fields
from mockserver.contracts.shape import Members, parse_shape
from mockserver.contracts.times.zone_rules import ZoneText, check_zone
from mockserver.contracts.wire import CamelPayload, Minutes, wire_names
from mockserver.rokt.calendar_events import CalendarEvents
from mockserver.rokt.state import Calendar, Subscription
from mockserver.rokt.subscriptions.new_subscription import tags_of


class SubscriptionChanges(CamelPayload):
    """What to change; a member that is missing or null changes nothing, an empty list or text clears.

    Ids of events that match nothing are passed over. The page spells ``CalendarTags`` with a capital.
    """

    calendar_tags: list[CalendarTag] | None = Field(None, alias="CalendarTags")
    calendar_tags_in_camel_case: list[CalendarTag] | None = Field(None, alias="calendarTags")
    time_zone_id: str | None = None
    request_event_ids: list[str] | None = None
    external_event_ids: list[str] | None = None
    exclude_request_event_ids: list[str] | None = None
    exclude_external_event_ids: list[str] | None = None
    marketing_allowed: bool | None = None
    additional_opt_in: bool | None = None
    allow_promotional_content: bool | None = None
    event_reminder_minutes: Minutes = None
    is_event_reminder_disabled: bool | None = None
    redirect_to: str | None = None
    action_type: str | None = None


_PLAIN: Final = (
    "time_zone_id",
    "marketing_allowed",
    "additional_opt_in",
    "allow_promotional_content",
    "event_reminder_minutes",
    "is_event_reminder_disabled",
)


def _examine(body: object, terms: Terms) -> Checked[SubscriptionChanges]:
    changes, findings = parse_shape(SubscriptionChanges, body, SHAPE_RULES)
    if isinstance(body, dict):
        zone = body.get("timeZoneId")
        if isinstance(zone, str) and zone:
            findings += check_zone(ZoneText(zone, "/timeZoneId", terms))
        findings += unread_fields(Members(body, wire_names(SubscriptionChanges)), terms)
    return conclude(findings, changes)


UPDATE_SUBSCRIPTION: Final = Contract("rokt-update-subscription", SubscriptionChanges, _examine)


def changed(
    subscription: Subscription, changes: SubscriptionChanges, calendar: Calendar, events: CalendarEvents
) -> Subscription:
    """Give a subscription with its preferences changed."""
    given: dict[str, Any] = {name: value for name in _PLAIN if (value := getattr(changes, name)) is not None}
    tags = changes.calendar_tags if changes.calendar_tags is not None else changes.calendar_tags_in_camel_case
    if tags is not None:
        given["tags"] = tags_of(calendar, tags)
    for name, ids, external_ids in (
        ("included_event_ids", changes.request_event_ids, changes.external_event_ids),
        ("excluded_event_ids", changes.exclude_request_event_ids, changes.exclude_external_event_ids),
    ):
        if ids is not None or external_ids is not None:
            where = (subscription.account, subscription.calendar)
            given[name] = events.matching(*where, ids or (), external_ids or ())
    return replace(subscription, **given)
