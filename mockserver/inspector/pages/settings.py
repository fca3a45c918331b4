"""Assumptions and faults."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from mockserver.errors import UsageError
from mockserver.inspector.views.assumptions import assumption_views, chosen_value
from mockserver.inspector.views.faults import effects, fault_views, targets
from mockserver.inspector.visit import Visit

_NUMBERS = ("times", "skip")


def show_assumptions(visit: Visit) -> Response:
    """Show what the vendors' documentation leaves open, and what is assumed."""
    text = visit.asked("text")
    return visit.show("assumptions.html", assumptions=assumption_views(visit.sandbox, text), text=text)


def choose(visit: Visit) -> Response:
    """Choose otherwise."""
    name = visit.form.get("name", "")
    value = chosen_value(visit.sandbox, name, visit.form.get("value", ""))
    visit.host.call("PUT", "assumptions", {"name": name, "value": value})
    return visit.go_back("/assumptions")


def show_faults(visit: Visit) -> Response:
    """Show the faults in force."""
    return visit.show(
        "faults.html", faults=fault_views(visit.sandbox), targets=targets(visit.sandbox), effects=effects()
    )


def add_fault(visit: Visit) -> Response:
    """Put a fault in force."""
    fault: dict[str, Any] = {"target": visit.form.get("target", "").strip()}
    effect = visit.form.get("effect", "status")
    if effect == "status":
        fault["status"] = _number("status", visit.form.get("status", "").strip() or "503")
    else:
        fault["effect"] = effect
    for name in _NUMBERS:
        text = visit.form.get(name, "").strip()
        if text:
            fault[name] = _number(name, text)
    if effect == "slow":
        fault["delay"] = visit.form.get("delay", "").strip() or "10 seconds"
    visit.host.call("POST", "faults", fault)
    return visit.go("/faults")


def clear_faults(visit: Visit) -> Response:
    """Lift every fault."""
    visit.host.call("POST", "faults/clear")
    return visit.go("/faults")


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise UsageError(f"{name}: {text!r} is not a whole number")
    return int(text)
