"""The clock over the admin API: what time it is, how it passes, and moving it."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import AwareDatetime, Field, model_validator

from mockserver.clock import MAX_PACE
from mockserver.errors import UsageError
from mockserver.sandbox import Sandbox
from mockserver.server.admin.operation import AdminCall, Payload, admin_operation, checked
from mockserver.server.plain import plain_time

MAX_ADVANCE_DAYS = 3660
"""How far one call may move the clock: ten years."""

_UNITS = {"seconds": 86_400, "minutes": 1440, "hours": 24, "days": 1}
_EXAMPLE = 'send a JSON object such as {"seconds": 300}; it may name ' + ", ".join(_UNITS) + ", to, next"


def _most(unit: str) -> int:
    return MAX_ADVANCE_DAYS * _UNITS[unit]


class Advance(Payload):
    """How far to move the clock: a duration, a moment, or to the next piece of work that waits."""

    seconds: Annotated[float, Field(ge=0, le=_most("seconds"), strict=True)] = 0
    minutes: Annotated[float, Field(ge=0, le=_most("minutes"), strict=True)] = 0
    hours: Annotated[float, Field(ge=0, le=_most("hours"), strict=True)] = 0
    days: Annotated[float, Field(ge=0, le=_most("days"), strict=True)] = 0
    to: AwareDatetime | None = Field(None, description="A moment, RFC 3339 with Z or an offset.")
    next: bool = Field(False, description="Whether to move to when the next piece of work is due.")

    @model_validator(mode="after")
    def _one_way(self) -> Advance:
        ways = [bool(self.model_fields_set & _UNITS.keys()), self.to is not None, self.next]
        if ways.count(True) != 1:
            raise ValueError("give a duration, or to, or next")
        return self


class Mode(Payload):
    """How time passes."""

    mode: str = Field(description="`frozen`, `wall`, or how much faster than the wall, such as `60x`.")


@admin_operation("GET", "clock")
def clock(sandbox: Sandbox, call: AdminCall) -> object:  # noqa: ARG001
    """Tell the sandbox's time, how it passes, and the work that waits for its own."""
    return {
        "now": plain_time(sandbox.clock.now()),
        "mode": render_pace(sandbox.clock.pace),
        "waiting": [{"due": plain_time(work.due), "label": work.label} for work in sandbox.clock.pending],
    }


@admin_operation("POST", "clock/advance", changes=True, body=Advance)
def advance(sandbox: Sandbox, call: AdminCall) -> object:
    """Move the clock forward and run what falls due on the way."""
    try:
        wanted: Advance = checked(Advance, call.payload)
    except UsageError as mistake:
        raise UsageError(mistake.message, hint=_EXAMPLE) from None
    return {"ran": _advance(sandbox, wanted), "now": plain_time(sandbox.clock.now())}


def _advance(sandbox: Sandbox, wanted: Advance) -> int:
    if wanted.next:
        return sandbox.clock.advance_to_next()
    if wanted.to is None:
        step = {unit: getattr(wanted, unit) for unit in _UNITS}
        return sandbox.advance(timedelta(**step))
    if wanted.to - sandbox.clock.now() > timedelta(days=MAX_ADVANCE_DAYS):
        raise UsageError(f"{wanted.to.isoformat()} is more than {MAX_ADVANCE_DAYS} days ahead")
    return sandbox.advance_to(wanted.to)


@admin_operation("POST", "clock/mode", changes=True, body=Mode)
def clock_mode(sandbox: Sandbox, call: AdminCall) -> object:
    """Let time stand still or pass by itself from now on."""
    wanted: Mode = checked(Mode, call.payload)
    sandbox.clock.set_pace(parse_pace(wanted.mode))
    return {"mode": render_pace(sandbox.clock.pace), "now": plain_time(sandbox.clock.now())}


def parse_pace(text: str) -> float:
    """Read a pace: ``frozen`` is 0, ``wall`` is 1, ``60x`` is 60.

    Raises ``UsageError`` for anything else.
    """
    named = {"frozen": 0.0, "wall": 1.0}
    if text in named:
        return named[text]
    number = text.removesuffix("x")
    is_number = number.replace(".", "", 1).isdigit() and number.isascii() and len(number) < 12
    if not text.endswith("x") or not is_number or not 0 < float(number) <= MAX_PACE:
        raise UsageError(f"{text!r} is no way for time to pass", hint="wall, frozen, or a pace such as 60x")
    return float(number)


def render_pace(pace: float) -> str:
    """Write a pace as it is read."""
    return {0.0: "frozen", 1.0: "wall"}.get(pace, f"{pace:g}x")
