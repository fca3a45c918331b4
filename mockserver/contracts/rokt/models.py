"""The bodies Rokt Calendar's API takes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final

from pydantic import PlainValidator, RootModel, WithJsonSchema, model_validator

from mockserver.contracts.wire import CamelPayload, Minutes, Payload

NEVER_EMPTY: Final = ("end", "timezone", "timezoneIanaId", "notifyBefore", "visibleFromDateTimeUtc")
"""Optional fields of an event whose value has a form that an empty string is not."""


def _number_or_name(value: object) -> object:
    if value is None or (isinstance(value, int | str) and not isinstance(value, bool)):
        return value
    raise ValueError("a number or a name")


NumberOrName = Annotated[
    int | str | None,
    PlainValidator(_number_or_name),
    WithJsonSchema({"type": ["integer", "string", "null"]}),
]
"""What the pages show in two ways, as a number and as a name, or as null only, so that nobody knows which."""


class EventDetail(CamelPayload):
    """A calendar event, as in https://roktcalendar-api.readme.io/docs/subscription-resource-models.

    ``start`` and ``end`` are local times of the zone; ``notify_before`` is in minutes.
    """

    event_id: str
    title: str
    description: str | None = None
    location: str | None = None
    start: str
    end: str | None = None
    timezone: str | None = None
    timezone_iana_id: str | None = None
    all_day_event: bool | None = None
    notify_before: Minutes = None
    action_type: str | None = None
    visible_from_date_time_utc: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _drop_empty(cls, data: object) -> object:
        if not isinstance(data, dict) or "" not in data.values():
            return data
        return {name: value for name, value in data.items() if value != "" or name not in NEVER_EMPTY}


class CreateEvent(CamelPayload):
    """The body that creates an event and puts it into subscriptions."""

    event: EventDetail
    subscription_ids: list[str]
    action_type: str | None = None


class WrappedUpdate(CamelPayload):
    """The body that updates an event, as Braze's page writes it."""

    event: EventDetail
    action_type: str | None = None


class UpdateBody(RootModel[EventDetail | WrappedUpdate]):
    """The body that updates an event, in either shape."""


class UpdateShape(StrEnum):
    """In which shape an update came."""

    FLAT = "flat"
    WRAPPED = "wrapped"


@dataclass(frozen=True, slots=True)
class UpdateEvent:
    """An update of an event, and the shape it came in; ``action_type`` stood at the top of it."""

    event: EventDetail
    shape: UpdateShape
    action_type: str | None = None


class CalendarTag(CamelPayload):
    """A tag a subscription is limited to."""

    internal_id: str | None = None
    external_id: str | None = None


class CreateSubscription(CamelPayload):
    """The body that subscribes a person to a calendar."""

    subscriber_id: str | None = None
    email_address: str | None = None
    additional_opt_in: bool | None = None
    redirect_to: str | None = None
    calendar_tags: list[CalendarTag] | None = None
    time_zone_id: str | None = None
    timezone_id: str | None = None
    request_event_ids: list[str] | None = None
    external_event_ids: list[str] | None = None
    utm_source: str | None = None
    utm_medium: str | None = None
    utm_campaign: str | None = None
    utm_content: str | None = None
    marketing_allowed: bool | None = None
    allow_promotional_content: bool | None = None
    event_reminder_minutes: Minutes = None
    is_event_reminder_disabled: bool | None = None
    subscription_method: NumberOrName = None
    events: list[EventDetail] | None = None
    user_name: str | None = None
    redirect_url: str | None = None
    auth_code: str | None = None
    tag_id: str | None = None
    click_id: str | None = None
    url_referrer: str | None = None
    user_agent: str | None = None
    ip_address: str | None = None
    tracking_id: str | None = None
    session_id: str | None = None
    rokt_session_id: str | None = None
    channel_finder_zip_code: str | None = None
    channel_finder_line_up_id: str | None = None
    network_device: str | None = None
    provider_name: str | None = None
    provider_location: str | None = None
    station_name: str | None = None
    source_id: NumberOrName = None
    station_num: NumberOrName = None
    action_type: str | None = None


class TokenRequest(Payload):
    """The form a token is asked for with."""

    grant_type: str
    refresh_token: str | None = None
    client_id: str | None = None
    client_secret: str | None = None
