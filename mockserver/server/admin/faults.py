"""Faults over the admin API, in the shape scenario files have them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from mockserver.errors import ScenarioError, UsageError
from mockserver.marked_yaml import parse_yaml, validate
from mockserver.sandbox import Sandbox
from mockserver.server.admin.operation import AdminCall, admin_operation
from mockserver.server.plain import plain

_EXAMPLE = 'send a JSON object such as {"target": "rokt.create_event", "status": 503, "times": 1}'


@admin_operation("GET", "faults")
def faults(sandbox: Sandbox, call: AdminCall) -> object:  # noqa: ARG001
    """List the faults in force, and how often each was met and struck."""
    return {"faults": [plain(fault) for fault in sandbox.faults]}


@admin_operation("POST", "faults", changes=True)
def add_fault(sandbox: Sandbox, call: AdminCall) -> object:
    """Put one more fault in force, in the shape scenario files have it."""
    from mockserver.scenarios.fault_model import FaultModel  # a server that nobody asks for one needs none

    if not isinstance(call.payload, Mapping):
        raise UsageError("the body is not a JSON object", hint=_EXAMPLE)
    # JSON is YAML, and a mistake in YAML is answered with the nearest known key.
    text = json.dumps(call.payload)
    model = validate(FaultModel, parse_yaml(text, source="body"), ScenarioError)
    return plain(sandbox.fault(**model.options()))


@admin_operation("POST", "faults/clear", changes=True)
def clear_faults(sandbox: Sandbox, call: AdminCall) -> object:  # noqa: ARG001
    """Lift every fault."""
    lifted = len(list(sandbox.faults))
    sandbox.faults.clear()
    return {"lifted": lifted}
