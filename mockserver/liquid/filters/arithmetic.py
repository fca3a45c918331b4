"""Filters of numbers; texts that begin with a number count as it, anything else as 0."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal, localcontext

from mockserver.liquid.failures import LIMITS, LiquidFailure
from mockserver.liquid.ruby import values
from mockserver.liquid.ruby.values import from_number, is_less, to_number

_MOST_PLACES = 320
"""More than any float has."""


def plus(value: object, other: object) -> int | float:
    """Add."""
    return values.add(value, other)


def minus(value: object, other: object) -> int | float:
    """Subtract."""
    return values.subtract(value, other)


def times(value: object, other: object) -> int | float:
    """Multiply."""
    return values.multiply(value, other)


def divided_by(value: object, other: object) -> int | float:
    """Divide, rounding down if both are integers."""
    return values.divide(value, other)


def modulo(value: object, other: object) -> int | float:
    """Give the remainder."""
    return values.remainder(value, other)


def absolute(value: object) -> int | float:
    """Take the sign off."""
    number = to_number(value)
    return from_number(number.copy_abs() if isinstance(number, Decimal) else abs(number))


def ceil(value: object) -> int:
    """Round up."""
    return math.ceil(_finite(value))


def floor(value: object) -> int:
    """Round down."""
    return math.floor(_finite(value))


def at_least(value: object, least: object) -> int | float:
    """Give the greater of two numbers."""
    number, bound = to_number(value), to_number(least)
    return from_number(bound if is_less(number, bound) else number)


def at_most(value: object, most: object) -> int | float:
    """Give the smaller of two numbers."""
    number, bound = to_number(value), to_number(most)
    return from_number(bound if is_less(bound, number) else number)


def round_(value: object, places: object = 0) -> int | float:
    """Round half away from zero; without places the result is an integer."""
    number, digits = to_number(value), int(to_number(places))
    digits = min(max(digits, -_MOST_PLACES), _MOST_PLACES)
    if isinstance(number, int) and digits >= 0:
        return number
    if isinstance(number, Decimal) and digits > 0 and not number.is_finite():
        return float(number)
    rounded = _round(_finite(value), digits)
    return int(rounded) if digits <= 0 else float(rounded)


def _round(number: Decimal | int, digits: int) -> Decimal:
    with localcontext() as context:
        context.prec = 2 * _MOST_PLACES + LIMITS.decimal_digits
        return Decimal(number).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def _finite(value: object) -> Decimal | int:
    number = to_number(value)
    if isinstance(number, Decimal) and not number.is_finite():
        note = " (Not a Number)" if number.is_nan() else ""
        raise LiquidFailure(f"Computation results in '{values.to_text(float(number))}'{note}")
    return number


FILTERS = {
    "plus": plus,
    "minus": minus,
    "times": times,
    "divided_by": divided_by,
    "modulo": modulo,
    "abs": absolute,
    "ceil": ceil,
    "floor": floor,
    "at_least": at_least,
    "at_most": at_most,
    "round": round_,
}
