"""The bodies Braze's REST API takes."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from mockserver.contracts.wire import IdText, Payload

LongText = Annotated[str, Field(min_length=1, max_length=255)]
Properties = dict[str, Any]


class UserAlias(Payload):
    """A name for a profile, unique under its label."""

    alias_name: Annotated[str, Field(min_length=1)]
    alias_label: Annotated[str, Field(min_length=1)]


class TrackObject(Payload):
    """What every object of /users/track may hold: the identifiers of its profile."""

    external_id: IdText | None = None
    user_alias: UserAlias | None = None
    braze_id: str | None = None
    email: str | None = None
    phone: str | None = None
    update_existing_only: Annotated[bool | None, Field(alias="_update_existing_only")] = None


class AttributesObject(TrackObject):
    """Attributes of one profile; members without a field are custom attributes."""

    model_config = ConfigDict(extra="allow")

    push_token_import: bool | None = None
    merge_objects: Annotated[bool | None, Field(alias="_merge_objects")] = None


class EventObject(TrackObject):
    """One thing one person did, at a time in ISO 8601."""

    app_id: str | None = None
    name: LongText
    time: str
    properties: Properties | None = None


class PurchaseObject(TrackObject):
    """One thing one person bought; ``price`` is for one of ``quantity``."""

    app_id: str | None = None
    product_id: IdText
    currency: Annotated[str, Field(pattern="^[A-Za-z]{3}$")]
    price: float
    quantity: Annotated[int | None, Field(ge=1, le=100)] = None
    time: str
    properties: Properties | None = None


class TrackBody(Payload):
    """The body of /users/track."""

    attributes: list[AttributesObject] | None = None
    events: list[EventObject] | None = None
    purchases: list[PurchaseObject] | None = None


class Recipient(Payload):
    """One person a message is sent to."""

    external_user_id: IdText | None = None
    user_alias: UserAlias | None = None
    braze_id: str | None = None
    email: str | None = None
    prioritization: list[str] | None = None
    trigger_properties: Properties | None = None
    canvas_entry_properties: Properties | None = None
    context: Properties | None = None
    send_to_existing_only: bool | None = None
    attributes: Properties | None = None


class TriggeredSend(Payload):
    """What sending a campaign and sending a Canvas have in common: to whom."""

    send_id: str | None = None
    broadcast: bool | None = None
    audience: Properties | None = None
    recipients: list[Recipient] | None = None


class TriggerSend(TriggeredSend):
    """The body that sends an API-triggered campaign."""

    campaign_id: Annotated[str, Field(min_length=1)]
    trigger_properties: Properties | None = None
    attachments: list[Properties] | None = None


class ExportIds(Payload):
    """The body that exports profiles by their identifiers."""

    external_ids: list[IdText] | None = None
    user_aliases: list[UserAlias] | None = None
    device_id: str | None = None
    braze_id: str | None = None
    email_address: str | None = None
    phone: str | None = None
    fields_to_export: list[str] | None = None
