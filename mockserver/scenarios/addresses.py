"""Where a call step goes: the URL it gives, or that of the operation it names."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import quote, urlencode

from mockserver.braze import Braze
from mockserver.errors import UsageError
from mockserver.rokt import RoktCalendar
from mockserver.scenarios.step_model import CallStep
from mockserver.simulator.operation import Operation
from mockserver.simulator.service import Service

_SURROGATES = "surrogatepass"
"""What becomes of half of a pair of surrogates, which YAML can write: the faulty UTF-8 it stands for."""
_SERVICES: tuple[type[Service], ...] = (RoktCalendar, Braze)


@dataclass(frozen=True, slots=True)
class Address:
    """A method, a whole URL, and whether what is there asks for a token."""

    method: str
    url: str
    needs_token: bool


def address(step: CallStep) -> Address:
    """Find what a call step calls.

    Raises ``UsageError`` for an operation that is not there and for path parameters it has not.
    """
    if step.operation is None:
        return Address(step.method, _with_query(step.url or "", step.query), needs_token=False)
    service, operation = _operation(step.operation)
    url = f"https://{service.hosts[0]}{_path(operation, step)}"
    return Address(operation.method, _with_query(url, step.query), bool(operation.permission))


def _with_query(url: str, query: dict[str, str]) -> str:
    if not query:
        return url
    return f"{url}{'&' if '?' in url else '?'}{urlencode(query, errors=_SURROGATES)}"


def _operation(name: str) -> tuple[type[Service], Operation]:
    known = {
        f"{one.name}.{operation.name}": (one, operation) for one in _SERVICES for operation in one.operations
    }
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]}?" if near else "there are " + ", ".join(known)
        raise UsageError(f"there is no operation {name!r}", hint=hint)
    return known[name]


def _path(operation: Operation, step: CallStep) -> str:
    path = operation.path
    for name in set(step.params) | set(operation.pattern.groupindex):
        if name not in step.params or name not in operation.pattern.groupindex:
            names = ", ".join(operation.pattern.groupindex) or "none"
            raise UsageError(
                f"{step.operation}: the path {operation.path} is not filled in by these params",
                hint=f"its params are: {names}",
            )
        path = path.replace(f"{{{name}}}", quote(step.params[name], safe="", errors=_SURROGATES))
    return path
