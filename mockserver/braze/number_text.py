"""Numbers written as text, where Braze takes them for numbers."""

from __future__ import annotations

import re
from math import isfinite

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_LONGEST = 400
"""Characters that are read; the longest whole number that a float holds has 309."""


def parse_number(text: str) -> int | float | None:
    """Read a decimal number; None for any other text and for one that JSON could not show again.

    Python reads more: ``NaN``, ``inf``, ``1_000`` and digits of every script.
    """
    text = text.strip()
    if len(text) > _LONGEST or not _NUMBER.fullmatch(text) or not isfinite(float(text)):
        return None
    return int(text) if text.lstrip("+-").isdigit() else float(text)
