"""What a scenario's failure consists of, and its text."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from mockserver.errors import Location
from mockserver.http import Headers
from mockserver.scenarios.plain_yaml import render_yaml
from mockserver.simulator.difference import Difference
from mockserver.simulator.journal import Exchange
from mockserver.simulator.masking import mask_request, mask_response, mask_text, secrets_of


@dataclass(frozen=True, slots=True)
class Failure:
    """One expectation that was not met, or one thing that should not have happened.

    ``expected`` and ``actual`` are plain data, None where there is nothing to show. ``exchange`` is the
    request and answer it is about, or the nearest to what was expected.
    """

    location: Location
    headline: str
    expected: Any = None
    actual: Any = None
    differences: tuple[Difference, ...] = ()
    remarks: tuple[str, ...] = ()
    exchange: Exchange | None = None

    def __str__(self) -> str:
        return "\n".join(line.text for line in failure_lines(self))


Kind = Literal["headline", "place", "label", "expected", "actual", "difference", "text"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a report and what it is, for reports in colour."""

    kind: Kind
    text: str


MAX_LINES = 40
"""How many lines of one body or value are shown."""


def failure_lines(failure: Failure, shown: Container[int] = ()) -> Iterator[Line]:
    """Write a failure: headline and place, differences, expected and actual, the exchange it is about.

    ``shown`` are the numbers of exchanges the reader has seen already.
    """
    secrets = secrets_of(failure.exchange.request) if failure.exchange else ()
    yield Line("headline", mask_text(failure.headline, secrets))
    yield Line("place", f"  at {failure.location}")
    for found in failure.differences:
        yield Line("difference", f"  - {mask_text(found.sentence, secrets)}")
    for remark in failure.remarks:
        yield from _block("text", mask_text(remark, secrets), "  ")
    yield from _value("expected", failure.expected, secrets)
    yield from _value("actual", failure.actual, secrets)
    if failure.exchange is not None and failure.exchange.number in shown:
        yield Line("label", f"  exchange #{failure.exchange.number}: shown above")
    elif failure.exchange is not None:
        yield from _exchange_lines(failure.exchange)


def _value(kind: Literal["expected", "actual"], value: Any, secrets: tuple[str, ...]) -> Iterator[Line]:
    if value is None:
        return
    yield Line("label", f"  {kind}:")
    yield from _block(kind, mask_text(render_yaml(value), secrets), "    ")


def _exchange_lines(exchange: Exchange) -> Iterator[Line]:
    request = mask_request(exchange.request)
    where = exchange.full_operation or exchange.service or "nobody"
    yield Line("label", f"  exchange #{exchange.number}: sent by {exchange.caller}, answered by {where}")
    yield Line("text", f"    {request.method} {request.url}")
    yield from _block("text", _headers_and_body(request.headers, request.text), "    ")
    yield Line("label", f"  answer: {exchange.outcome}")
    if exchange.response:
        response = mask_response(exchange.response, exchange.request)
        yield from _block("text", _headers_and_body(response.headers, response.text), "    ")
    if exchange.findings:
        yield Line("label", "  findings:")
        secrets = secrets_of(exchange.request)
        yield from _block("text", mask_text("\n".join(map(str, exchange.findings)), secrets), "    ")


def _headers_and_body(headers: Headers, body: str) -> str:
    fields = "\n".join(f"{name}: {value}" for name, value in headers.pairs)
    return "\n\n".join(part for part in (fields, _indented(body)) if part)


def _indented(body: str) -> str:
    """Write JSON with its levels indented, anything else of several lines with the lines' numbers."""
    try:
        return json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except (json.JSONDecodeError, RecursionError):
        lines = body.split("\n")  # as JSON parsers count them
    if len(lines) < 2:
        return body
    numbered = [f"{number:>3} | {line}" for number, line in enumerate(lines, 1)]
    return "\n".join(numbered[_blank_lines(lines) :])


def _blank_lines(lines: list[str]) -> int:
    return next((index for index, line in enumerate(lines) if line.strip()), 0)


def _block(kind: Kind, text: str, indent: str) -> Iterator[Line]:
    # A title may hold what a terminal would obey.
    lines = text.replace("\x1b", "␛").splitlines()
    for line in lines[:MAX_LINES]:
        yield Line(kind, f"{indent}{line}".rstrip())
    if len(lines) > MAX_LINES:
        yield Line("text", f"{indent}… {len(lines) - MAX_LINES} lines more")
