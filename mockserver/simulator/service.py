"""A simulated service: how a request becomes a call of an operation, in the vendor's dialect."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, ClassVar

from mockserver.http import Request, Response
from mockserver.simulator.description import Description
from mockserver.simulator.journal import Exchange
from mockserver.simulator.operation import Call, Operation, Route, route
from mockserver.simulator.world import World

MAX_BODY = 4 * 1024 * 1024
"""The largest request body in bytes that a simulated service reads."""


class Refusal(Exception):
    """A vendor's refusal on its way out: raised where it is noticed, answered as it stands."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status)
        self.response = response


class Service(ABC):
    """One vendor's API on one world; answers requests from the operations in its table."""

    name: ClassVar[str]
    hosts: ClassVar[tuple[str, ...]]
    operations: ClassVar[tuple[Operation, ...]]
    description: ClassVar[Description]

    def __init__(self, world: World) -> None:
        self.world = world
        # Most calls go to few paths.
        self.route: Callable[[str, str], Route] = lru_cache(1024)(partial(route, self.operations))

    def find(self, request: Request) -> Route:
        """Find the operation a request asks for."""
        return self.route(request.method, request.raw_path)

    def answer(self, exchange: Exchange, found: Route) -> Response:
        """Answer a request, refusals included, always in the vendor's dialect."""
        try:
            response = self._dispatch(exchange, found)
        except Refusal as refusal:
            response = refusal.response
        return self.finish(exchange, found.operation, response)

    def _dispatch(self, exchange: Exchange, found: Route) -> Response:
        if found.operation is None:
            return self.refuse_route(exchange, found.allowed)
        if len(exchange.request.body) > MAX_BODY:
            return self.error_response(413)
        principal = self.authenticate(found.operation, exchange)
        body = self.read_body(found.operation, exchange)
        self.admit(found.operation, exchange, body)
        return found.operation.run(self, Call(exchange, found.params, body, principal))

    @abstractmethod
    def error_response(self, status: int, reason: str = "") -> Response:
        """Make the vendor's error body for a status."""

    @abstractmethod
    def authenticate(self, operation: Operation, exchange: Exchange) -> Any:
        """Find who calls, or raise the vendor's ``Refusal``."""

    @abstractmethod
    def read_body(self, operation: Operation, exchange: Exchange) -> Any:
        """Check the body by the operation's contract, or raise the vendor's ``Refusal``."""

    def admit(self, operation: Operation, exchange: Exchange, body: Any) -> None:  # noqa: B027
        """Count a call against its limits, or raise the vendor's ``Refusal``; without limits, do nothing."""

    def refuse_route(self, exchange: Exchange, allowed: tuple[str, ...]) -> Response:  # noqa: ARG002
        """Answer a request that is no operation's: 405 where the path knows other methods, else 404."""
        if not allowed:
            return self.error_response(404)
        return self.error_response(405).with_headers({"Allow": ", ".join(allowed)})

    def finish(self, exchange: Exchange, operation: Operation | None, response: Response) -> Response:  # noqa: ARG002
        """Add what the vendor adds to every answer."""
        return response
