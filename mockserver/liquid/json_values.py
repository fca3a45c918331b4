"""JSON as Liquid takes it in and gives it out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from mockserver.liquid.failures import LIMITS
from mockserver.liquid.ruby.values import Drop, to_text


class NotJson(ValueError):
    """A text that is not JSON, or is nested beyond reason."""


def parse_json(text: str) -> object:
    """Parse strict JSON.

    Raises ``NotJson``.
    """
    try:
        value: object = _STRICT.decode(text)
    except (ValueError, RecursionError) as error:
        raise NotJson(str(error)) from error
    _check_depth(value)
    return value


def _refuse(name: str) -> object:
    raise NotJson(f"{name} is not JSON")


_STRICT = json.JSONDecoder(parse_constant=_refuse)


def _check_depth(value: object) -> None:
    level = [value]
    for _ in range(LIMITS.json_depth):
        level = [child for item in level for child in _children(item)]
        if not level:
            return
    raise NotJson("nested too deeply")


def _children(value: object) -> list[object]:
    if isinstance(value, Mapping):
        return list(value.values())
    return list(value) if isinstance(value, list) else []


def render_json(value: object) -> str:
    """Give a value as compact JSON; what JSON has no form for is given as its text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, range):
        return list(value[: LIMITS.items])
    if isinstance(value, Mapping):
        return dict(value)
    return to_text(value) if isinstance(value, datetime | Drop) else str(value)
