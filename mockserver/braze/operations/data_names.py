"""Lists of custom attributes, custom events and products, and the blocklist of attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.braze.profiles.data_names import AttributeName
from mockserver.braze.rest import queries
from mockserver.braze.rest.errors import error_response
from mockserver.braze.rest.paging import page_links, parse_cursor
from mockserver.braze.rest.query import Query
from mockserver.braze.rest.rate_limits import NAMES_RATE
from mockserver.contracts import BLOCKLIST, Blocklist, sources
from mockserver.errors import UsageError
from mockserver.evidence import Evidence
from mockserver.http import Response
from mockserver.simulator.operation import Call, operation
from mockserver.simulator.service import Refusal

if TYPE_CHECKING:
    from mockserver.braze.service import Braze

PER_PAGE = 50
"""Entries of a page that a cursor leads to."""
EVENTS_PER_PAGE = 250
LONGEST_ARRAY = 500
_REFUSALS = (400, 401, 403, 429)


@operation(
    "GET",
    "/custom_attributes",
    permission="custom_attributes.get",
    query=queries.Cursors,
    refusals=_REFUSALS,
    rate=NAMES_RATE,
    source=sources.BRAZE_ATTRIBUTE_NAMES,
)
def custom_attributes_list(braze: Braze, call: Call) -> Response:
    """List the custom attributes with their types."""
    rows = [_attribute(known) for known in braze.state.profiles.names.attributes]
    return _page(braze, call, "attributes", rows)


@operation(
    "POST",
    "/custom_attributes/blocklist",
    permission="custom_attributes.get",
    contract=BLOCKLIST,
    success=201,
    refusals=(400, 401, 403, 413, 415, 429),
    rate=NAMES_RATE,
    evidence=Evidence.ASSUMED,
    source=sources.BRAZE_ATTRIBUTE_NAMES,
)
def custom_attributes_blocklist(braze: Braze, call: Call) -> Response:
    """Block custom attributes, so that their data is thrown away, or unblock them."""
    request: Blocklist = call.body
    names = braze.state.profiles.names
    try:
        names.block_attributes(request.custom_attribute_names, blocked=request.blocklisted)
    except UsageError as reason:
        return error_response(400, reason.message)
    return Response.of_json(201, {"message": "success"})


@operation(
    "GET",
    "/events/list",
    permission="events.list",
    query=queries.Pages,
    refusals=_REFUSALS,
    rate=NAMES_RATE,
    source=sources.BRAZE_EVENT_NAMES,
)
def events_list(braze: Braze, call: Call) -> Response:
    """List the names of custom events."""
    return _names(call, "events", [known.name for known in braze.state.profiles.names.events])


@operation(
    "GET",
    "/events",
    permission="events.list",
    query=queries.Cursors,
    refusals=_REFUSALS,
    rate=NAMES_RATE,
    source=sources.BRAZE_EVENT_NAMES,
)
def events_details(braze: Braze, call: Call) -> Response:
    """List the custom events with their states."""
    rows = [
        {"name": known.name, "description": "", "status": _status(blocked=known.blocked), "tag_names": []}
        for known in braze.state.profiles.names.events
    ]
    return _page(braze, call, "events", rows)


@operation(
    "GET",
    "/purchases/product_list",
    permission="purchases.product_list",
    query=queries.Pages,
    refusals=_REFUSALS,
    rate=NAMES_RATE,
    source=sources.BRAZE_PRODUCTS,
)
def purchases_product_list(braze: Braze, call: Call) -> Response:
    """List the ids of products."""
    return _names(call, "products", braze.state.profiles.names.products)


def _names(call: Call, member: str, names: list[str]) -> Response:
    start = Query(call.request).number("page") * EVENTS_PER_PAGE
    return Response.of_json(200, {"message": "success", member: names[start : start + EVENTS_PER_PAGE]})


def _page(braze: Braze, call: Call, member: str, rows: list[Any]) -> Response:
    start = parse_cursor(Query(call.request).one("cursor"))
    if start is None:
        raise Refusal(error_response(400, "'cursor' is not valid"))
    links = page_links(
        call.request.raw_path, start, PER_PAGE, len(rows), origin=braze.link_origin(call.request)
    )
    return Response.of_json(200, {member: rows[start : start + PER_PAGE], "message": "success"}, links)


def _attribute(known: AttributeName) -> dict[str, Any]:
    limit = known.limit if known.limit is not None else LONGEST_ARRAY
    return {
        "array_length": limit if known.is_array else None,
        "data_type": known.type_title,
        "description": known.description,
        "name": known.name,
        "status": _status(blocked=known.blocked),
        "tag_names": [],
    }


def _status(*, blocked: bool) -> str:
    return "Blocklisted" if blocked else "Active"
