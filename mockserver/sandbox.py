"""The sandbox: one isolated world with a simulated Rokt Calendar and a simulated Braze in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from threading import RLock

from mockserver.braze import BRAZE_ASSUMPTIONS, Braze
from mockserver.clock import Clock
from mockserver.evidence import Assumption, Assumptions
from mockserver.http import Request, Response
from mockserver.ids import Ids
from mockserver.liquid.connected_content import TIMEOUT as CONNECTED_CONTENT_TIMEOUT
from mockserver.rokt import ROKT_ASSUMPTIONS, RoktCalendar
from mockserver.simulator.faults import Effect, Fault, Faults, parse_effect
from mockserver.simulator.journal import Journal
from mockserver.simulator.network import Network
from mockserver.simulator.world import World

ALL_ASSUMPTIONS: tuple[Assumption, ...] = (*ROKT_ASSUMPTIONS, *BRAZE_ASSUMPTIONS)
"""Every open question of both vendors' documentation, Rokt Calendar's first."""


class Sandbox:
    """One world: clock, identifiers, journal, faults, network and both services.

    Sandboxes share nothing, so any number of them live side by side in one process. A sandbox may be
    used from several threads: one request is worked on at a time.
    """

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        seed: int | str = 0,
        assumptions: Mapping[str, object] | None = None,
    ) -> None:
        self.clock = clock or Clock()
        self.ids = Ids(seed)
        self.journal = Journal(self.clock)
        # Chance of its own: a fault changes none of the identifiers made elsewhere.
        self.faults = Faults(self.clock, Ids(f"faults {seed}"))
        self.network = Network(self.journal, self.faults, self.clock)
        self.network.patience["braze connected content"] = CONNECTED_CONTENT_TIMEOUT
        self.assumptions = Assumptions(ALL_ASSUMPTIONS, assumptions)
        self.lock = RLock()
        world = World(self.clock, self.ids, self.journal, self.network, self.assumptions)
        self.rokt = RoktCalendar(world)
        self.braze = Braze(world)
        for service in self.services:
            self.network.attach(service)

    @property
    def services(self) -> tuple[RoktCalendar | Braze, ...]:
        """Both simulated services."""
        return (self.rokt, self.braze)

    def handle(
        self, request: Request, *, caller: str = "client", service: RoktCalendar | Braze | None = None
    ) -> Response:
        """Answer a request from outside; every door comes in here.

        The request's host decides who answers unless ``service`` does. Raises ``NoResponse`` for a host
        nobody answers for and where a fault says so.
        """
        with self.lock:
            if self.clock.follows_wall:
                self.clock.run_due()
            return self.network.send(request, caller=caller, service=service)

    def advance(
        self,
        delta: timedelta | None = None,
        *,
        seconds: float = 0,
        minutes: float = 0,
        hours: float = 0,
        days: float = 0,
    ) -> int:
        """Move the clock forward and run what falls due; give how many pieces of work ran."""
        step = (delta or timedelta()) + timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        with self.lock:
            return self.clock.advance(step)

    def advance_to(self, moment: datetime) -> int:
        """Move the clock forward to a moment and run what falls due."""
        with self.lock:
            return self.clock.advance_to(moment)

    def settle(self, *, limit: int = 1000) -> int:
        """Advance until no work waits any more; give how many pieces ran.

        Work that keeps scheduling itself is given up after ``limit`` steps.
        """
        ran = 0
        with self.lock:
            for _ in range(limit):
                if not self.clock.pending:
                    break
                ran += self.clock.advance_to_next()
        return ran

    def fault(
        self,
        target: str,
        *,
        status: int | None = None,
        effect: Effect | str | None = None,
        retry_after: int | None = None,
        delay: timedelta = timedelta(),
        skip: int = 0,
        times: int | None = None,
        every: int = 1,
        rate: float = 1.0,
        after: timedelta = timedelta(),
        lasting: timedelta | None = None,
    ) -> Fault:
        """Put a fault on an operation (``rokt.create_event``), a service or a host.

        Give a ``status`` to answer, or an ``effect`` such as ``timeout`` or ``slow`` with its ``delay``.
        It lets ``skip`` requests pass, then strikes ``times`` of them or all, only ``every`` so many-th,
        by chance the share ``rate`` of them; from ``after`` on, counted from now, and no longer than
        ``lasting``. Raises ``UsageError`` for an unknown target and an unknown effect.
        """
        start = self.clock.now() + after
        return self.faults.add(
            Fault(
                target=target,
                effect=parse_effect(effect) if effect else Effect.STATUS,
                status=status or 503,
                retry_after=retry_after,
                delay=delay,
                skip=skip,
                times=times,
                every=every,
                rate=rate,
                start=start if after else None,
                end=start + lasting if lasting is not None else None,
            )
        )
