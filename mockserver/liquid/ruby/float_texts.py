"""How Ruby prints a float."""

from __future__ import annotations

import math
from decimal import Decimal


def render_float(value: float) -> str:
    """Write a float out: whole numbers of 1e15 and more, and fractions below 0.0001, with an exponent."""
    if not math.isfinite(value):
        return "NaN" if value != value else ("Infinity" if value > 0 else "-Infinity")
    digits, _, exponent = f"{Decimal(repr(value)):e}".partition("e")
    power = int(exponent or 0)
    if value == 0 or -4 <= power < 15 or (power > 0 and not value.is_integer()):
        return _plain_float(value)
    return f"{_significant(digits)}e{'-' if power < 0 else '+'}{abs(power):02}"


def _plain_float(value: float) -> str:
    text = f"{Decimal(repr(value)):f}"
    return text if "." in text else text + ".0"


def _significant(digits: str) -> str:
    stripped = digits.rstrip("0") if "." in digits else digits
    return stripped + "0" if stripped.endswith(".") else (stripped if "." in stripped else stripped + ".0")
