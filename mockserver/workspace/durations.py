"""Lengths of time as people write them, such as ``1 day`` and ``1 hour 30 minutes``."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

_PART = re.compile(r"(\d+(?:\.\d+)?) (second|minute|hour|day|week)s?")
_WHOLE = rf"{_PART.pattern}(?: {_PART.pattern})*"
DURATION_PATTERN = f"^{_WHOLE}$"

LONGEST = timedelta(days=365_250)
"""A thousand years: a clock can go on for so long."""


def parse_duration(value: object) -> timedelta:
    """Read a length of time, a thousand years at most.

    Raises ``ValueError`` for anything that is none, nothing at all included.
    """
    text = str(value).strip()
    parts = {f"{unit}s": float(amount) for amount, unit in _PART.findall(text)}
    if not re.fullmatch(_WHOLE, text) or len(parts) != len(_PART.findall(text)) or not any(parts.values()):
        raise ValueError("give a duration such as 5 minutes, 1 day or 1 hour 30 minutes")
    try:
        length = timedelta(**parts)
    except OverflowError:
        length = timedelta.max
    if length > LONGEST:
        raise ValueError("the duration is too long")
    return length


def _duration(value: Any) -> timedelta:
    return value if isinstance(value, timedelta) else parse_duration(value)


Duration = Annotated[
    timedelta,
    BeforeValidator(_duration),
    WithJsonSchema({"type": "string", "pattern": DURATION_PATTERN}),
]
