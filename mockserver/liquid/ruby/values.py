"""Ruby's semantics of values: truth, comparison, arithmetic, look-up and printed form.

Liquid runs on Ruby, and so do the numbers, texts and errors a Braze template prints. Everything in
this room that handles a value calls this module.

Values are ``None``, ``bool``, ``int``, ``float``, ``str``, ``list``, mappings with string keys,
``range``, aware ``datetime``, and :class:`Drop`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Context, Decimal, localcontext
from operator import ge, gt, le, lt
from typing import Any, TypeGuard, TypeVar

from mockserver.liquid.failures import LIMITS, LimitReached, LiquidFailure
from mockserver.liquid.ruby.float_texts import render_float

_Number = TypeVar("_Number", int, Decimal, int | Decimal)
_Sized = TypeVar("_Sized", str, list[object], range)

BLANKS = " \t\n\v\f\r"
"""What Ruby's regular expressions call a blank."""
STRIPPED = BLANKS + "\0"
"""What Ruby's ``strip`` takes off."""

_DECIMAL = Context(prec=60, Emax=999_999, Emin=-999_999, traps=[])
_DECIMAL_TEXT = re.compile(r"-?[0-9]+\.[0-9]+")
_LEADING_INTEGER = re.compile(r"[ \t\n\v\f\r]*([+-]?[0-9]+(?:_[0-9]+)*)")
_INTEGER_TEXT = re.compile(r"(?P<sign>[+-]?)(?P<octal>0_?(?=[0-9]))?(?P<digits>[0-9]+(?:_[0-9]+)*)")


class Drop:
    """A value that answers look-ups by name and prints as its Ruby class."""

    printed = "Liquid::Drop"

    def look_up(self, key: object) -> object:
        """Give the member of this name, or ``None``."""
        raise NotImplementedError


class Literal(Drop):
    """``blank`` or ``empty`` in a comparison: equal to whatever it describes."""

    printed = ""

    def __init__(self, name: str) -> None:
        self.name = name

    def describes(self, value: object) -> bool:
        """Tell whether the value is blank, or empty."""
        return is_blank(value) if self.name == "blank" else is_empty(value)

    def look_up(self, key: object) -> object:  # noqa: ARG002
        """Give nothing: the words have no members."""
        return None


BLANK = Literal("blank")
EMPTY = Literal("empty")


# -- truth and emptiness


def is_truthy(value: object) -> bool:
    """Tell whether a condition takes the value as true: everything but nil and false."""
    return value is not None and value is not False


def is_blank(value: object) -> bool:
    """Tell whether a value is blank: unset, false, whitespace only, or an empty collection."""
    if isinstance(value, str):
        return not value or value.isspace()
    return value is None or value is False or is_empty(value)


def is_empty(value: object) -> bool:
    """Tell whether a value is an empty string, array or object."""
    return isinstance(value, str | list | Mapping) and len(value) == 0


# -- comparison


def is_equal(left: object, right: object) -> bool:
    """Compare two values: types must match, except that an integer may equal a float."""
    if isinstance(left, Literal):
        return left is right or left.describes(right)
    if isinstance(right, Literal):
        return right.describes(left)
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(is_equal, left, right))
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return left.keys() == right.keys() and all(is_equal(left[key], right[key]) for key in left)
    if isinstance(left, range) and isinstance(right, range):
        return (left.start, left.stop) == (right.start, right.stop)
    return bool(left == right)


_ORDER: Mapping[str, Callable[[Any, Any], bool]] = {"<": lt, ">": gt, "<=": le, ">=": ge}


def compare(left: object, operator: str, right: object) -> bool:
    """Apply one of ``< > <= >=``; nil, booleans and collections are never in order.

    Raises ``LiquidFailure`` for two kinds that have no common order, as text and numbers.
    """
    if not (_has_order(left) and _has_order(right)):
        return False
    if _same_order(left, right):
        return _ORDER[operator](left, right)
    raise LiquidFailure(f"comparison of {class_name(left)} with {_named_in_error(right)} failed")


def contains(left: object, right: object) -> bool:
    """Tell whether a string has a substring, an array an element, an object a key."""
    if not (is_truthy(left) and is_truthy(right)):
        return False
    if isinstance(left, str):
        return to_text(right) in left
    if isinstance(left, list):
        return any(is_equal(element, right) for element in left)
    if isinstance(left, Mapping):
        return isinstance(right, str) and right in left
    return isinstance(left, range) and isinstance(right, int | float) and left.start <= right < left.stop


def order(left: object, right: object) -> int | None:
    """Give -1, 0 or 1 as Ruby's ``<=>`` does, ``None`` where two values have no order."""
    if isinstance(left, list) and isinstance(right, list):
        return _order_of_lists(left, right)
    if left != left or right != right:  # not a number
        return None
    if _has_order(left) and _has_order(right) and _same_order(left, right):
        return _ORDER[">"](left, right) - _ORDER["<"](left, right)
    return 0 if is_equal(left, right) else None


def _order_of_lists(left: Sequence[object], right: Sequence[object]) -> int | None:
    for one, other in zip(left, right, strict=False):
        result = order(one, other)
        if result != 0:
            return result
    return (len(left) > len(right)) - (len(left) < len(right))


def is_number(value: object) -> bool:
    """Tell whether a value is an integer or a float; booleans are neither."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _has_order(value: object) -> bool:
    return is_number(value) or isinstance(value, str | datetime)


def _same_order(left: object, right: object) -> bool:
    if isinstance(left, str) or isinstance(right, str):
        return isinstance(left, str) and isinstance(right, str)
    return isinstance(left, datetime) == isinstance(right, datetime)


def class_name(value: object) -> str:
    """Give the name of the value's Ruby class."""
    names: tuple[tuple[type, str], ...] = (
        (bool, str(value).capitalize() + "Class"),
        (int, "Integer"),
        (float, "Float"),
        (str, "String"),
        (list, "Array"),
        (Mapping, "Hash"),
        (datetime, "Time"),
        (range, "Range"),
    )
    return next((name for kind, name in names if isinstance(value, kind)), "NilClass")


def _named_in_error(value: object) -> str:
    # Ruby names values that fit into a machine word by what they are, all others by their class.
    if isinstance(value, float) or (isinstance(value, int) and abs(value) < 2**62):
        return to_text(value)
    return class_name(value)


# -- numbers


def to_number(value: object) -> int | Decimal:
    """Give the number a math filter works with; what is not one counts as 0.

    Numbers in texts are read as far as they go; a time counts as its epoch seconds
    (https://www.braze.com/docs/user_guide/personalization_and_dynamic_content/liquid/operators/).
    """
    if isinstance(value, bool) or value is None:
        return 0
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, datetime):
        return int(value.timestamp())
    return _number_in(value) if isinstance(value, str) else 0


def _number_in(text: str) -> int | Decimal:
    stripped = text.strip(STRIPPED)
    if _DECIMAL_TEXT.fullmatch(stripped):
        if len(stripped) > LIMITS.decimal_digits:
            raise LimitReached(f"a decimal of more than {LIMITS.decimal_digits} digits")
        return Decimal(stripped)
    return leading_integer(text)


def leading_integer(text: str) -> int:
    """Read the integer a text begins with, 0 where it begins with none."""
    match = _LEADING_INTEGER.match(text)
    return _checked_int(match[1]) if match else 0


def to_integer(value: object) -> int:
    """Give an integer argument as Ruby's ``Integer()`` reads it.

    Raises ``LiquidFailure`` for anything else.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    match = _INTEGER_TEXT.fullmatch(value.strip(BLANKS) if isinstance(value, str) else "")
    if match is None or (match["octal"] and not set(match["digits"]).isdisjoint("89")):
        raise LiquidFailure("invalid integer")
    return _checked_int(match["sign"] + match["digits"], 8 if match["octal"] else 10)


def _checked_int(text: str, base: int = 10) -> int:
    if len(text) > LIMITS.digits:
        raise LimitReached(f"a number of more than {LIMITS.digits} digits")
    return int(text.replace("_", ""), base)


def from_number(value: int | Decimal) -> int | float:
    """Give the result of arithmetic as an integer or a float."""
    if isinstance(value, Decimal):
        return float(value)
    if value.bit_length() > LIMITS.digits * 3.32:
        raise LimitReached(f"a number of more than {LIMITS.digits} digits")
    return value


def add(left: object, right: object) -> int | float:
    """Add two numbers exactly, so that 0.1 and 0.2 make 0.3."""
    with localcontext(_DECIMAL):
        return from_number(to_number(left) + to_number(right))


def subtract(left: object, right: object) -> int | float:
    """Subtract exactly."""
    with localcontext(_DECIMAL):
        return from_number(to_number(left) - to_number(right))


def multiply(left: object, right: object) -> int | float:
    """Multiply exactly."""
    with localcontext(_DECIMAL):
        return from_number(to_number(left) * to_number(right))


def is_less(left: int | Decimal, right: int | Decimal) -> bool:
    """Compare numbers; what is not a number is not less, and nothing less than it."""
    with localcontext(_DECIMAL):
        return left < right


def divide(left: object, right: object) -> int | float:
    """Divide: integers floor, and a decimal divided by zero is infinite.

    Raises ``LiquidFailure`` for an integer divided by the integer 0.
    """
    dividend, divisor = to_number(left), to_number(right)
    if isinstance(dividend, int) and isinstance(divisor, int):
        return from_number(dividend // _not_zero(divisor))
    if divisor == 0:
        return _infinity(dividend, divisor)
    with localcontext(_DECIMAL):
        return from_number(Decimal(dividend) / Decimal(divisor))


def remainder(left: object, right: object) -> int | float:
    """Give the remainder, with the sign of the divisor.

    Raises ``LiquidFailure`` for a divisor of 0.
    """
    dividend, divisor = to_number(left), to_number(right)
    if dividend != dividend:
        return math.nan
    if isinstance(dividend, int) and isinstance(_not_zero(divisor), int):
        return from_number(dividend % divisor)
    number, by = Decimal(dividend), Decimal(_not_zero(divisor))
    if not (number.is_finite() and by == by):
        return math.nan
    if by.is_infinite():
        return float(number)
    with localcontext(_DECIMAL) as context:
        context.prec = max(60, number.adjusted() - by.adjusted() + 60)
        rest = number % by
        if not rest:
            return 0.0
        return from_number(rest + by if (rest < 0) != (by < 0) else rest)


def _not_zero(divisor: _Number) -> _Number:
    if divisor == 0:
        raise LiquidFailure("divided by 0")
    return divisor


def _infinity(dividend: int | Decimal, divisor: int | Decimal) -> float:
    if dividend == 0 or dividend != dividend:
        return math.nan
    negative = (dividend < 0) != (isinstance(divisor, Decimal) and divisor.is_signed())
    return -math.inf if negative else math.inf


# -- look-up


COMMANDS = frozenset({"size", "first", "last"})


def look_up(value: object, key: object, *, is_command: bool = False) -> object:
    """Give the member a path step leads to, or ``None``.

    ``is_command`` says that the step was written ``.size``, ``.first`` or ``.last``, which mean the
    collection itself unless it has a member of that name.
    """
    if isinstance(value, Drop):
        return value.look_up(key)
    if isinstance(value, Mapping) and isinstance(key, str) and key in value:
        return value[key]
    if isinstance(value, list) and isinstance(key, int) and not isinstance(key, bool):
        return value[key] if -len(value) <= key < len(value) else None
    return _command(value, str(key)) if is_command else None


def _command(value: object, name: str) -> object:
    if name == "size":
        return size(value) if isinstance(value, str | list | Mapping | range) or _is_integer(value) else None
    return first(value) if name == "first" else last(value)


def size(value: object) -> int:
    """Count characters, elements or members; 0 for what has none."""
    if isinstance(value, str | list | Mapping | range):
        return len(value)
    # Ruby's Integer has a size too: its bytes, at least those of a machine word.
    return max(8, (value.bit_length() + 7) // 8) if _is_integer(value) else 0


def _is_integer(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def first(value: object) -> object:
    """Give the first element; of an object its first pair."""
    if isinstance(value, list):
        return value[0] if value else None
    if isinstance(value, range):
        return value.start
    if isinstance(value, Mapping):
        return next(([key, item] for key, item in value.items()), None)
    return None


def last(value: object) -> object:
    """Give the last element of an array or a range."""
    if isinstance(value, range):
        return value.stop - 1
    return value[-1] if isinstance(value, list) and value else None


# -- collections


def elements(value: object) -> list[object]:
    """Give what an array filter works on: nested arrays flattened, anything else as one element."""
    if value is None:
        return []
    if isinstance(value, list):
        return flatten(value)
    if isinstance(value, range):
        return list(bounded(value))
    return [value]


def flatten(items: Iterable[object]) -> list[object]:
    """Take nested arrays apart."""
    flat: list[object] = []
    pending: list[Iterator[object]] = [iter(items)]
    while pending:
        for item in pending[-1]:
            if isinstance(item, list):
                pending.append(iter(item))
                break
            flat.append(item)
        else:
            pending.pop()
    return bounded(flat)


def bounded(value: _Sized) -> _Sized:
    """Give a text or an array back if it is not too long.

    Raises ``LimitReached`` if it is.
    """
    if len(value) > (LIMITS.text if isinstance(value, str) else LIMITS.items):
        raise LimitReached("a text or an array that is too long")
    return value


# -- printed form


def render_value(value: object) -> str:
    """Give what an output prints: arrays run together, nil nothing, all else as ``to_text``."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return bounded("".join(map(to_text, flatten(value))))
    return to_text(value)


def to_text(value: object) -> str:
    """Give a value as text, as Ruby's ``to_s`` does."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return render_float(value)
    return inspect(value)


def inspect(value: object) -> str:
    """Give a value as Ruby's ``inspect`` shows it inside arrays and hashes."""
    if value is None:
        return "nil"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, datetime):
        return time_text(value)
    if isinstance(value, range):
        return f"{value.start}..{value.stop - 1}"
    if isinstance(value, list):
        return bounded("[" + ", ".join(map(inspect, value)) + "]")
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{inspect(key)}=>{inspect(item)}" for key, item in value.items())
        return bounded("{" + pairs + "}")
    return value.printed if isinstance(value, Drop) else to_text(value)


def time_text(moment: datetime) -> str:
    """Give a time as it prints without a format: ``2021-06-03 17:13:41 UTC`` or with an offset."""
    offset = moment.utcoffset() or timedelta(0)
    zone = "UTC" if not offset and moment.tzname() in (None, "UTC") else f"{moment:%z}"
    return f"{moment.year:04}-{moment:%m-%d %H:%M:%S} {zone}"


_ESCAPES = {
    "\n": "\\n", "\t": "\\t", "\r": "\\r", "\f": "\\f", "\v": "\\v", "\a": "\\a", "\b": "\\b",
    "\x1b": "\\e", '"': '\\"', "\\": "\\\\",
}  # fmt: skip
_QUOTABLE = re.compile(r'[\x00-\x1f\x7f-\x84\x86-\x9f\u2028\u2029"\\]|#(?=[{$@])')


def _quoted(text: str) -> str:
    return '"' + _QUOTABLE.sub(_escape, text) + '"'


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if character == "#":
        return "\\#"
    return _ESCAPES.get(character) or f"\\u{ord(character):04X}"
