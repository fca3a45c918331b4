"""Letting users enter API-triggered Canvases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mockserver.braze import notices
from mockserver.braze.messaging.campaign import ApiTrigger
from mockserver.braze.messaging.canvas import Canvas
from mockserver.braze.messaging.schedules import Select
from mockserver.braze.operations.recipients import broadcast_limits, check_audience, everybody, send_to_all
from mockserver.braze.profiles.profile import Profile
from mockserver.braze.rest import answers
from mockserver.braze.rest.errors import error_response
from mockserver.braze.rest.rate_limits import SHARED_RATE
from mockserver.contracts import CANVAS_SEND, CanvasSend, sources
from mockserver.findings import Finding
from mockserver.http import Response
from mockserver.simulator.operation import Call, operation
from mockserver.simulator.service import Refusal

if TYPE_CHECKING:
    from mockserver.braze.service import Braze

INVALID_CANVAS = "canvas_id must be a string of the Canvas api identifier"
NOTICES: Mapping[str, str] = {
    "stopped": "The Canvas is paused. Resume the Canvas to ensure trigger requests will take effect.",
    "archived": "The Canvas is archived. Unarchive the Canvas to ensure trigger requests will take effect.",
    "draft": "The Canvas is a draft. Launch the Canvas to ensure trigger requests will take effect.",
}


@operation(
    "POST",
    "/canvas/trigger/send",
    permission="canvas.trigger.send",
    contract=CANVAS_SEND,
    answer=answers.Sent,
    success=201,
    refusals=(400, 401, 403, 413, 415, 429),
    rate=SHARED_RATE,
    rate_for=broadcast_limits,
    source=sources.BRAZE_CANVAS_SEND,
)
def canvas_trigger_send(braze: Braze, call: Call) -> Response:
    """Let the users named, or a whole audience, enter an API-triggered Canvas."""
    request: CanvasSend = call.body
    canvas = find_canvas(braze, request.canvas_id)
    check_audience(braze, request.audience)
    dispatch = {"dispatch_id": braze.world.ids.hex(32), "message": "success"}
    if canvas.status != "active":
        call.exchange.findings.append(notices.canvas_inactive(canvas.name, canvas.status))
        return Response.of_json(201, {**dispatch, "notice": NOTICES[canvas.status]})
    call.exchange.findings += send_canvas(braze, canvas, request, everybody)
    return Response.of_json(201, dispatch)


def find_canvas(braze: Braze, canvas_id: str) -> Canvas:
    """Find an API-triggered Canvas.

    Raises ``Refusal`` where there is none.
    """
    canvas = braze.state.find_canvas(canvas_id)
    if canvas is None or not isinstance(canvas.entry, ApiTrigger):
        raise Refusal(error_response(400, INVALID_CANVAS))
    return canvas


def send_canvas(braze: Braze, canvas: Canvas, request: CanvasSend, select: Select) -> list[Finding]:
    """Let the recipients of a call who are selected enter; give what is to be said of them."""

    def enter(profile: Profile, own: Mapping[str, Any]) -> Finding | None:
        result = braze.messaging.enter(canvas, profile, {**request.entry_context, **own})
        return result if isinstance(result, Finding) else None

    return send_to_all(braze, request, select, enter)
