"""The contracts of the endpoints that send and schedule messages, and BRAZE430 to BRAZE449."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final, TypeVar, cast

from mockserver.contracts import sources
from mockserver.contracts.braze.models import Properties, TriggeredSend
from mockserver.contracts.braze.requests import (
    LARGEST_TRIGGER_PROPERTIES,
    MOST_RECIPIENTS,
    RECIPIENT_RULES,
    properties_too_large,
)
from mockserver.contracts.braze.send_models import (
    CampaignSchedule,
    CampaignScheduleDelete,
    CampaignScheduleUpdate,
    CanvasSchedule,
    CanvasScheduleDelete,
    CanvasScheduleUpdate,
    CanvasSend,
    MessagesSchedule,
    MessagesScheduleDelete,
    MessagesScheduleUpdate,
    MessagesSend,
    SendIdCreate,
)
from mockserver.contracts.braze.shaped import Asked, shaped
from mockserver.contracts.braze.track_object import parse_event_time
from mockserver.contracts.braze.track_object_rules import json_size
from mockserver.contracts.wording import repeated, shown
from mockserver.findings import Severity, pointer
from mockserver.rules import Problem, Rule, rule

S = TypeVar("S", bound=TriggeredSend)


def _of_send(inner: Rule[S]) -> Rule[Asked[Any]]:
    """Let a rule about a send speak of a body and its terms."""

    def look(asked: Asked[Any]) -> Iterable[Problem]:
        return inner.look(asked.value)

    return replace(cast("Rule[Asked[Any]]", inner), look=look)


@rule(
    "BRAZE430",
    Severity.ERROR,
    "Context is too large.",
    hint="keep it within 50 KB",
    source=sources.BRAZE_CANVAS_SEND,
    why="Braze answers 400, and nobody enters.",
    of="canvas",
    fails='{"canvas_id": "v-1", "recipients": [{"external_user_id": "ada"}], "context": {"note": "'
    + "x" * 51200
    + '"}}',
    passes=('{"canvas_id": "v-1", "recipients": [{"external_user_id": "ada"}], "context": {"note": "x"}}'),
)
def context_too_large(asked: Asked[Any]) -> Iterator[Problem]:
    places: list[tuple[str, Properties]] = [("", asked.value.entry_context)]
    for index, one in enumerate(asked.value.recipients or ()):
        places.append((pointer("recipients", index), one.context or one.canvas_entry_properties or {}))
    for at, context in places:
        if json_size(context) > LARGEST_TRIGGER_PROPERTIES:
            yield Problem(pointer=at + "/context", message="`context` is too large")


@rule(
    "BRAZE431",
    Severity.ERROR,
    "A send says nothing of whom to reach, or names nobody without being a broadcast.",
    hint="name external_user_ids or user_aliases; with a segment or an audience alone add `broadcast`: true",
    source=sources.BRAZE_MESSAGES_SEND,
    why="Braze answers 400, and nobody gets the message.",
    of="messages",
    fails='{"messages": {"webhook": {"url": "https://example.com", "request_method": "POST"}}}',
    passes=(
        '{"external_user_ids": ["ada"], "messages": {"webhook": {"url": "https://example.com", '
        '"request_method": "POST"}}}'
    ),
)
def no_addressees(asked: Asked[Any]) -> Iterator[Problem]:
    send = asked.value
    if send.external_user_ids or send.user_aliases:
        return
    if not (send.broadcast and (send.segment_id or send.audience)):
        yield Problem(message="neither users nor a broadcast to a segment or an audience is given")


@rule(
    "BRAZE432",
    Severity.ERROR,
    "A send names too many users.",
    hint=f"name at most {MOST_RECIPIENTS} in one call",
    source=sources.BRAZE_MESSAGES_SEND,
    why="Braze answers 400, and nobody gets the message.",
    of="messages",
    fails='{"external_user_ids": ['
    + repeated('"ada-#"', 51)
    + '], "messages": {"webhook": {"url": "https://example.com", "request_method": "POST"}}}',
    passes=(
        '{"external_user_ids": ["ada"], "messages": {"webhook": {"url": "https://example.com", '
        '"request_method": "POST"}}}'
    ),
)
def too_many_addressees(asked: Asked[Any]) -> Iterator[Problem]:
    count = len(asked.value.external_user_ids or ()) + len(asked.value.user_aliases or ())
    if count > MOST_RECIPIENTS:
        yield Problem(message=f"there are {count} users")


@rule(
    "BRAZE433",
    Severity.ERROR,
    "A send holds no message.",
    hint="write one under `messages`; of the channels, only `webhook` is simulated",
    source=sources.BRAZE_MESSAGES_SEND,
    why="There is nothing to send.",
    of="messages",
    fails='{"external_user_ids": ["ada"]}',
    passes=(
        '{"external_user_ids": ["ada"], "messages": {"webhook": {"url": "https://example.com", '
        '"request_method": "POST"}}}'
    ),
)
def no_message(asked: Asked[Any]) -> Iterator[Problem]:
    if asked.value.messages is None or asked.value.messages.webhook is None:
        yield Problem(pointer="/messages", message="there is no webhook under `messages`")


@rule(
    "BRAZE434",
    Severity.ERROR,
    "A message for a campaign does not say which of its variations it is.",
    hint="add `message_variation_id` to the message object",
    source=sources.BRAZE_MESSAGES_SEND,
    why="Braze cannot count the message for its campaign, and answers 400.",
    of="messages",
    fails=(
        '{"external_user_ids": ["ada"], "messages": {"webhook": {"url": "https://example.com", '
        '"request_method": "POST"}}, "campaign_id": "c-1"}'
    ),
    passes=(
        '{"campaign_id": "c-1", "external_user_ids": ["ada"], '
        '"messages": {"webhook": {"url": "https://example.com", "request_method": "POST", '
        '"message_variation_id": "m-1"}}}'
    ),
)
def no_variation(asked: Asked[Any]) -> Iterator[Problem]:
    webhook = asked.value.messages.webhook if asked.value.messages else None
    if asked.value.campaign_id and webhook and not webhook.message_variation_id:
        yield Problem(
            pointer="/messages/webhook/message_variation_id", message="`message_variation_id` is missing"
        )


@rule(
    "BRAZE435",
    Severity.ERROR,
    "A schedule's time cannot be read.",
    hint="write it in ISO 8601, such as 2026-03-02T09:00:00Z",
    source=sources.BRAZE_SCHEDULE,
    why="Braze answers 400, and nothing is scheduled.",
    of="trigger-schedule",
    fails=(
        '{"campaign_id": "c-1", "recipients": [{"external_user_id": "ada"}], '
        '"schedule": {"time": "tomorrow"}}'
    ),
    passes=(
        '{"campaign_id": "c-1", "recipients": [{"external_user_id": "ada"}], '
        '"schedule": {"time": "2026-03-02T09:00:00Z"}}'
    ),
)
def unreadable_time(asked: Asked[Any]) -> Iterator[Problem]:
    schedule = asked.value.schedule
    if schedule is not None and parse_event_time(schedule.time) is None:
        yield Problem(pointer="/schedule/time", message=f"{shown(schedule.time)} is no time")


@rule(
    "BRAZE436",
    Severity.WARNING,
    "A schedule for each user's own time names a zone.",
    hint="leave the zone out; the time is read on each user's clock",
    source=sources.BRAZE_SCHEDULE,
    why="The zone is passed over: each user gets the message at that time of their own clock.",
    of="trigger-schedule",
    fails=(
        '{"campaign_id": "c-1", "recipients": [{"external_user_id": "ada"}], '
        '"schedule": {"time": "2026-03-02T09:00:00Z", "in_local_time": true}}'
    ),
    passes=(
        '{"campaign_id": "c-1", "recipients": [{"external_user_id": "ada"}], '
        '"schedule": {"time": "2026-03-02T09:00:00", "in_local_time": true}}'
    ),
)
def zone_of_local_time(asked: Asked[Any]) -> Iterator[Problem]:
    schedule = asked.value.schedule
    if schedule is None or not (schedule.in_local_time or schedule.at_optimal_time):
        return
    clock = schedule.time.partition("T")[2]
    if any(mark in clock for mark in "Z+-"):
        yield Problem(pointer="/schedule/time", message=f"{shown(schedule.time)} names a zone")


@rule(
    "BRAZE437",
    Severity.ERROR,
    "A schedule's update changes nothing.",
    hint="give `schedule`, `messages` or both",
    source=sources.BRAZE_SCHEDULE_UPDATE,
    why="Braze answers 400, and the schedule stays as it is.",
    of="messages-schedule-update",
    fails='{"schedule_id": "s-1"}',
    passes='{"schedule_id": "s-1", "schedule": {"time": "2026-03-02T09:00:00Z"}}',
)
def nothing_to_update(asked: Asked[Any]) -> Iterator[Problem]:
    if asked.value.schedule is None and asked.value.messages is None:
        yield Problem(message="neither `schedule` nor `messages` is given")


@rule(
    "BRAZE438",
    Severity.ERROR,
    "A send id cannot be registered.",
    hint="send at most 64 ASCII characters",
    source=sources.BRAZE_SEND_ID,
    why="Braze answers 400, and nothing is counted for the id.",
    of="send-id",
    fails='{"campaign_id": "c-1", "send_id": "väg"}',
    passes='{"campaign_id": "c-1", "send_id": "way"}',
)
def unusable_send_id(asked: Asked[Any]) -> Iterator[Problem]:
    given = asked.value.send_id
    if given is not None and not (given and given.isascii() and len(given) <= 64):
        yield Problem(pointer="/send_id", message=f"`send_id` is {shown(given)}")


_RECIPIENTS: Final = tuple(_of_send(each) for each in RECIPIENT_RULES)
_MESSAGES: Final = (no_addressees, too_many_addressees, no_message, no_variation)
_TIME: Final = (unreadable_time, zone_of_local_time)

CANVAS_SEND: Final = shaped("braze-canvas-trigger-send", CanvasSend, *_RECIPIENTS, context_too_large)
MESSAGES_SEND: Final = shaped("braze-messages-send", MessagesSend, *_MESSAGES)
CAMPAIGN_SCHEDULE: Final = shaped(
    "braze-campaigns-trigger-schedule-create",
    CampaignSchedule,
    *_RECIPIENTS,
    _of_send(properties_too_large),
    *_TIME,
)
CANVAS_SCHEDULE: Final = shaped(
    "braze-canvas-trigger-schedule-create", CanvasSchedule, *_RECIPIENTS, context_too_large, *_TIME
)
MESSAGES_SCHEDULE: Final = shaped("braze-messages-schedule-create", MessagesSchedule, *_MESSAGES, *_TIME)
CAMPAIGN_SCHEDULE_UPDATE: Final = shaped(
    "braze-campaigns-trigger-schedule-update", CampaignScheduleUpdate, *_TIME
)
CANVAS_SCHEDULE_UPDATE: Final = shaped("braze-canvas-trigger-schedule-update", CanvasScheduleUpdate, *_TIME)
MESSAGES_SCHEDULE_UPDATE: Final = shaped(
    "braze-messages-schedule-update", MessagesScheduleUpdate, nothing_to_update, *_TIME
)
CAMPAIGN_SCHEDULE_DELETE: Final = shaped("braze-campaigns-trigger-schedule-delete", CampaignScheduleDelete)
CANVAS_SCHEDULE_DELETE: Final = shaped("braze-canvas-trigger-schedule-delete", CanvasScheduleDelete)
MESSAGES_SCHEDULE_DELETE: Final = shaped("braze-messages-schedule-delete", MessagesScheduleDelete)
SEND_ID_CREATE: Final = shaped("braze-sends-id-create", SendIdCreate, unusable_send_id)
