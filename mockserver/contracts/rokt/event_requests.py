"""An event's whole request to Rokt Calendar: URL, headers and body together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from mockserver.contracts.json_text.reading import parse_json
from mockserver.contracts.rokt.http_rules import check_event_url, check_headers
from mockserver.contracts.rokt.payloads import CREATE_EVENT, UPDATE_EVENT
from mockserver.evidence import Choice
from mockserver.findings import Finding
from mockserver.http import Request

_EVENTS_PATH: Final = "/v1/subscriptionevent/"


def check_event_request(
    request: Request, assumptions: Mapping[str, Choice], *, now: datetime
) -> list[Finding]:
    """Check a request that goes to Rokt Calendar; its body where the path is one of events.

    Source: https://www.braze.com/docs/partners/message_orchestration/additional_channels/calendar/rokt_calendar/
    """
    found = [*check_event_url(request.url), *check_headers(request.headers)]
    if request.raw_path.startswith(_EVENTS_PATH):
        parsed = parse_json(request.body)
        found += parsed.findings
        if parsed.ok:
            contract = UPDATE_EVENT if request.raw_path.endswith("/update") else CREATE_EVENT
            found += contract.check(parsed.value, assumptions, now=now).findings
    return found
