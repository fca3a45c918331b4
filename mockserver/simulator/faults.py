"""Faults put on an operation, a service or a host, apart from the vendors' own behaviour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from mockserver.errors import UsageError


class Effect(StrEnum):
    """What a fault does instead of, or to, the answer."""

    STATUS = "status"
    """Answer a status with the vendor's own error body; nothing is done."""
    TIMEOUT = "timeout"
    """No answer in time."""
    REFUSED = "refused"
    """No connection."""
    RESET = "reset"
    """The connection breaks before an answer."""


@dataclass(slots=True, kw_only=True)
class Fault:
    """One fault: where it strikes, what it does, and how often.

    ``target`` is a full operation name (``rokt.create_event``), a service (``rokt``) or a host name.
    It lets ``skip`` requests through, then strikes ``times`` of them, or all that come.
    """

    target: str
    effect: Effect
    status: int = 503
    skip: int = 0
    times: int | None = None
    seen: int = 0
    struck: int = 0

    def claim(self, names: Iterable[str]) -> bool:
        """Tell whether the fault strikes a request that goes by these names, and count it."""
        if self.target not in names:
            return False
        self.seen += 1
        if self.seen <= self.skip or (self.times is not None and self.struck >= self.times):
            return False
        self.struck += 1
        return True


class Faults:
    """The faults of one world; the first that claims a request strikes it."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._targets: dict[str, None] = {}

    def allow_targets(self, names: Iterable[str]) -> None:
        """Make names known as targets: operations, services and hosts as they are attached."""
        self._targets.update(dict.fromkeys(names))

    def add(self, fault: Fault) -> Fault:
        """Put a fault in force.

        Raises ``UsageError`` for a target nobody answers to.
        """
        if fault.target not in self._targets:
            near = get_close_matches(fault.target, self._targets, n=1)
            hint = f"did you mean {near[0]}?" if near else "name an operation, a service or a host"
            raise UsageError(f"no operation, service or host is called {fault.target!r}", hint=hint)
        self._faults.append(fault)
        return fault

    def strike(self, names: tuple[str, ...]) -> Fault | None:
        """Give the fault that strikes a request going by these names, if one does."""
        return next((fault for fault in self._faults if fault.claim(names)), None)

    @property
    def unfired(self) -> tuple[Fault, ...]:
        """Faults that never struck anything."""
        return tuple(fault for fault in self._faults if not fault.struck)

    def clear(self) -> None:
        """Lift every fault."""
        self._faults.clear()
