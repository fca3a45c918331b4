"""The bodies Braze's REST API answers with, for documents.

Source: https://www.braze.com/docs/api/errors/
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Refusal(BaseModel):
    """Every error body; syntax errors hold their message as ``error`` too."""

    message: str
    errors: list[str | dict[str, Any]] | None = None
    error: str | None = None


class Answer(BaseModel):
    """A success: ``message`` and whatever the operation tells beside it."""

    model_config = ConfigDict(extra="allow")

    message: str


class Rejection(BaseModel):
    """An object of a request that was left out, by its array and its index in it."""

    type: str
    input_array: Literal["attributes", "events", "purchases"]
    index: Annotated[int, Field(ge=0)]


Count = Annotated[int | None, Field(ge=1)]


class Tracked(Answer):
    """How many objects were taken, and which were not; an array of which none was has no count."""

    attributes_processed: Count = None
    events_processed: Count = None
    purchases_processed: Count = None
    errors: list[Rejection] | None = None


class Exported(Answer):
    """Profiles, each with the fields asked for that hold a value."""

    users: list[dict[str, Any]]
    invalid_user_ids: list[str] | None = None


class Sent(Answer):
    """What a send is known by from now on; ``notice`` tells why nothing will come of it."""

    dispatch_id: str
    send_id: str | None = None
    notice: str | None = None


class SendId(Answer):
    """A send id that was registered."""

    send_id: str


class Scheduled(Sent):
    """What a scheduled send is changed and cancelled by."""

    schedule_id: str


class ScheduledQuery(BaseModel):
    """Until when to look ahead."""

    end_time: str


class ScheduledBroadcast(BaseModel):
    """A campaign or a Canvas with a schedule, and when it comes up next."""

    name: str
    id: str
    type: Literal["Campaign", "Canvas"]
    tags: list[str]
    next_send_time: str
    schedule_type: str


class ScheduledBroadcasts(Answer):
    """What is scheduled, soonest first."""

    scheduled_broadcasts: list[ScheduledBroadcast]
