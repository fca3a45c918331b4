"""The bodies Rokt Calendar's API answers with, for documents.

Members that may hold nothing may also be left out: the pages do not tell.
Shapes: https://roktcalendar-api.readme.io/docs/subscription-resource-models
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel
from pydantic.alias_generators import to_camel

from mockserver.contracts.wire import CamelPayload


class Refusal(BaseModel):
    """Every error body, but those of the token endpoint."""

    model_config = ConfigDict(alias_generator=str.title)

    code: str
    reason: str


class TokenRefusal(BaseModel):
    """An error body of the token endpoint, as in RFC 6749 section 5.2."""

    error: str
    error_description: str | None = None


class AnyTokenRefusal(RootModel[TokenRefusal | Refusal]):
    """What the token endpoint refuses with: nobody documents which of the two."""


class Token(BaseModel):
    """An access token and the token to get the next one with."""

    access_token: str
    token_type: Literal["bearer"]
    expires_in: int
    refresh_token: str


class ClientCredentials(BaseModel):
    """The form that asks for a first token; the client may name itself in a Basic header instead."""

    grant_type: Literal["client_credentials"]
    client_id: str | None = None
    client_secret: str | None = None


class RefreshToken(BaseModel):
    """The form that asks for a token in exchange for a refresh token."""

    grant_type: Literal["refresh_token"]
    refresh_token: str
    client_id: str | None = None
    client_secret: str | None = None


class TokenForm(RootModel[ClientCredentials | RefreshToken]):
    """The form of either grant."""


class Answer(CamelPayload):
    """An answer of which nothing is told but that it is an object."""


class NewSubscription(CamelPayload):
    """What became of a request to subscribe."""

    subscription_id: str
    subscription_url: str | None = None
    username: str | None = None
    password: str | None = None
    is_new_subscription: bool
    subscriber_id: str | None = None
    redirect_to: str | None = None


class CalendarShown(CamelPayload):
    """The calendar of a subscription."""

    id: str
    code: str
    name: str
    image: str | None = None


class TagShown(CamelPayload):
    """A tag a subscription is limited to."""

    id: str | None = None
    name: str | None = None


class EventShown(CamelPayload):
    """An event as its subscriber sees it; times without ``Z`` are local."""

    model_config = ConfigDict(alias_generator=to_camel, extra="allow")

    title: str
    location: str | None = None
    description: str | None = None
    subscription_event_id: str | None = None
    calendar_event_id: str | None = None
    timezone: str | None = None
    timezone_iana_id: str | None = None
    start_date_time: str
    start_date_time_utc: str
    end_date_time: str
    all_day_event: bool
    reminder_minutes: int | None = None
    is_subscription_event: bool


class BasicSubscription(CamelPayload):
    """A subscription as the list of a user name shows it."""

    model_config = ConfigDict(alias_generator=to_camel, extra="allow")

    subscription_id: str
    calendar: CalendarShown
    tags: list[TagShown]
    timezone_id: str | None = None
    subscription_type: str
    subscriber_id: str | None = None
    email_address: str | None = None
    created_at: str
    is_active: bool
    deactivated_date: str | None = None
    events: list[dict[str, Any]]


class SubscriptionsShown(RootModel[list[BasicSubscription]]):
    """Every subscription under a user name."""


class SubscriptionShown(BasicSubscription):
    """A subscription with the events its subscriber sees."""

    marketing_allowed: bool | None = None
    allow_promotional_content: bool | None = None
    additional_opt_in: bool | None = None
    event_reminder_minutes: int | None = None
    is_event_reminder_disabled: bool | None = None
    provider_name: str | None = None
    channel_finder_line_up_id: str | None = None
    channel_finder_zip_code: str | None = None
    events_visible_to_subscription: list[EventShown]


class ZoneShown(CamelPayload):
    """A zone a calendar event is meant for; local time minus UTC in minutes."""

    bcl_id: str
    iana_id: str | None = None
    offset_minutes: int | None = None


class CalendarEventShown(CamelPayload):
    """An event of a calendar."""

    model_config = ConfigDict(alias_generator=to_camel, extra="allow")

    id: str
    title: str
    description: str | None = None
    location: str | None = None
    reminder_minutes: int
    timezone_bcl_id: str | None = None
    timezone_iana_id: str | None = None
    start_date_time_utc: str
    start_date_time_local: str
    end_date_time_local: str
    last_update_date_time_utc: str
    calendar_tags: list[dict[str, Any]]
    calendar_timezones: list[ZoneShown]


class CalendarEventsShown(RootModel[list[CalendarEventShown]]):
    """Every event of a calendar."""


class ScheduleRange(BaseModel):
    """The range of dates a schedule is read for, each end optional."""

    start: str | None = Field(None, alias="from", examples=["2026-07-21T00:00:00Z"])
    end: str | None = Field(None, alias="to", examples=["2026-07-28T00:00:00Z"])


class ScheduleEntry(CamelPayload):
    """An entry of a subscriber's own calendar."""

    title: str
    location: str | None = None
    start_date_time_utc: str
    end_date_time_utc: str
    all_day_event: bool


class ScheduleShown(RootModel[list[ScheduleEntry]]):
    """What is in a subscriber's calendar."""
