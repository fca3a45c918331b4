"""The journal as a list that can be filtered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from mockserver.findings import Severity
from mockserver.inspector.views.findings import worst
from mockserver.inspector.views.texts import moment
from mockserver.sandbox import Sandbox
from mockserver.simulator.journal import Exchange
from mockserver.simulator.masking import mask_text

PAGE: Final = 100
"""How many exchanges one page lists."""

STATUSES: Final = {
    "": "any",
    "2": "2xx",
    "3": "3xx",
    "4": "4xx",
    "5": "5xx",
    "none": "no answer",
}
FINDINGS: Final = {
    "": "any",
    "error": "errors",
    "warning": "warnings",
    "some": "any findings",
    "none": "no findings",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a reader wants to see of the journal; what is empty leaves everything in."""

    service: str = ""
    operation: str = ""
    status: str = ""
    findings: str = ""
    text: str = ""

    def lets_in(self, exchange: Exchange) -> bool:
        """Tell whether an exchange is one the reader wants to see."""
        return (
            self.service in ("", exchange.service or "unknown")
            and self.operation in ("", exchange.full_operation)
            and self._has_status(exchange)
            and self._has_findings(exchange)
            and self._has_text(exchange)
        )

    def _has_status(self, exchange: Exchange) -> bool:
        if self.status == "none":
            return exchange.status is None
        return str(exchange.status or "").startswith(self.status)

    def _has_findings(self, exchange: Exchange) -> bool:
        if self.findings == "some":
            return bool(exchange.findings)
        if self.findings == "none":
            return not exchange.findings
        return not self.findings or any(one.severity == self.findings for one in exchange.findings)

    def _has_text(self, exchange: Exchange) -> bool:
        wanted = self.text.strip().casefold()
        return not wanted or any(wanted in text.casefold() for text in _texts(exchange))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One exchange in a line."""

    number: int
    at: str
    caller: str
    operation: str
    method: str
    target: str
    outcome: str
    tone: str
    codes: tuple[str, ...]
    worst: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalView:
    """A page of the journal, the latest first; ``older`` is the number to go on before, 0 at the end."""

    rows: tuple[Row, ...]
    fitting: int
    total: int
    older: int
    operations: tuple[str, ...]
    services: tuple[str, ...]


def journal_view(sandbox: Sandbox, wanted: Filter, *, before: int = 0) -> JournalView:
    """Make the view of the exchanges that a filter lets in, those numbered below ``before`` where given."""
    exchanges = list(sandbox.journal)
    fitting = [one for one in exchanges if wanted.lets_in(one)]
    listed = [one for one in reversed(fitting) if not before or one.number < before]
    return JournalView(
        rows=tuple(map(row, listed[:PAGE])),
        fitting=len(fitting),
        total=len(exchanges),
        older=listed[PAGE - 1].number if len(listed) > PAGE else 0,
        operations=tuple(sorted({one.full_operation for one in exchanges if one.operation})),
        services=(*(service.name for service in sandbox.services), "unknown"),
    )


def row(exchange: Exchange) -> Row:
    """Write an exchange as a line."""
    return Row(
        number=exchange.number,
        at=moment(exchange.at),
        caller=exchange.caller,
        operation=exchange.full_operation or exchange.service or "nobody answers here",
        method=exchange.request.method,
        target=_target(exchange),
        outcome=exchange.outcome,
        tone=tone(exchange),
        codes=tuple(dict.fromkeys(one.code for one in exchange.findings)),
        worst=worst(exchange.findings),
    )


def _target(exchange: Exchange) -> str:
    """Give what was asked for: of a simulated service without the host, which its name tells."""
    parts = exchange.request.parts
    shown = (
        exchange.request.url
        if not exchange.service
        else parts.path + (f"?{parts.query}" if parts.query else "")
    )
    return mask_text(shown or "/")


def tone(exchange: Exchange) -> str:
    """Say whether an exchange went well: ``good``, ``bad``, ``doubtful`` or ``open``."""
    if exchange.in_flight:
        return "open"
    if exchange.status is None or exchange.status >= 400:
        return "bad"
    return "doubtful" if worst(exchange.findings) in (Severity.ERROR, Severity.WARNING) else "good"


def _texts(exchange: Exchange) -> Iterable[str]:
    yield f"#{exchange.number} {exchange.caller} {exchange.request.method} {exchange.request.url}"
    yield exchange.full_operation
    yield exchange.request.text
    yield exchange.response.text if exchange.response else exchange.outcome
    yield from (f"{one.code} {one.message}" for one in exchange.findings)
