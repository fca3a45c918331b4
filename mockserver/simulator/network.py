"""The network of one world: the simulated hosts, those a test stands in for, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from math import inf
from typing import Protocol

from mockserver.clock import Clock
from mockserver.http import Failure, NoResponse, Request, Response
from mockserver.simulator.damage import damaged
from mockserver.simulator.faults import Effect, Fault, Faults
from mockserver.simulator.journal import Exchange, Journal
from mockserver.simulator.operation import Operation, Route

Respond = Callable[[Request], Response]
"""Answers a request in place of a real host; may raise ``NoResponse``."""

_FAILURES = {
    Effect.TIMEOUT: Failure.TIMEOUT,
    Effect.REFUSED: Failure.REFUSED,
    Effect.RESET: Failure.RESET,
}


class Host(Protocol):
    """What the network needs of a service."""

    @property
    def name(self) -> str: ...
    @property
    def hosts(self) -> tuple[str, ...]: ...
    @property
    def operations(self) -> tuple[Operation, ...]: ...
    def find(self, request: Request) -> Route: ...
    def answer(self, exchange: Exchange, found: Route) -> Response: ...
    def error_response(self, status: int, reason: str = "") -> Response: ...
    def finish(self, exchange: Exchange, operation: Operation | None, response: Response) -> Response: ...


class Network:
    """Carries requests between the services of one world and from its doors, writing each down."""

    def __init__(self, journal: Journal, faults: Faults, clock: Clock | None = None) -> None:
        self._journal = journal
        self._clock = clock
        self._faults = faults
        self._services: dict[str, Host] = {}
        self._stubs: dict[str, Respond] = {}
        self.patience: dict[str, float] = {}
        """The seconds that a caller waits for an answer; who is not named here waits for ever."""

    def attach(self, service: Host) -> None:
        """Let a service answer for its hosts."""
        self._services.update(dict.fromkeys(service.hosts, service))
        names = (f"{service.name}.{operation.name}" for operation in service.operations)
        self._faults.allow_targets([service.name, *service.hosts, *names])

    def stub(self, host: str, respond: Respond) -> None:
        """Let a function answer for a host that is not simulated."""
        self._stubs[host.lower()] = respond
        self._faults.allow_targets([host.lower()])

    @property
    def hosts(self) -> tuple[str, ...]:
        """Every host that answers."""
        return (*self._services, *self._stubs)

    def send(self, request: Request, *, caller: str, service: Host | None = None) -> Response:
        """Send a request and give the answer; ``service`` overrides what its host name says.

        Raises ``NoResponse`` for a host nobody answers for, and where a fault says so.
        """
        exchange = self._journal.record(request, caller)
        try:
            response = self._deliver(exchange, service or self._services.get(request.host))
            self._wait_for(response, caller)
            exchange.response = response
        except NoResponse as silence:
            exchange.failure = silence.failure
            raise
        except Exception as bug:
            exchange.crash = f"crashed: {bug!r}"
            raise
        finally:
            self._journal.tell(exchange)
        return response

    def _wait_for(self, response: Response, caller: str) -> None:
        if not response.latency:
            return
        patience = self.patience.get(caller, inf)
        if self._clock is not None:
            self._clock.elapse(timedelta(seconds=min(response.latency, patience)))
        if response.latency > patience:
            raise NoResponse(Failure.TIMEOUT, f"no answer within {patience:g} seconds")

    def allow_faults(self, names: Iterable[str]) -> None:
        """Make names of things other than requests, such as background work, known as targets of faults."""
        self._faults.allow_targets(names)

    def strike(self, *names: str) -> Fault | None:
        """Give the fault that strikes something going by these names, if one does."""
        return self._faults.strike(names)

    def _deliver(self, exchange: Exchange, service: Host | None) -> Response:
        if service is None:
            return self._deliver_to_stub(exchange)
        exchange.service = service.name
        found = service.find(exchange.request)
        if found.operation is not None:
            exchange.operation = found.operation.name
        fault = self._faults.strike(_names(exchange)) if self._faults else None
        if fault is None:
            return service.answer(exchange, found)

        def refuse(status: int) -> Response:
            return service.finish(exchange, found.operation, service.error_response(status))

        return _struck(fault, refuse, lambda: service.answer(exchange, found))

    def _deliver_to_stub(self, exchange: Exchange) -> Response:
        respond = self._stubs.get(exchange.request.host)
        if respond is None:
            raise NoResponse(Failure.UNKNOWN_HOST, exchange.request.host or exchange.request.url)
        fault = self._faults.strike(_names(exchange))
        if fault is not None:
            return _struck(fault, Response, lambda: respond(exchange.request))
        return respond(exchange.request)


def _names(exchange: Exchange) -> tuple[str, ...]:
    named: Iterable[str] = (exchange.full_operation, exchange.service, exchange.request.host)
    return tuple(name for name in named if name)


def _struck(fault: Fault, refuse: Callable[[int], Response], answer: Callable[[], Response]) -> Response:
    """Give the answer of a host that a fault strikes: ``answer`` makes the right one, ``refuse`` an error.

    Raises ``NoResponse`` for an effect that leaves none.
    """
    if fault.effect in _FAILURES:
        raise NoResponse(_FAILURES[fault.effect], f"fault on {fault.target}")
    if fault.effect is Effect.STATUS:
        wait = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
        return refuse(fault.status).with_headers(wait)
    if fault.effect is Effect.EXPIRED_TOKEN:
        return refuse(401).with_headers({"WWW-Authenticate": "Bearer"})
    if fault.effect is Effect.EMPTY:
        return Response(200)
    if fault.effect is Effect.SLOW:
        return answer().after(fault.delay.total_seconds())
    return damaged(answer(), fault.effect)
