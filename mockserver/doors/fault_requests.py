"""Faults put in force over a live server's admin API, in the shape scenario files have them."""

from __future__ import annotations

from mockserver.doors.plain import plain
from mockserver.errors import ScenarioError, UsageError
from mockserver.http import Request
from mockserver.marked_yaml import parse_yaml, validate
from mockserver.sandbox import Sandbox

_EXAMPLE = 'send a JSON object such as {"target": "rokt.create_event", "status": 503, "times": 1}'


def list_faults(sandbox: Sandbox, request: Request) -> object:  # noqa: ARG001
    """Give the faults in force, and how often each was met and struck."""
    return {"faults": [plain(fault) for fault in sandbox.faults]}


def add_fault(sandbox: Sandbox, request: Request) -> object:
    """Put the fault of the request's body in force.

    Raises ``UsageError`` or ``ScenarioError`` for a body that describes none.
    """
    from mockserver.scenarios.fault_model import FaultModel  # a server that nobody asks for one needs none

    text = request.body.decode("utf-8", errors="replace")
    if not text.lstrip().startswith("{"):
        raise UsageError("the body is not a JSON object", hint=_EXAMPLE)
    # JSON is YAML, and a mistake in YAML is answered with the nearest known key.
    model = validate(FaultModel, parse_yaml(text, source="body"), ScenarioError)
    return plain(sandbox.fault(**model.options()))


def clear_faults(sandbox: Sandbox, request: Request) -> object:  # noqa: ARG001
    """Lift every fault."""
    lifted = len(list(sandbox.faults))
    sandbox.faults.clear()
    return {"lifted": lifted}
