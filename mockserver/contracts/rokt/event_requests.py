"""An event's whole request to Rokt Calendar: URL, headers and body together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mockserver.contracts.json_text.reading import parse_json
from mockserver.contracts.rokt.http_rules import check_event_url, check_headers
from mockserver.contracts.rokt.models import CreateEvent, EventDetail, UpdateEvent
from mockserver.contracts.rokt.payloads import CREATE_EVENT, UPDATE_EVENT
from mockserver.evidence import Choice
from mockserver.findings import Finding
from mockserver.http import Headers, Request

_EVENTS_PATH: Final = "/v1/subscriptionevent/"


@dataclass(frozen=True, slots=True)
class EventRequest:
    """What is wrong with a request, and the event in its body; None where that is refused or no event's."""

    findings: list[Finding]
    event: EventDetail | None


def check_event_request(
    request: Request, assumptions: Mapping[str, Choice], *, now: datetime
) -> list[Finding]:
    """Check a request that goes to Rokt Calendar; its body where the path is one of events.

    Source: https://www.braze.com/docs/partners/message_orchestration/additional_channels/calendar/rokt_calendar/
    """
    return examine_event_request(request, assumptions, now=now).findings


def examine_event_request(
    request: Request,
    assumptions: Mapping[str, Choice],
    *,
    now: datetime,
    check_url: Callable[[str], list[Finding]] = check_event_url,
    check_headers: Callable[[Headers], list[Finding]] = check_headers,
) -> EventRequest:
    """Check a request as ``check_event_request`` does, and give the event too.

    Who checks many requests may give checks of URL and headers that remember what they found.
    """
    found = [*check_url(request.url), *check_headers(request.headers)]
    if not request.raw_path.startswith(_EVENTS_PATH):
        return EventRequest(found, None)
    parsed = parse_json(request.body)
    found += parsed.findings
    if not parsed.ok:
        return EventRequest(found, None)
    contract = UPDATE_EVENT if request.raw_path.endswith("/update") else CREATE_EVENT
    checked = contract.check(parsed.value, assumptions, now=now)
    found += checked.findings
    value: CreateEvent | UpdateEvent | None = checked.value
    return EventRequest(found, value.event if value is not None else None)
