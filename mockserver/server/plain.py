"""What a sandbox knows as plain JSON values, credentials masked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from mockserver.http import Headers, Request, Response
from mockserver.simulator.journal import Exchange
from mockserver.simulator.masking import mask_request, mask_response, mask_text

SHOWN_BODY = 65_536
"""The characters of a body that are shown; of the rest only how many there are."""


def plain(value: Any) -> Any:
    """Make JSON values of dataclasses, enums, times, requests and collections of them.

    Requests and texts are masked. Fields that a dataclass keeps out of its ``repr`` (secrets, bulk) are
    kept out here too; of what has no JSON shape its ``str`` is given.
    """
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return mask_text(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, bytes):
        return [plain(item) for item in value]
    return _plain_record(value)


def _plain_record(value: Any) -> Any:
    if isinstance(value, datetime):
        return plain_time(value)
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Request):
        return plain_request(value)
    if is_dataclass(value):
        return {item.name: plain(getattr(value, item.name)) for item in fields(value) if item.repr}
    return mask_text(str(value))


def plain_time(moment: datetime) -> str:
    """Write a moment as RFC 3339 in UTC with milliseconds."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def plain_exchange(exchange: Exchange) -> dict[str, Any]:
    """Make JSON values of an exchange: request, answer or why there was none, and its findings."""
    return {
        "number": exchange.number,
        "at": plain_time(exchange.at),
        "caller": exchange.caller,
        "service": exchange.service,
        "operation": exchange.operation,
        "outcome": exchange.outcome,
        "request": plain_request(exchange.request),
        "response": exchange.response and _plain_response(exchange.response, exchange.request),
        "findings": plain(exchange.findings),
    }


def plain_request(request: Request) -> dict[str, Any]:
    """Make JSON values of a request, credentials masked."""
    shown = mask_request(request)
    return {
        "method": shown.method,
        "url": shown.url,
        "headers": _plain_headers(shown.headers),
        "body": _plain_body(shown.text),
    }


def _plain_response(response: Response, request: Request) -> dict[str, Any]:
    shown = mask_response(response, request)
    return {"status": shown.status, "headers": _plain_headers(shown.headers), "body": _plain_body(shown.text)}


def _plain_headers(headers: Headers) -> list[list[str]]:
    return [[name, value] for name, value in headers.pairs]


def _plain_body(text: str) -> str:
    rest = len(text) - SHOWN_BODY
    return text if rest <= 0 else f"{text[:SHOWN_BODY]}… ({rest} more characters)"
