"""The clock and the world it belongs to."""

from __future__ import annotations

from starlette.responses import Response

from mockserver.errors import UsageError
from mockserver.inspector.views.clock import clock_view
from mockserver.inspector.visit import Visit

_UNITS = ("seconds", "minutes", "hours", "days")


def show(visit: Visit) -> Response:
    """Show the clock and the work that waits for it."""
    return visit.show("clock.html", clock=clock_view(visit.sandbox))


def advance(visit: Visit) -> Response:
    """Move the clock by what the form says."""
    step = visit.form.get("step") or f"{visit.form.get('amount', '')} {visit.form.get('unit', '')}"
    text, _, unit = step.strip().partition(" ")
    if unit not in _UNITS:
        raise UsageError("this is no unit of time", hint="choose one of: " + ", ".join(_UNITS))
    try:
        amount = float(text)
    except ValueError:
        raise UsageError(f"{text!r} is not a number of {unit}") from None
    visit.host.call("POST", "clock/advance", {unit: amount})
    return visit.go_back("/clock")


def advance_to(visit: Visit) -> Response:
    """Move the clock to a moment."""
    visit.host.call("POST", "clock/advance", {"to": visit.form.get("to", "")})
    return visit.go_back("/clock")


def advance_to_next(visit: Visit) -> Response:
    """Move the clock to the next piece of work."""
    visit.host.call("POST", "clock/advance", {"next": True})
    return visit.go_back("/clock")


def set_mode(visit: Visit) -> Response:
    """Let the clock stand still, or run."""
    visit.host.call("POST", "clock/mode", {"mode": visit.form.get("mode", "")})
    return visit.go_back("/clock")


def reset(visit: Visit) -> Response:
    """Put a fresh world in the place of this one."""
    visit.host.call("POST", "reset")
    return visit.go("/")
