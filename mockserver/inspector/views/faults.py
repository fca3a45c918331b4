"""The faults in force, and where one can be put."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mockserver.sandbox import Sandbox
from mockserver.simulator.faults import Effect, Fault


@dataclass(frozen=True, slots=True)
class FaultView:
    """One fault: where it strikes, what it does, and how often it was met and struck."""

    target: str
    effect: str
    limits: str
    seen: int
    struck: int


def fault_views(sandbox: Sandbox) -> tuple[FaultView, ...]:
    """Give the faults in force."""
    return tuple(map(_view, sandbox.faults))


def targets(sandbox: Sandbox) -> tuple[str, ...]:
    """Give the services, operations and hosts a fault may be put on."""
    names = (
        name
        for service in sandbox.services
        for name in (service.name, *(f"{service.name}.{one.name}" for one in service.operations))
    )
    return (*names, *sandbox.network.hosts)


def effects() -> tuple[str, ...]:
    """Give what a fault may do."""
    return tuple(str(effect) for effect in Effect)


def _view(fault: Fault) -> FaultView:
    answers = fault.effect in (Effect.STATUS,)
    effect = f"answers {fault.status}" if answers else str(fault.effect).replace("_", " ")
    return FaultView(fault.target, effect, ", ".join(_limits(fault)), fault.seen, fault.struck)


def _limits(fault: Fault) -> Iterator[str]:
    if fault.skip:
        yield f"after {fault.skip}"
    if fault.times is not None:
        yield "once" if fault.times == 1 else f"{fault.times} times"
    if fault.every > 1:
        yield f"every {fault.every}th"
    if fault.rate < 1:
        yield f"{fault.rate:.0%} of them"
