"""Faults put on an operation, a service or a host, apart from the vendors' own behaviour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import get_close_matches
from enum import StrEnum
from typing import Final

from mockserver.clock import Clock
from mockserver.errors import UsageError
from mockserver.ids import Ids

_FINAL: Final = range(200, 600)


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
    SLOW = "slow"
    """The answer takes a while, on the clock; for a caller that does not wait so long it is a timeout."""
    MALFORMED_JSON = "malformed_json"
    """All is done, but the answer's body is not quite JSON."""
    TRUNCATED_JSON = "truncated_json"
    """All is done, but only the first half of the answer's body arrives."""
    WRONG_CONTENT_TYPE = "wrong_content_type"
    """All is done, but the answer says it is HTML."""
    EXPIRED_TOKEN = "expired_token"  # noqa: S105 - no password
    """The vendor's 401, as if the token had expired just now; nothing is done."""
    EMPTY = "empty"
    """A 200 without a body, as from a proxy; nothing is done."""


def parse_effect(name: str) -> Effect:
    """Find an effect by its name.

    Raises ``UsageError`` for one that is not there.
    """
    try:
        return Effect(name)
    except ValueError:
        near = get_close_matches(name, list(Effect), n=1)
        hint = f"did you mean {near[0]}?" if near else "there are " + ", ".join(Effect)
        raise UsageError(f"there is no effect {name!r}", hint=hint) from None


@dataclass(slots=True, kw_only=True)
class Fault:
    """One fault: where it strikes, what it does, and how often.

    ``target`` is a full operation name (``rokt.create_event``), a service (``rokt``) or a host name.
    Between ``start`` and ``end``, where they are set, it lets ``skip`` requests through, then strikes
    ``times`` of them, or all that come: only ``every`` so many-th, and of those by chance the share
    ``rate``. ``retry_after`` are the seconds a status asks the caller to wait, ``delay`` is how long a
    slow answer takes.
    """

    target: str
    effect: Effect
    status: int = 503
    retry_after: int | None = None
    delay: timedelta = timedelta()
    skip: int = 0
    times: int | None = None
    every: int = 1
    rate: float = 1.0
    start: datetime | None = None
    end: datetime | None = None
    seen: int = 0
    struck: int = 0

    def claim(self, names: Iterable[str], now: datetime, chance: Ids) -> bool:
        """Tell whether the fault strikes a request that goes by these names, and count it."""
        if self.target not in names or not self._in_force(now):
            return False
        self.seen += 1
        counted = self.seen - self.skip
        if counted <= 0 or counted % self.every or (self.times is not None and self.struck >= self.times):
            return False
        if self.rate < 1 and chance.fraction() >= self.rate:
            return False
        self.struck += 1
        return True

    def _in_force(self, now: datetime) -> bool:
        return (self.start is None or self.start <= now) and (self.end is None or now < self.end)


class Faults:
    """The faults of one world; the first that claims a request strikes it."""

    def __init__(self, clock: Clock | None = None, chance: Ids | None = None) -> None:
        self._clock = clock or Clock()
        self._chance = chance or Ids()
        self._faults: list[Fault] = []
        self._targets: dict[str, None] = {}

    def allow_targets(self, names: Iterable[str]) -> None:
        """Make names known as targets: operations, services and hosts as they are attached."""
        self._targets.update(dict.fromkeys(names))

    def add(self, fault: Fault) -> Fault:
        """Put a fault in force.

        Raises ``UsageError`` for a target nobody answers to and a status that ends no request.
        """
        if fault.status not in _FINAL:
            raise UsageError(f"{fault.status} is no status of an answer", hint="give one from 200 to 599")
        if fault.target not in self._targets:
            near = get_close_matches(fault.target, self._targets, n=1)
            hint = f"did you mean {near[0]}?" if near else "name an operation, a service or a host"
            raise UsageError(f"no operation, service or host is called {fault.target!r}", hint=hint)
        self._faults.append(fault)
        return fault

    def strike(self, names: tuple[str, ...]) -> Fault | None:
        """Give the fault that strikes a request going by these names, if one does."""
        if not self._faults:
            return None
        now = self._clock.now()
        return next((fault for fault in self._faults if fault.claim(names, now, self._chance)), None)

    def __len__(self) -> int:
        return len(self._faults)

    def __iter__(self) -> Iterator[Fault]:
        return iter(tuple(self._faults))

    @property
    def unfired(self) -> tuple[Fault, ...]:
        """Faults that never struck anything."""
        return tuple(fault for fault in self._faults if not fault.struck)

    def clear(self) -> None:
        """Lift every fault."""
        self._faults.clear()
