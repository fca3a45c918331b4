"""The sandbox: one isolated world with a simulated Rokt Calendar and a simulated Braze in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from threading import RLock

from mockserver.braze import BRAZE_ASSUMPTIONS, Braze
from mockserver.clock import Clock
from mockserver.evidence import Assumption, Assumptions
from mockserver.http import Request, Response
from mockserver.ids import Ids
from mockserver.rokt import ROKT_ASSUMPTIONS, RoktCalendar
from mockserver.simulator.faults import Effect, Fault, Faults
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
        self.faults = Faults()
        self.network = Network(self.journal, self.faults)
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
        skip: int = 0,
        times: int | None = None,
    ) -> Fault:
        """Put a fault on an operation (``rokt.create_event``), a service or a host.

        Give a ``status`` to answer, or an ``effect`` such as ``timeout``. Raises ``UsageError`` for an
        unknown target.
        """
        kind = Effect(effect) if effect else Effect.STATUS
        return self.faults.add(
            Fault(target=target, effect=kind, status=status or 503, skip=skip, times=times)
        )

    def unanswered_requests(self) -> Iterable[Request]:
        """Give the requests that went to hosts or paths nobody simulates."""
        return (exchange.request for exchange in self.journal if not exchange.operation)
