"""How findings speak of values: what kind they are, what they hold, how many, what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

_KINDS: Final[tuple[tuple[type, str], ...]] = (
    (bool, "a boolean"),
    (int, "a number"),
    (float, "a number"),
    (str, "a string"),
    (list, "an array"),
    (dict, "an object"),
)


def kind_of(value: object) -> str:
    """Name the JSON type of a value, with its article."""
    if value is None:
        return "null"
    return next((name for kind, name in _KINDS if isinstance(value, kind)), type(value).__name__)


def shown(value: object, *, width: int = 60) -> str:
    """Show a value in a line, strings in double quotes, long ones cut."""
    if isinstance(value, list | dict):
        return f"{kind_of(value)} of {len(value)}"
    if isinstance(value, str):
        cut = value if len(value) <= width else value[: width - 1] + "…"
        return f'"{cut}"'
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    # An int of thousands of digits cannot be written out in decimal at all.
    huge = isinstance(value, int) and value.bit_length() > 128
    return "a very large number" if huge else repr(value)


def described(value: object) -> str:
    """Name the JSON type of a value and, where that says more, show it."""
    plain = value is None or isinstance(value, list | dict)
    return kind_of(value) if plain else f"{kind_of(value)} ({shown(value)})"


def plural(number: int, noun: str) -> str:
    """Give a noun as it stands behind a number."""
    return noun if number == 1 else f"{noun}s"


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Give the known name a name was probably meant to be."""
    by_folded = {candidate.casefold(): candidate for candidate in known}
    near = get_close_matches(name[:100].casefold(), by_folded, n=1, cutoff=0.7)
    return by_folded[near[0]] if near else None


def repeated(item: str, count: int) -> str:
    """Write an item of a JSON array so many times over, the sign # in it replaced by its number."""
    return ", ".join(item.replace("#", str(number)) for number in range(count))
