"""How times, credentials and values are written on every page."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from mockserver.simulator.masking import mask_text

LONGEST = 20_000
"""The characters of one text that a page shows."""


def moment(at: datetime | None) -> str:
    """Write a moment in UTC to the second; empty for none."""
    return "" if at is None else at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S") + "Z"


def clock_time(at: datetime, zone: tzinfo) -> str:
    """Write a moment as the clocks of a zone show it, with the zone's abbreviation."""
    return at.astimezone(zone).strftime("%a %d %b %Y %H:%M %Z")


def value_text(value: Any) -> str:
    """Write a value as people read it: texts bare, anything else as JSON; credentials masked."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return shortened(mask_text(text))


def shortened(text: str) -> str:
    """Cut a text that is too long for a page, saying how much is missing."""
    rest = len(text) - LONGEST
    return text if rest <= 0 else f"{text[:LONGEST]}… ({rest} more characters)"


def span(length: timedelta) -> str:
    """Write a duration such as ``1 h 30 min``."""
    seconds = int(length.total_seconds())
    parts = [
        (seconds // 86400, "d"),
        (seconds // 3600 % 24, "h"),
        (seconds // 60 % 60, "min"),
        (seconds % 60, "s"),
    ]
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 s"
