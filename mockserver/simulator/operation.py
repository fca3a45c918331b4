"""Operations: the single table that routing, doors and documents are derived from."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import unquote

from pydantic import BaseModel

from mockserver.contracts import Contract
from mockserver.evidence import Evidence
from mockserver.http import JSON_TYPE, Request, Response
from mockserver.simulator.journal import Exchange
from mockserver.simulator.rates import RateLimit

_PARAMETER = re.compile(r"\{(\w+)\}")


class Call(NamedTuple):
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
RateFor = Callable[[Any], tuple[RateLimit, ...]]
"""Gives the limits that count a call from what the operation's contract made of its body."""


def path_pattern(template: str) -> re.Pattern[str]:
    """Make the pattern of the raw paths that a template such as ``/items/{item_id}`` stands for."""
    # Names and what stands between them take turns.
    parts = _PARAMETER.split(template)
    pattern = (f"(?P<{part}>[^/]+)" if index % 2 else re.escape(part) for index, part in enumerate(parts))
    return re.compile("".join(pattern) + r"\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation of a simulated API, with all that is known about it.

    ``path`` is a template such as ``/v1/subscriptionevent/{account_code}``; ``permission`` is the
    vendor's name for what a key must be allowed, empty where no authentication is needed. ``query`` and
    ``answer`` are the shapes of the query and of the body of a success, for documents only; without
    ``answer`` it is whatever the service usually answers. ``rate_for`` goes before ``rate`` where the
    body decides which limit counts a call.
    """

    method: str
    path: str
    name: str
    summary: str
    run: Run
    permission: str = ""
    contract: Contract[Any] | None = None
    query: type[BaseModel] | None = None
    answer: type[BaseModel] | None = None
    media_type: str = JSON_TYPE
    success: int = 200
    refusals: tuple[int, ...] = ()
    rate: RateLimit | None = None
    rate_for: RateFor | None = None
    evidence: Evidence = Evidence.DOCUMENTED
    source: str = ""
    pattern: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pattern", path_pattern(self.path))

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
    query: type[BaseModel] | None = None,
    answer: type[BaseModel] | None = None,
    media_type: str = JSON_TYPE,
    success: int = 200,
    refusals: Iterable[int] = (),
    rate: RateLimit | None = None,
    rate_for: RateFor | None = None,
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
            query=query,
            answer=answer,
            media_type=media_type,
            success=success,
            refusals=tuple(refusals),
            rate=rate,
            rate_for=rate_for,
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


def route(operations: Collection[Operation], method: str, raw_path: str) -> Route:
    """Find the operation for a method and a raw path.

    Without one, ``allowed`` names the methods that the path does know: empty for an unknown path.
    """
    for candidate in operations:
        params = candidate.match(raw_path) if candidate.method == method else None
        if params is not None:
            return Route(candidate, params)
    allowed = [candidate.method for candidate in operations if candidate.match(raw_path) is not None]
    return Route(None, {}, tuple(dict.fromkeys(allowed)))
