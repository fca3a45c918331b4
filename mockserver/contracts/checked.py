"""The outcome of a check, and the contract that makes one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

from pydantic import BaseModel

from mockserver.clock import DEFAULT_START
from mockserver.contracts.assumptions import Terms
from mockserver.evidence import Choice
from mockserver.findings import Finding, has_errors

M = TypeVar("M")


class Checked(NamedTuple, Generic[M]):
    """What was found in a payload, and the payload as a value where it can be used.

    ``value`` is None where the payload as a whole is refused.
    """

    findings: tuple[Finding, ...]
    value: M | None

    @property
    def ok(self) -> bool:
        """Whether nothing found is an error."""
        return not has_errors(self.findings)


def conclude(findings: Iterable[Finding], value: M | None) -> Checked[M]:
    """Keep the value unless something found is an error."""
    kept = tuple(findings)
    return Checked(kept, None if has_errors(kept) else value)


@dataclass(frozen=True, slots=True)
class Contract(Generic[M]):
    """What a valid body of one operation is.

    ``model`` is the body's shape under its wire names, for JSON Schema and OpenAPI.
    """

    name: str
    model: type[BaseModel]
    examine: Callable[[object, Terms], Checked[M]]

    def check(
        self, body: object, assumptions: Mapping[str, Choice], *, now: datetime = DEFAULT_START
    ) -> Checked[M]:
        """Check a parsed body and collect every finding; never raises.

        Assumptions that are left out hold at their defaults. ``now`` is what far past and far
        future are measured from.
        """
        return self.examine(body, Terms(assumptions, now))
