"""Filters that write numbers for people."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from typing import TYPE_CHECKING

from mockserver.liquid.failures import LIMITS
from mockserver.liquid.ruby.values import to_number, to_text

if TYPE_CHECKING:
    from mockserver.liquid.context import BrazeContext

_NUMBER = re.compile(r"([+-]?)(\d+)(\..*)?", re.DOTALL)


def money(context: BrazeContext, value: object) -> str:
    """Write an amount with two decimals, without a currency sign."""
    if value is None and context.assumed.is_set("liquid.money_of_nil", "nothing"):
        return ""
    number = to_number(value)
    if isinstance(number, Decimal) and not number.is_finite():
        return to_text(float(number))
    half_up = context.assumed.is_set("liquid.money_rounding", "half_up")
    rounding = ROUND_HALF_UP if half_up else ROUND_HALF_EVEN
    with localcontext() as decimals:
        decimals.prec = LIMITS.digits + LIMITS.decimal_digits
        amount = Decimal(number).quantize(Decimal("0.01"), rounding=rounding)
    grouped = context.assumed.is_set("liquid.money_grouping", "yes")
    return f"{amount:,f}" if grouped else f"{amount:f}"


def number_with_delimiter(value: object) -> str:
    """Put commas between the thousands."""
    match = _NUMBER.fullmatch(to_text(value))
    if match is None:
        return to_text(value)
    digits = match[2]
    head = len(digits) % 3
    groups = [digits[:head], *(digits[index : index + 3] for index in range(head, len(digits), 3))]
    return match[1] + ",".join(group for group in groups if group) + (match[3] or "")


FILTERS = {"money": money, "number_with_delimiter": number_with_delimiter}
