"""Operations: the single table that routing, doors and documents are derived from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from mockserver.contracts import Contract
from mockserver.evidence import Evidence
from mockserver.http import Request, Response
from mockserver.simulator.journal import Exchange
from mockserver.simulator.rates import RateLimit


@dataclass(frozen=True, slots=True)
class Call:
    """One call of an operation, everything checked that the service checks for all of them.

    ``params`` are the decoded path parameters, ``body`` is what the operation's contract made of the
    request body, ``principal`` is whoever the service's authentication found.
    """

    exchange: Exchange
    params: Mapping[str, str]
    body: Any = None
    principal: Any = None

    @property
    def request(self) -> Request:
        """The request as it arrived."""
        return self.exchange.request


Run = Callable[[Any, Call], Response]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation of a simulated API, with all that is known about it.

    ``path`` is a template such as ``/v1/subscriptionevent/{account_code}``; ``permission`` is the
    vendor's name for what a key must be allowed, empty where no authentication is needed.
    """

    method: str
    path: str
    name: str
    summary: str
    run: Run
    permission: str = ""
    contract: Contract[Any] | None = None
    success: int = 200
    refusals: tuple[int, ...] = ()
    rate: RateLimit | None = None
    evidence: Evidence = Evidence.DOCUMENTED
    source: str = ""
    pattern: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        parts = [
            f"(?P<{part[1:-1]}>[^/]+)" if part.startswith("{") else re.escape(part)
            for part in self.path.split("/")
        ]
        object.__setattr__(self, "pattern", re.compile("/".join(parts) + r"\Z"))

    def match(self, raw_path: str) -> dict[str, str] | None:
        """Give the decoded path parameters if this path is the operation's, else None."""
        found = self.pattern.match(raw_path)
        return {name: unquote(value) for name, value in found.groupdict().items()} if found else None


def operation(
    method: str,
    path: str,
    *,
    permission: str = "",
    contract: Contract[Any] | None = None,
    success: int = 200,
    refusals: Iterable[int] = (),
    rate: RateLimit | None = None,
    evidence: Evidence = Evidence.DOCUMENTED,
    source: str = "",
) -> Callable[[Run], Operation]:
    """Make a plain function ``(service, call) -> Response`` an operation, named after the function.

    The first line of its docstring becomes the summary.
    """

    def make(run: Run) -> Operation:
        summary = (run.__doc__ or "").strip().split("\n")[0]
        return Operation(
            method=method,
            path=path,
            name=run.__name__,
            summary=summary,
            run=run,
            permission=permission,
            contract=contract,
            success=success,
            refusals=tuple(refusals),
            rate=rate,
            evidence=evidence,
            source=source,
        )

    return make


@dataclass(frozen=True, slots=True)
class Route:
    """What routing found: the operation and its path parameters, or the methods the path knows."""

    operation: Operation | None
    params: Mapping[str, str]
    allowed: tuple[str, ...] = ()


def route(operations: Iterable[Operation], method: str, raw_path: str) -> Route:
    """Find the operation for a method and a raw path.

    Without one, ``allowed`` names the methods that the path does know: empty for an unknown path.
    """
    allowed: list[str] = []
    for candidate in operations:
        params = candidate.match(raw_path)
        if params is None:
            continue
        if candidate.method == method:
            return Route(candidate, params)
        allowed.append(candidate.method)
    return Route(None, {}, tuple(dict.fromkeys(allowed)))
