"""Listing campaigns and Canvases, and reading back what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mockserver.braze.messaging.campaign import (
    ApiTrigger,
    AttributeTrigger,
    Campaign,
    EventTrigger,
    Trigger,
)
from mockserver.braze.messaging.canvas import END, Canvas, Step, WebhookStep
from mockserver.braze.messaging.webhook import WebhookTemplate
from mockserver.braze.rest import queries
from mockserver.braze.rest.errors import error_response
from mockserver.braze.rest.query import Query
from mockserver.braze.times import render_offset_time
from mockserver.contracts import sources
from mockserver.http import Response
from mockserver.simulator.operation import Call, operation

if TYPE_CHECKING:
    from mockserver.braze.service import Braze

PER_PAGE = 100
_REFUSALS = (400, 401, 403, 429)
_STEP_TYPES = {
    "WebhookStep": "message",
    "DelayStep": "delay",
    "AudiencePathsStep": "audience_paths",
    "ActionPathsStep": "action_paths",
    "DecisionSplitStep": "decision_split",
    "ExperimentPathsStep": "experiment_paths",
    "UserUpdateStep": "user_update",
    "ContextStep": "context",
}


@operation(
    "GET",
    "/campaigns/list",
    permission="campaigns.list",
    query=queries.ListOfMessages,
    refusals=_REFUSALS,
    source=sources.BRAZE_CAMPAIGNS,
)
def campaigns_list(braze: Braze, call: Call) -> Response:
    """List the campaigns, a hundred at a time."""
    listed = [
        # API campaigns proper have no message in the dashboard; campaigns here all have one.
        {**_listed(braze, campaign), "is_api_campaign": False, "tags": list(campaign.tags)}
        for campaign in _page(braze, Query(call.request), braze.state.campaigns)
    ]
    return Response.of_json(200, {"message": "success", "campaigns": listed})


@operation(
    "GET",
    "/campaigns/details",
    permission="campaigns.details",
    query=queries.OfCampaign,
    refusals=_REFUSALS,
    source="https://www.braze.com/docs/api/endpoints/export/campaigns/get_campaign_details/",
)
def campaigns_details(braze: Braze, call: Call) -> Response:
    """Give one campaign with the webhook it sends."""
    query = Query(call.request)
    query.flag("post_launch_draft_version")
    campaign = braze.state.find_campaign(query.one("campaign_id"))
    if campaign is None:
        return error_response(400, "campaign_id must be a string of the campaign api identifier")
    sent = [message.at for message in braze.messages if message.campaign == campaign.name]
    template = braze.state.template(campaign.template)
    return Response.of_json(200, {
        "message": "success",
        **_details(braze, campaign, campaign.trigger),
        "channels": ["webhook"],
        "first_sent": render_offset_time(min(sent)) if sent else None,
        "last_sent": render_offset_time(max(sent)) if sent else None,
        "tags": list(campaign.tags),
        "teams": [],
        "messages": {campaign.variation_id: _webhook(template, "Variant 1")},
        "conversion_behaviors": [],
    })  # fmt: skip


@operation(
    "GET",
    "/canvas/list",
    permission="canvas.list",
    query=queries.ListOfMessages,
    refusals=_REFUSALS,
    source=sources.BRAZE_CANVASES,
)
def canvas_list(braze: Braze, call: Call) -> Response:
    """List the Canvases, a hundred at a time."""
    listed = [
        {**_listed(braze, canvas), "tags": list(canvas.tags)}
        for canvas in _page(braze, Query(call.request), braze.state.canvases)
    ]
    return Response.of_json(200, {"message": "success", "canvases": listed})


@operation(
    "GET",
    "/canvas/details",
    permission="canvas.details",
    query=queries.OfCanvas,
    refusals=_REFUSALS,
    source="https://www.braze.com/docs/api/endpoints/export/canvas/get_canvas_details/",
)
def canvas_details(braze: Braze, call: Call) -> Response:
    """Give one Canvas with its variants, its steps and the webhooks they send."""
    query = Query(call.request)
    query.flag("post_launch_draft_version")
    canvas = braze.state.find_canvas(query.one("canvas_id"))
    if canvas is None:
        return error_response(400, "canvas_id must be a string of the Canvas api identifier")
    sends = any(isinstance(step, WebhookStep) for step in canvas.steps)
    return Response.of_json(200, {
        **_details(braze, canvas, canvas.entry),
        "first_entry": None,
        "last_entry": None,
        "channels": ["webhook"] if sends else [],
        "variants": [
            {
                "name": variant.name,
                "id": canvas.variant_id(variant.name),
                "first_step_ids": [canvas.step_id(variant.first)],
                "first_step_id": canvas.step_id(variant.first),
            }
            for variant in canvas.all_variants()
        ],
        "tags": list(canvas.tags),
        "teams": [],
        "steps": [_step(braze, canvas, step) for step in canvas.steps],
        "message": "success",
    })  # fmt: skip


def _page(braze: Braze, query: Query, everything: Sequence[Any]) -> list[Any]:
    """Give the page asked for: oldest first unless told otherwise, archived ones only on request."""
    archived, since = query.flag("include_archived"), query.moment("last_edit.time[gt]")
    fitting = [
        one
        for one in everything
        if (archived or one.status != "archived") and (not since or braze.state.edited_at[one.id] > since)
    ]
    if query.one("sort_direction") == "desc":
        fitting.reverse()
    start = query.number("page") * PER_PAGE
    return fitting[start : start + PER_PAGE]


def _listed(braze: Braze, one: Campaign | Canvas) -> dict[str, Any]:
    edited = render_offset_time(braze.state.edited_at[one.id])
    return {"id": one.id, "last_edited": edited, "name": one.name}


def _details(braze: Braze, one: Campaign | Canvas, trigger: Trigger) -> dict[str, Any]:
    edited = render_offset_time(braze.state.edited_at[one.id])
    return {
        "created_at": edited,
        "updated_at": edited,
        "archived": one.status == "archived",
        "draft": one.status == "draft",
        "enabled": one.status == "active",
        "has_post_launch_draft": False,
        "name": one.name,
        "description": one.description,
        "schedule_type": _schedule_type(trigger),
    }


def _schedule_type(trigger: Trigger) -> str:
    if isinstance(trigger, ApiTrigger):
        return "api_triggered"
    return "action_based" if isinstance(trigger, EventTrigger | AttributeTrigger) else "time_based"


def _webhook(template: WebhookTemplate, name: str) -> dict[str, Any]:
    return {
        "channel": "webhook",
        "name": name,
        "url": template.url,
        "body": template.body,
        "type": "raw",
        "headers": dict(template.headers),
        "method": template.method,
    }


def _step(braze: Braze, canvas: Canvas, step: Step) -> dict[str, Any]:
    template = braze.state.template(step.template) if isinstance(step, WebhookStep) else None
    ways = [name for way in step.ways() if (name := canvas.after(step, way)) and way != END]
    following = [canvas.step_id(name) for name in dict.fromkeys(ways)]
    messages = {canvas.step_id(f"{step.name}/message"): _webhook(template, step.name)} if template else {}
    return {
        "name": step.name,
        "type": _STEP_TYPES[type(step).__name__],
        "id": canvas.step_id(step.name),
        "next_step_ids": following,
        "next_paths": [{"name": f"Path {n}", "next_step_id": at} for n, at in enumerate(following, start=1)],
        "channels": ["webhook"] if template else [],
        "messages": messages,
    }
