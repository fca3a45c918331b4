"""From the body that subscribes a person to the subscription it asks for.

Source: https://docs.rokt.com/docs/developers/api-reference/calendar/post-v2-subscribe-accountcode-calendarcode/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from mockserver.contracts.rokt.models import CalendarTag, CreateSubscription
from mockserver.contracts.rokt.payloads import subscription_zone
from mockserver.evidence import Assumptions, Choice
from mockserver.rokt.state import Calendar, Method, Subscription, Tag

_METHODS: Final[Mapping[str, tuple[Method, ...]]] = {
    "webcal_first": (Method.WEBCAL, Method.GOOGLE, Method.MICROSOFT),
    "google_first": (Method.GOOGLE, Method.WEBCAL, Method.MICROSOFT),
}


def method_of(body: CreateSubscription, assumptions: Assumptions) -> Method | None:
    """Give the method that is asked for by number or name, WebCal by default; None for an unknown one."""
    asked = body.subscription_method
    if asked is None:
        return Method.WEBCAL
    if isinstance(asked, str):
        return Method.named(asked)
    methods = _METHODS[str(assumptions["rokt.subscription_method_numbers"])]
    return methods[asked] if 0 <= asked < len(methods) else None


def subscription_from(
    body: CreateSubscription,
    account: str,
    calendar: Calendar,
    method: Method,
    choices: Mapping[str, Choice] = MappingProxyType({}),
) -> Subscription:
    """Give the subscription a body asks for, not yet filed."""
    return Subscription(
        account=account,
        calendar=calendar.code,
        method=method,
        subscriber_id=body.subscriber_id or "",
        email=body.email_address or "",
        username=body.user_name or "",
        time_zone_id=subscription_zone(body, choices),
        tags=tags_of(calendar, body.calendar_tags or ()),
        marketing_allowed=bool(body.marketing_allowed),
        additional_opt_in=bool(body.additional_opt_in),
        allow_promotional_content=bool(body.allow_promotional_content),
        event_reminder_minutes=body.event_reminder_minutes,
        is_event_reminder_disabled=bool(body.is_event_reminder_disabled),
        provider_name=body.provider_name or "",
        channel_finder_line_up_id=body.channel_finder_line_up_id or "",
        channel_finder_zip_code=body.channel_finder_zip_code or "",
        ip_address=body.ip_address or "",
        user_agent=body.user_agent or "",
    )


def tags_of(calendar: Calendar, asked: Iterable[CalendarTag]) -> tuple[Tag, ...]:
    """Give the tags that are asked for."""
    return tuple(_tag(calendar, one) for one in asked)


def _tag(calendar: Calendar, asked: CalendarTag) -> Tag:
    """Give the calendar's tag of either id; one the calendar does not list goes by the id it came with."""
    for tag in calendar.tags:
        if (asked.internal_id and tag.id == asked.internal_id) or (
            asked.external_id and tag.external_id == asked.external_id
        ):
            return tag
    internal, external = asked.internal_id or "", asked.external_id or ""
    return Tag(name=external or internal, id=internal, external_id=external)
