"""The calendar feed a WebCal subscriber's calendar program fetches."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from mockserver.evidence import Evidence
from mockserver.http import Response
from mockserver.rokt import sources
from mockserver.rokt.state import Method
from mockserver.simulator.operation import Call, operation

if TYPE_CHECKING:
    from mockserver.rokt.service import RoktCalendar

FEED_PATH = "/feed/{subscription_id}.ics"
_CONTENT_TYPE = "text/calendar; charset=utf-8"


@operation(
    "GET",
    FEED_PATH,
    media_type=_CONTENT_TYPE,
    refusals=(304, 404, 410),
    evidence=Evidence.ASSUMED,
    source=sources.SUBSCRIBE,
)
def get_feed(rokt: RoktCalendar, call: Call) -> Response:
    """Give a WebCal subscription's events as iCalendar; no token is needed: a calendar program has none."""
    subscription = rokt.state.subscription(call.params["subscription_id"])
    if subscription is None or subscription.method is not Method.WEBCAL:
        return rokt.error_response(404, f"There is no feed {call.params['subscription_id']!r}.")
    if not subscription.is_active and rokt.assumptions.is_set("rokt.ended_feed", "gone"):
        return rokt.error_response(410, "The subscription has been deactivated.")
    body = rokt.feed(subscription.id)
    headers = {"ETag": f'"{sha256(body).hexdigest()[:32]}"', "Cache-Control": "no-cache"}
    if _has_it(call.request.headers.get("if-none-match", ""), headers["ETag"]):
        return Response(304).with_headers(headers)
    return Response(200, body=body).with_headers({"Content-Type": _CONTENT_TYPE, **headers})


def _has_it(if_none_match: str, etag: str) -> bool:
    """Tell whether the program has this version: RFC 9110 section 13.1.2 compares weakly."""
    named = [one.strip().removeprefix("W/") for one in if_none_match.split(",")]
    return etag in named or "*" in named
