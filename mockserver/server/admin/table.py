"""The table of the admin API's operations on a sandbox; routing, the document and replay come from it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote

from mockserver.errors import UsageError
from mockserver.server.admin import clock, faults, journal, messaging, people, world
from mockserver.server.admin.operation import AdminOperation

OPERATIONS: tuple[AdminOperation, ...] = (
    clock.clock,
    clock.advance,
    clock.clock_mode,
    journal.journal,
    journal.find_exchanges,
    journal.wait_for_exchanges,
    journal.exchange,
    messaging.messages,
    messaging.send_message,
    messaging.templates,
    messaging.save_template,
    journal.jobs,
    faults.faults,
    faults.add_fault,
    faults.clear_faults,
    world.assumptions,
    world.assume,
    people.profiles,
    people.add_profile,
    people.delete_profile,
    people.subscriptions,
    people.subscribe,
    people.subscription,
    people.unsubscribe,
    people.feed,
    world.reset,
    world.snapshots,
    world.take_snapshot,
    world.restore_snapshot,
)
"""Every operation on one sandbox, in the order of the document."""

SANDBOX_OPERATIONS: Mapping[str, AdminOperation] = {
    one.name: one for one in OPERATIONS if one.on == "sandbox"
}
"""Those that are done in a sandbox, by name."""


def find(method: str, path: str) -> tuple[AdminOperation | None, Mapping[str, str], list[str]]:
    """Find an operation by method and path: it, the path's parameters, and the methods the path knows."""
    allowed = []
    for candidate in OPERATIONS:
        found = candidate.pattern.match(path)
        if found is None:
            continue
        if candidate.method == method:
            return candidate, {name: unquote(value) for name, value in found.groupdict().items()}, []
        allowed.append(candidate.method)
    return None, {}, allowed


def find_changing(method: str, path: str) -> tuple[AdminOperation, Mapping[str, str]]:
    """Find an operation that changes a sandbox.

    Raises ``UsageError`` for one that there is none of.
    """
    operation, params, _ = find(method, path)
    if operation is None or not operation.changes:
        known = ", ".join(f"{one.method} {one.path}" for one in OPERATIONS if one.changes)
        raise UsageError(f"there is no {method} {path} that changes a sandbox", hint=f"there are: {known}")
    return operation, params
