"""The bodies of the endpoints that send and schedule messages."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mockserver.contracts.braze.models import Properties, TriggeredSend, TriggerSend, UserAlias
from mockserver.contracts.wire import IdText, Payload

Identifier = Annotated[str, Field(min_length=1)]


class ScheduleObject(Payload):
    """When to send: a time in ISO 8601, in UTC or on each user's own clock."""

    time: str
    in_local_time: bool | None = None
    at_optimal_time: bool | None = None


class CanvasSend(TriggeredSend):
    """The body that lets users enter an API-triggered Canvas."""

    canvas_id: Identifier
    context: Properties | None = None
    canvas_entry_properties: Properties | None = None

    @property
    def entry_context(self) -> Properties:
        """What everybody enters with; the newer name goes before the older."""
        return self.context if self.context is not None else self.canvas_entry_properties or {}


class WebhookObject(Payload):
    """A webhook written out in the call; Liquid may stand in the URL, in header values and in the body."""

    url: Identifier
    request_method: Literal["POST", "PUT", "DELETE", "GET"]
    request_headers: dict[str, str] | None = None
    body: str | None = None
    message_variation_id: str | None = None


class MessagesObject(Payload):
    """Message objects by channel; only ``webhook`` is simulated."""

    webhook: WebhookObject | None = None


class MessagesSend(Payload):
    """The body that sends messages written out in the call."""

    broadcast: bool | None = None
    external_user_ids: list[IdText] | None = None
    user_aliases: list[UserAlias] | None = None
    segment_id: str | None = None
    audience: Properties | None = None
    campaign_id: str | None = None
    send_id: str | None = None
    override_frequency_capping: bool | None = None
    recipient_subscription_state: Literal["opted_in", "subscribed", "all"] | None = None
    messages: MessagesObject | None = None


class CampaignSchedule(TriggerSend):
    """The body that schedules an API-triggered campaign."""

    schedule: ScheduleObject


class CanvasSchedule(CanvasSend):
    """The body that schedules an API-triggered Canvas."""

    schedule: ScheduleObject


class MessagesSchedule(MessagesSend):
    """The body that schedules messages written out in the call."""

    schedule: ScheduleObject


class CampaignScheduleUpdate(Payload):
    """The body that moves a scheduled campaign."""

    campaign_id: Identifier
    schedule_id: Identifier
    schedule: ScheduleObject


class CanvasScheduleUpdate(Payload):
    """The body that moves a scheduled Canvas."""

    canvas_id: Identifier
    schedule_id: Identifier
    schedule: ScheduleObject


class MessagesScheduleUpdate(Payload):
    """The body that moves scheduled messages or rewrites them."""

    schedule_id: Identifier
    schedule: ScheduleObject | None = None
    messages: MessagesObject | None = None


class CampaignScheduleDelete(Payload):
    """The body that cancels a scheduled campaign."""

    campaign_id: Identifier
    schedule_id: Identifier


class CanvasScheduleDelete(Payload):
    """The body that cancels a scheduled Canvas."""

    canvas_id: Identifier
    schedule_id: Identifier


class MessagesScheduleDelete(Payload):
    """The body that cancels scheduled messages."""

    schedule_id: Identifier


class SendIdCreate(Payload):
    """The body that registers a send id for a campaign."""

    campaign_id: Identifier
    send_id: str | None = None
