"""The JSON composer of a Canvas's user update step.

Source: https://www.braze.com/docs/user_guide/messaging/canvas/canvas_components/user_update/
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mockserver.braze.times import render_time
from mockserver.contracts import parse_json

LONGEST = 65_536
"""Characters the composer takes."""
ARRAYS = ("attributes", "events", "purchases")
_NOT_USED = ("external_id", "user_alias", "braze_id", "push_token_import", "push_tokens", "api_key")
"""Members the composer has no use for: whose profile it is, the step knows."""


def parse_update(text: str) -> Mapping[str, Any]:
    """Read the rendered text of the composer: ``attributes``, ``events``, ``purchases``, arrays or one each.

    Raises ``ValueError`` for a text that is none.
    """
    if len(text) > LONGEST:
        raise ValueError(f"the update is longer than {LONGEST} characters")
    parsed = parse_json(text.encode(errors="replace"))
    if not parsed.ok or not isinstance(parsed.value, dict):
        why = parsed.findings[0].message if parsed.findings else "it is not an object"
        raise ValueError(f"the update is no JSON: {why}")
    return {array: _listed(parsed.value.get(array)) for array in ARRAYS}


def tracked(body: Mapping[str, Any], braze_id: str, now: datetime) -> dict[str, Any]:
    """Make a body of /users/track for one profile; what happened without a ``time`` happens now."""
    moment = render_time(now)
    return {
        array: [
            _addressed(item, braze_id)
            if array == "attributes"
            else {"time": moment, **_addressed(item, braze_id)}
            for item in body.get(array) or ()
        ]
        for array in ARRAYS
    }


def _listed(sent: object) -> list[Any]:
    if sent is None:
        return []
    return sent if isinstance(sent, list) else [sent]


def _addressed(item: object, braze_id: str) -> dict[str, Any]:
    members = item if isinstance(item, Mapping) else {}
    return {**{name: value for name, value in members.items() if name not in _NOT_USED}, "braze_id": braze_id}
