"""Scheduling campaigns, Canvases and messages by API, and what is scheduled in the dashboard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from mockserver.braze.messaging.campaign import Campaign, ScheduleTrigger
from mockserver.braze.messaging.canvas import Canvas
from mockserver.braze.messaging.schedules import Deliver, ScheduledSend, SendTime
from mockserver.braze.operations import campaigns_trigger, canvas_trigger, messages
from mockserver.braze.operations.recipients import broadcast_limits, check_audience, targets
from mockserver.braze.operations.sends import chosen_send_id
from mockserver.braze.profiles.profile import Profile
from mockserver.braze.rest import answers
from mockserver.braze.rest.errors import error_response
from mockserver.braze.rest.query import Query
from mockserver.braze.rest.rate_limits import SHARED_RATE
from mockserver.braze.times import render_time
from mockserver.contracts import (
    CAMPAIGN_SCHEDULE,
    CAMPAIGN_SCHEDULE_DELETE,
    CAMPAIGN_SCHEDULE_UPDATE,
    CANVAS_SCHEDULE,
    CANVAS_SCHEDULE_DELETE,
    CANVAS_SCHEDULE_UPDATE,
    MESSAGES_SCHEDULE,
    MESSAGES_SCHEDULE_DELETE,
    MESSAGES_SCHEDULE_UPDATE,
    CampaignSchedule,
    CanvasSchedule,
    Contract,
    MessagesSchedule,
    ScheduleObject,
    parse_event_time,
    sources,
)
from mockserver.http import Response
from mockserver.simulator.operation import Call, Operation, Run, operation
from mockserver.simulator.service import Refusal

if TYPE_CHECKING:
    from mockserver.braze.service import Braze

INVALID_SCHEDULE = "Invalid schedule ID"
PAST = "The time of the schedule has passed"


def _operation(
    kind: str, action: str, contract: Contract[Any], answer: type[answers.Answer], source: str
) -> Callable[[Run], Operation]:
    return operation(
        "POST",
        f"/{kind}/schedule/{action}",
        permission=f"{kind.replace('/', '.')}.schedule.{action}",
        contract=contract,
        answer=answer,
        success=201,
        refusals=(400, 401, 403, 413, 415, 429),
        rate=SHARED_RATE,
        rate_for=broadcast_limits if action == "create" else None,
        source=source,
    )


@_operation(
    "campaigns/trigger", "create", CAMPAIGN_SCHEDULE, answers.Scheduled, sources.BRAZE_SCHEDULE_CAMPAIGN
)
def campaigns_trigger_schedule_create(braze: Braze, call: Call) -> Response:
    """Schedule an API-triggered campaign."""
    request: CampaignSchedule = call.body
    campaign = campaigns_trigger.find_campaign(braze, request.campaign_id)
    check_audience(braze, request.audience)
    time = _send_time(braze, request.schedule, targets(braze, request))
    send_id = chosen_send_id(braze, call, request.send_id, broadcast=bool(request.broadcast))
    return _created(
        braze,
        campaign.id,
        time,
        lambda select: campaigns_trigger.send_campaign(
            braze, braze.state.find_campaign(campaign.id) or campaign, request, select, send_id
        ),
        send_id,
    )


@_operation("canvas/trigger", "create", CANVAS_SCHEDULE, answers.Scheduled, sources.BRAZE_SCHEDULE_CANVAS)
def canvas_trigger_schedule_create(braze: Braze, call: Call) -> Response:
    """Schedule the entry of users into an API-triggered Canvas."""
    request: CanvasSchedule = call.body
    canvas = canvas_trigger.find_canvas(braze, request.canvas_id)
    check_audience(braze, request.audience)
    time = _send_time(braze, request.schedule, targets(braze, request))
    return _created(
        braze,
        canvas.id,
        time,
        lambda select: canvas_trigger.send_canvas(
            braze, braze.state.find_canvas(canvas.id) or canvas, request, select
        ),
    )


@_operation("messages", "create", MESSAGES_SCHEDULE, answers.Scheduled, sources.BRAZE_SCHEDULE_MESSAGES)
def messages_schedule_create(braze: Braze, call: Call) -> Response:
    """Schedule a webhook written out in the call."""
    request: MessagesSchedule = call.body
    messages.check_send(braze, request)
    time = _send_time(braze, request.schedule, messages.addressees(braze, request))
    send_id = chosen_send_id(braze, call, request.send_id, broadcast=False)
    dispatch_id = braze.world.ids.hex(32)
    return _created(
        braze, "", time, _MessagesDelivery(braze, request, send_id, dispatch_id), send_id, dispatch_id
    )


@_operation(
    "campaigns/trigger", "update", CAMPAIGN_SCHEDULE_UPDATE, answers.Answer, sources.BRAZE_SCHEDULE_UPDATE
)
def campaigns_trigger_schedule_update(braze: Braze, call: Call) -> Response:
    """Move a scheduled campaign."""
    return _moved(braze, _scheduled(braze, call, call.body.campaign_id), call.body.schedule)


@_operation("canvas/trigger", "update", CANVAS_SCHEDULE_UPDATE, answers.Answer, sources.BRAZE_SCHEDULE_UPDATE)
def canvas_trigger_schedule_update(braze: Braze, call: Call) -> Response:
    """Move a scheduled Canvas."""
    return _moved(braze, _scheduled(braze, call, call.body.canvas_id), call.body.schedule)


@_operation("messages", "update", MESSAGES_SCHEDULE_UPDATE, answers.Answer, sources.BRAZE_SCHEDULE_UPDATE)
def messages_schedule_update(braze: Braze, call: Call) -> Response:
    """Move scheduled messages, rewrite them, or both."""
    send = _scheduled(braze, call, "")
    if call.body.messages is not None and isinstance(send.deliver, _MessagesDelivery):
        request = send.deliver.request.model_copy(update={"messages": call.body.messages})
        deliver = _MessagesDelivery(braze, request, send.deliver.send_id, send.deliver.dispatch_id)
        braze.messaging.schedules.update(send, None, deliver)
    return _moved(braze, send, call.body.schedule)


@_operation(
    "campaigns/trigger", "delete", CAMPAIGN_SCHEDULE_DELETE, answers.Answer, sources.BRAZE_SCHEDULE_DELETE
)
def campaigns_trigger_schedule_delete(braze: Braze, call: Call) -> Response:
    """Cancel a scheduled campaign."""
    return _deleted(braze, _scheduled(braze, call, call.body.campaign_id))


@_operation("canvas/trigger", "delete", CANVAS_SCHEDULE_DELETE, answers.Answer, sources.BRAZE_SCHEDULE_DELETE)
def canvas_trigger_schedule_delete(braze: Braze, call: Call) -> Response:
    """Cancel a scheduled Canvas."""
    return _deleted(braze, _scheduled(braze, call, call.body.canvas_id))


@_operation("messages", "delete", MESSAGES_SCHEDULE_DELETE, answers.Answer, sources.BRAZE_SCHEDULE_DELETE)
def messages_schedule_delete(braze: Braze, call: Call) -> Response:
    """Cancel scheduled messages."""
    return _deleted(braze, _scheduled(braze, call, ""))


@operation(
    "GET",
    "/messages/scheduled_broadcasts",
    permission="messages.schedule_broadcasts",
    query=answers.ScheduledQuery,
    answer=answers.ScheduledBroadcasts,
    refusals=(400, 401, 403, 429),
    rate=SHARED_RATE,
    source=sources.BRAZE_SCHEDULED,
)
def messages_scheduled_broadcasts(braze: Braze, call: Call) -> Response:
    """List the campaigns and Canvases whose schedule comes up by a time."""
    end = Query(call.request).moment("end_time")
    if end is None:
        return error_response(400, "'end_time' is required")
    coming = sorted(_coming(braze, end), key=lambda one: str(one["next_send_time"]))
    return Response.of_json(200, {"scheduled_broadcasts": coming, "message": "success"})


class _MessagesDelivery:
    """Delivers messages written out in a call; remembers them so that they can be rewritten."""

    def __init__(self, braze: Braze, request: MessagesSchedule, send_id: str, dispatch_id: str) -> None:
        self.braze = braze
        self.request = request
        self.send_id = send_id
        self.dispatch_id = dispatch_id

    def __call__(self, select: Any) -> None:
        messages.send_messages(self.braze, self.request, select, self.send_id, self.dispatch_id)


def _send_time(braze: Braze, schedule: ScheduleObject, profiles: Iterable[Profile]) -> SendTime:
    """Read a schedule's time.

    Raises ``Refusal`` for one that has passed for everybody it is for.
    """
    moment = parse_event_time(schedule.time)
    assert moment is not None  # noqa: S101 - the contract read it before
    optimal_is_local = braze.world.assumptions.is_set("braze.optimal_time", "local_time")
    in_local_time = schedule.in_local_time or (schedule.at_optimal_time and optimal_is_local)
    time = SendTime(moment, bool(in_local_time))
    now = braze.world.clock.now()
    latest = moment
    if time.in_local_time:
        company = braze.state.time_zone
        latest = max((time.moment_for(profile, company) for profile in profiles), default=moment)
    if latest < now and braze.world.assumptions.is_set("braze.past_schedule", "refused"):
        raise Refusal(error_response(400, PAST))
    return time


def _created(
    braze: Braze, owner: str, time: SendTime, deliver: Deliver, send_id: str = "", dispatch_id: str = ""
) -> Response:
    made = braze.messaging.schedules.create(owner, time, deliver)
    sent = {"send_id": send_id} if send_id else {}
    dispatch = {"dispatch_id": dispatch_id or braze.world.ids.hex(32)}
    return Response.of_json(201, {**dispatch, "schedule_id": made.id, **sent, "message": "success"})


def _scheduled(braze: Braze, call: Call, owner: str) -> ScheduledSend:
    found = braze.messaging.schedules.find(call.body.schedule_id, owner)
    if found is None:
        raise Refusal(error_response(400, INVALID_SCHEDULE))
    return found


def _moved(braze: Braze, send: ScheduledSend, schedule: ScheduleObject | None) -> Response:
    if schedule is not None:
        braze.messaging.schedules.update(send, _send_time(braze, schedule, braze.state.profiles), None)
    return Response.of_json(201, {"message": "success"})


def _deleted(braze: Braze, send: ScheduledSend) -> Response:
    braze.messaging.schedules.delete(send)
    return Response.of_json(201, {"message": "success"})


def _coming(braze: Braze, end: datetime) -> Iterator[dict[str, Any]]:
    now = braze.world.clock.now()
    programs: tuple[Campaign | Canvas, ...] = (*braze.state.campaigns, *braze.state.canvases)
    for program in programs:
        trigger = program.entry if isinstance(program, Canvas) else program.trigger
        if not isinstance(trigger, ScheduleTrigger) or program.status != "active":
            continue
        times = trigger.moments(braze.state.time_zone)
        following = next((time for time in times if now <= time <= end), None)
        if following is not None:
            yield {
                "name": program.name,
                "id": program.id,
                "type": "Campaign" if isinstance(program, Campaign) else "Canvas",
                "tags": list(program.tags),
                "next_send_time": render_time(following),
                "schedule_type": "local_time_zones" if trigger.in_local_time else braze.state.time_zone,
            }
