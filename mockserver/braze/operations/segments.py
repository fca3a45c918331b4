"""Listing segments and exporting their users."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.braze.audiences.control_group import ControlGroup
from mockserver.braze.audiences.segment_exports import MOST_AT_ONCE
from mockserver.braze.audiences.segments import Segment
from mockserver.braze.rest import queries
from mockserver.braze.rest.errors import error_response
from mockserver.braze.rest.query import Query
from mockserver.braze.times import render_offset_time
from mockserver.contracts import (
    CANCEL_EXPORT,
    EXPORT_CONTROL_GROUP,
    EXPORT_SEGMENT,
    CancelExport,
    ExportSegment,
    ExportUsers,
    sources,
)
from mockserver.evidence import Evidence
from mockserver.http import Headers, Response
from mockserver.simulator.operation import Call, operation
from mockserver.simulator.service import Refusal

if TYPE_CHECKING:
    from mockserver.braze.service import Braze

PER_PAGE = 100
ZIP_TYPE = "application/zip"
_NO_CONTROL_GROUP = "There is no Global Control Group"
_BAD_ID = "segment_id must be a string of the segment api identifier"


@operation(
    "GET",
    "/segments/list",
    permission="segments.list",
    query=queries.SortedPages,
    refusals=(400, 401, 403, 429),
    source=sources.BRAZE_SEGMENTS,
)
def segments_list(braze: Braze, call: Call) -> Response:
    """List the segments."""
    query = Query(call.request)
    segments = list(braze.state.segments)
    if query.one("sort_direction") == "desc":
        segments.reverse()
    start = query.number("page") * PER_PAGE
    listed = [
        {
            "id": segment.id,
            "name": segment.name,
            "analytics_tracking_enabled": False,
            "tags": list(segment.tags),
        }
        for segment in segments[start : start + PER_PAGE]
    ]
    return Response.of_json(200, {"segments": listed, "message": "success"})


@operation(
    "GET",
    "/segments/details",
    permission="segments.details",
    query=queries.OfSegment,
    refusals=(400, 401, 403, 429),
    source="https://www.braze.com/docs/api/endpoints/export/segments/get_segment_details/",
)
def segments_details(braze: Braze, call: Call) -> Response:
    """Give one segment."""
    segment = _segment(braze, Query(call.request).one("segment_id"))
    edited = render_offset_time(braze.state.edited_at[segment.id])
    return Response.of_json(200, {
        "message": "success",
        "created_at": edited,
        "updated_at": edited,
        "name": segment.name,
        "description": segment.description,
        "text_description": segment.text,
        "tags": list(segment.tags),
        "teams": [],
    })  # fmt: skip


@operation(
    "POST",
    "/users/export/segment",
    permission="users.export.segment",
    contract=EXPORT_SEGMENT,
    success=201,
    refusals=(400, 401, 403, 413, 415, 429),
    source=sources.BRAZE_EXPORT_SEGMENT,
)
def users_export_segment(braze: Braze, call: Call) -> Response:
    """Export the users of a segment into a ZIP of JSON lines."""
    request: ExportSegment = call.body
    return _exported(braze, call, _segment(braze, request.segment_id), request)


@operation(
    "POST",
    "/users/export/global_control_group",
    permission="users.export.global_control_group",
    contract=EXPORT_CONTROL_GROUP,
    success=201,
    refusals=(400, 401, 403, 413, 415, 429),
    source=sources.BRAZE_EXPORT_CONTROL_GROUP,
)
def users_export_global_control_group(braze: Braze, call: Call) -> Response:
    """Export the users of the Global Control Group into a ZIP of JSON lines."""
    group = braze.state.control_group
    if group is None and braze.world.assumptions.is_set("braze.no_control_group", "error"):
        return error_response(400, _NO_CONTROL_GROUP)
    nobody = ControlGroup(ranges=())
    return _exported(braze, call, (group or nobody).segment, call.body)


def _exported(braze: Braze, call: Call, segment: Segment, request: ExportUsers) -> Response:
    if braze.exports.runs(segment) or len(braze.exports.running) >= MOST_AT_ONCE:
        return error_response(429)
    started = int(braze.world.clock.now().timestamp())
    export = braze.exports.start(segment, request, braze.download_origin(call.request))
    prefix = f"{braze.world.ids.uuid()}-{started}"
    return Response.of_json(201, {"object_prefix": prefix, "url": export.url, "message": "success"})


@operation(
    "POST",
    "/export/segment/cancel",
    permission="segments.list",
    contract=CANCEL_EXPORT,
    success=201,
    refusals=(400, 401, 403, 413, 415, 429),
    evidence=Evidence.ASSUMED,
    source=sources.BRAZE_EXPORT_CANCEL,
)
def export_segment_cancel(braze: Braze, call: Call) -> Response:
    """Cancel the exports of a segment that have not run yet."""
    request: CancelExport = call.body
    cancelled = braze.exports.cancel(_segment(braze, request.segment_id))
    return Response.of_json(201, {"message": "success", "cancelled": cancelled})


@operation(
    "GET",
    "/{export_name}.zip",
    media_type=ZIP_TYPE,
    refusals=(404,),
    evidence=Evidence.RECORDED,
    source=sources.BRAZE_EXPORT_SEGMENT,
)
def download_segment_export(braze: Braze, call: Call) -> Response:
    """Download a finished export, in the first four hours."""
    content = braze.exports.download(call.params["export_name"])
    if content is None:
        return error_response(404)
    return Response(200, Headers({"Content-Type": ZIP_TYPE}), content)


def _segment(braze: Braze, segment_id: str) -> Segment:
    segment = braze.state.find_segment(segment_id)
    if segment is None:
        raise Refusal(error_response(400, _BAD_ID))
    return segment
