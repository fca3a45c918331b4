"""How two requests or two responses differ, told as pytest tells of its own comparisons."""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import ndiff
from typing import Any

from mockserver.http import Request, Response
from mockserver.simulator.difference import difference
from mockserver.simulator.masking import mask_request, mask_response

Exchanged = Request | Response


def compare(left: object, right: object) -> list[str] | None:
    """Give the lines that explain why two requests, or two responses, are not equal; credentials masked."""
    if isinstance(left, Request) and isinstance(right, Request):
        return [
            f"{_summary(left)} == {_summary(right)}",
            *_explained(mask_request(left), mask_request(right)),
        ]
    if isinstance(left, Response) and isinstance(right, Response):
        asked = Request("GET", "")
        shown = mask_response(left, asked), mask_response(right, asked)
        return [f"{_summary(left)} == {_summary(right)}", *_explained(*shown)]
    return None


def _summary(value: Exchanged) -> str:
    if isinstance(value, Request):
        return f"<Request {value.method} {mask_request(value).url}>"
    return f"<Response {value.status}>"


def _explained(left: Exchanged, right: Exchanged) -> Iterator[str]:
    # pytest shows the first lines only unless asked for more, so the long ones come last.
    parts = [_differing_start, _differing_members, _differing_headers, _differing_body]
    lines = [line for part in parts for line in part(left, right)]
    yield ""
    yield from lines or ["They differ in a credential, or in what is not shown."]


def _differing_start(left: Exchanged, right: Exchanged) -> Iterator[str]:
    for name in ("method", "url", "status"):
        one, other = getattr(left, name, None), getattr(right, name, None)
        if one != other:
            yield f"Differing {name}: {one!r} != {other!r}"


def _differing_headers(left: Exchanged, right: Exchanged) -> Iterator[str]:
    lines = [[f"{name}: {value}" for name, value in side.headers.pairs] for side in (left, right)]
    if lines[0] != lines[1]:
        yield "Differing headers:"
        yield from _diff(lines[0], lines[1])


def _differing_members(left: Exchanged, right: Exchanged) -> Iterator[str]:
    one, other = _parsed(left.text), _parsed(right.text)
    if one is not None and other is not None:
        yield from (f"Body {found.sentence}" for found in difference({"$exactly": other}, one))


def _differing_body(left: Exchanged, right: Exchanged) -> Iterator[str]:
    if left.text != right.text:
        yield "Differing body:"
        yield from _diff(_lines(left.text), _lines(right.text))


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _lines(text: str) -> list[str]:
    value = _parsed(text)
    return (text if value is None else json.dumps(value, indent=2, ensure_ascii=False)).splitlines()


def _diff(left: list[str], right: list[str]) -> Iterator[str]:
    # As in pytest, "-" is what was expected, on the right, and "+" what came.
    return (f"  {line.rstrip()}" for line in ndiff(right, left) if not line.startswith("?"))
