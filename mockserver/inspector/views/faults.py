"""The faults in force, and where one can be put."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from mockserver.inspector.views.texts import moment, span
from mockserver.sandbox import Sandbox
from mockserver.simulator.faults import Effect, Fault


@dataclass(frozen=True, slots=True)
class FaultView:
    """One fault: where it strikes, what it does, how often it was met and struck, whether it may again."""

    target: str
    effect: str
    limits: str
    seen: int
    struck: int
    is_over: bool


def fault_views(sandbox: Sandbox) -> tuple[FaultView, ...]:
    """Give the faults in force."""
    now = sandbox.clock.now()
    return tuple(_view(fault, now) for fault in sandbox.faults)


def is_over(fault: Fault, now: datetime) -> bool:
    """Tell whether a fault will strike nothing more."""
    used_up = fault.times is not None and fault.struck >= fault.times
    return used_up or (fault.end is not None and now >= fault.end)


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


def _view(fault: Fault, now: datetime) -> FaultView:
    answers = fault.effect in (Effect.STATUS,)
    effect = f"answers {fault.status}" if answers else str(fault.effect).replace("_", " ")
    limits = ", ".join(_limits(fault))
    return FaultView(fault.target, effect, limits, fault.seen, fault.struck, is_over(fault, now))


def _limits(fault: Fault) -> Iterator[str]:
    if fault.delay:
        yield f"by {span(fault.delay)}"
    if fault.start is not None:
        yield f"from {moment(fault.start)}"
    if fault.end is not None:
        yield f"until {moment(fault.end)}"
    if fault.skip:
        yield f"after {fault.skip}"
    if fault.times is not None:
        yield "once" if fault.times == 1 else f"{fault.times} times"
    if fault.every > 1:
        yield f"every {fault.every}th"
    if fault.rate < 1:
        yield f"{fault.rate:.0%} of them"
