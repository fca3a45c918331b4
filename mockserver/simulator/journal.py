"""The journal: every request from the moment it arrives, completed when its answer is known."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from mockserver.clock import Clock
from mockserver.findings import Finding
from mockserver.http import Failure, Request, Response
from mockserver.simulator.rates import RateWindow


@dataclass(slots=True, eq=False)
class Exchange:
    """One request and what became of it.

    ``caller`` says who sent it (``client``, ``braze webhook``, ``braze connected content``, ``rokt
    push``); ``service`` who received it, empty for a host nobody simulates; ``operation`` its name,
    empty where the path is no operation's. Until ``response`` or ``failure`` is set it is in flight.
    ``window`` is the rate window that counted it, if one did.
    """

    number: int
    at: datetime
    caller: str
    request: Request
    service: str = ""
    operation: str = ""
    response: Response | None = None
    failure: Failure | None = None
    crash: str = ""
    window: RateWindow | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def in_flight(self) -> bool:
        """Whether no answer is known yet."""
        return self.response is None and self.failure is None and not self.crash

    @property
    def status(self) -> int | None:
        """The answer's status, None where there was no answer."""
        return self.response.status if self.response else None

    @property
    def full_operation(self) -> str:
        """Service and operation, such as ``rokt.create_event``; empty where the path is no operation's."""
        return f"{self.service}.{self.operation}" if self.operation else ""

    @property
    def outcome(self) -> str:
        """The answer in a word: a status, why there was none, or that it is in flight."""
        if self.response:
            return str(self.response.status)
        return str(self.failure) if self.failure else (self.crash or "in flight")

    def __str__(self) -> str:
        place = self.full_operation or self.service or "unknown host"
        asked = f"{self.request.method} {self.request.url}"
        return f"#{self.number} {self.caller}: {asked} ({place}) -> {self.outcome}"


class Journal:
    """The exchanges of one world in order of arrival, the oldest dropped past ``bound``."""

    def __init__(self, clock: Clock, *, bound: int = 10_000) -> None:
        self._clock = clock
        self._exchanges: deque[Exchange] = deque(maxlen=bound)
        self._count = 0
        self.listeners: list[Callable[[Exchange], object]] = []
        """Called with each exchange when it arrives, and again when what became of it is known."""

    def __iter__(self) -> Iterator[Exchange]:
        return iter(tuple(self._exchanges))

    def __len__(self) -> int:
        return len(self._exchanges)

    def __getitem__(self, index: int) -> Exchange:
        return self._exchanges[index]

    def record(self, request: Request, caller: str) -> Exchange:
        """Write a request down as it arrives."""
        self._count += 1
        exchange = Exchange(self._count, self._clock.now(), caller, request)
        self._exchanges.append(exchange)
        self.tell(exchange)
        return exchange

    def tell(self, exchange: Exchange) -> None:
        """Tell those who listen that an exchange is new or has changed."""
        for listener in self.listeners:
            listener(exchange)

    def find(
        self,
        *,
        caller: str | None = None,
        service: str | None = None,
        operation: str | None = None,
        since: int = 0,
    ) -> list[Exchange]:
        """Give the exchanges that fit, in order; ``operation`` may be full (``rokt.create_event``)."""
        return [
            exchange
            for exchange in self
            if exchange.number > since
            and caller in (None, exchange.caller)
            and service in (None, exchange.service)
            and operation in (None, exchange.operation, exchange.full_operation)
        ]

    @property
    def last_number(self) -> int:
        """The number of the latest exchange; 0 before the first."""
        return self._count

    def clear(self) -> None:
        """Forget what was written; the numbers go on."""
        self._exchanges.clear()


def all_findings(exchanges: Iterable[Exchange]) -> list[Finding]:
    """Collect the findings of several exchanges in order."""
    return [finding for exchange in exchanges for finding in exchange.findings]
