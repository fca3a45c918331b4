"""What exports of a profile tell of the Canvases its user entered.

Source: https://www.braze.com/docs/api/endpoints/export/user_data/post_users_identifier/
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from mockserver.braze.messaging.journey import Journey, Whereabouts
from mockserver.braze.profiles.merging import CANVASES_RECEIVED as FIELD
from mockserver.braze.times import render_time


def record_entry(journey: Journey) -> None:
    """Note on the profile that its user entered a Canvas; what an earlier way brought stays."""
    _update(journey, last_entered=journey.entered_at)


def record_message(journey: Journey, step: str, at: datetime) -> None:
    """Note on the profile that a step's message was sent."""
    former = _entry(journey).get("steps_received", [])
    received = {
        "name": step,
        "api_canvas_step_id": journey.canvas.step_id(step),
        "last_received": render_time(at),
    }
    steps = [one for one in former if one.get("api_canvas_step_id") != received["api_canvas_step_id"]]
    _update(journey, last_received_message=at, steps_received=[*steps, received])


def record_exit(journey: Journey, at: datetime) -> None:
    """Note on the profile that its user left a Canvas before the end."""
    if journey.whereabouts is Whereabouts.EXITED:
        _update(journey, last_exited=at)


def _entry(journey: Journey) -> dict[str, Any]:
    told = journey.profile.carried.get(FIELD, ())
    return next((dict(one) for one in told if one.get("api_canvas_id") == journey.canvas.id), {})


def _update(journey: Journey, **members: Any) -> None:
    written = {
        name: render_time(value) if isinstance(value, datetime) else value for name, value in members.items()
    }
    entry = {
        "name": journey.canvas.name,
        "api_canvas_id": journey.canvas.id,
        "variation_name": journey.variant,
        "in_control": False,
        **_entry(journey),
        **written,
    }
    carried = journey.profile.carried
    others = [one for one in carried.get(FIELD, ()) if one.get("api_canvas_id") != journey.canvas.id]
    journey.profile.carried = {**carried, FIELD: [*others, entry]}
