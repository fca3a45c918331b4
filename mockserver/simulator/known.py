"""Coverage: every operation a vendor's pages name, simulated or not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mockserver.evidence import Evidence
from mockserver.simulator.operation import Operation


@dataclass(frozen=True, slots=True)
class KnownOperation:
    """An operation that a public page names; ``path`` is empty where no page gives it.

    ``title`` is what the page calls it, given where the path alone does not tell.
    """

    method: str
    path: str
    source: str
    title: str = ""
    evidence: Evidence = Evidence.DOCUMENTED


@dataclass(frozen=True, slots=True)
class Covered:
    """One line of the coverage table."""

    service: str
    method: str
    path: str
    title: str
    simulated: bool
    evidence: Evidence
    source: str


def coverage(
    service: str, operations: Iterable[Operation], known: Iterable[KnownOperation]
) -> tuple[Covered, ...]:
    """List the operations of a service's table, then those known of that it does not hold.

    What is known may name simulated operations too: they are listed once, as simulated, whatever their
    path parameters are called. One without a published path is the one simulated from the same page.
    """
    table = tuple(operations)
    simulated = {(one.method, shape_of(one.path)) for one in table} | {
        (one.method, one.source) for one in table
    }
    return (
        *(_simulated(service, one) for one in table),
        *(
            _missing(service, one)
            for one in known
            if (one.method, shape_of(one.path) or one.source) not in simulated
        ),
    )


def shape_of(path: str) -> str:
    """Give a path template without the names of its parameters."""
    return re.sub(r"\{[^}]*\}", "{}", path)


def _simulated(service: str, one: Operation) -> Covered:
    return Covered(service, one.method, one.path, one.summary, True, one.evidence, one.source)


def _missing(service: str, one: KnownOperation) -> Covered:
    return Covered(service, one.method, one.path, one.title, False, one.evidence, one.source)
