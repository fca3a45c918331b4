"""Payloads alone: where a body was meant to go is told by its members."""

from __future__ import annotations

import json
from typing import Final

from mockserver.capture.recording import Recorded
from mockserver.errors import UsageError
from mockserver.http import JSON_TYPE, Headers, Request

_ROKT: Final = "https://api.roktcalendar.com"
_BRAZE: Final = "https://rest.iad-01.braze.com"
_MEANT_FOR: Final = (
    ("subscriptionIds", f"{_ROKT}/v1/subscriptionevent/{{account}}"),
    ("event", f"{_ROKT}/v1/subscriptionevent/{{account}}/update"),
    ("eventId", f"{_ROKT}/v1/subscriptionevent/{{account}}/update"),
    ("canvas_id", f"{_BRAZE}/canvas/trigger/send"),
    ("campaign_id", f"{_BRAZE}/campaigns/trigger/send"),
    ("attributes", f"{_BRAZE}/users/track"),
    ("events", f"{_BRAZE}/users/track"),
    ("purchases", f"{_BRAZE}/users/track"),
    ("external_ids", f"{_BRAZE}/users/export/ids"),
)
"""A member's name and the operation whose body has it; the first that is there decides."""


def parse_payload(text: str, *, account: str) -> tuple[Recorded, ...]:
    """Make the request a body was meant for; a body that is no JSON is known by the names in it.

    Raises ``UsageError`` for a body of no operation.
    """
    url = next((url for name, url in _MEANT_FOR if f'"{name}"' in text), None)
    if url is None:
        raise UsageError(
            f"the payload is {'' if _is_json(text) else 'not JSON, and '}no body of a known operation",
            hint="capture it as a curl command, which says where it goes",
        )
    headers = Headers({"Content-Type": JSON_TYPE, "Authorization": "Bearer …"})
    body = text.strip().encode(errors="surrogatepass")
    return (Recorded(request=Request("POST", url.format(account=account), headers, body)),)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
