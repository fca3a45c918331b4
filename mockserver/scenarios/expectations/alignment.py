"""Which of the things that came is which of the expected ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mockserver.simulator.difference import Difference, difference, distance, matches
from mockserver.simulator.pairing import most_pairs


@dataclass(frozen=True, slots=True)
class Unmet:
    """An expectation that nothing met: its index, the nearest thing's and what differs there.

    ``taken`` says that the nearest thing is another expectation's already, as everything that came is.
    Otherwise, with no differences, the nearest thing does meet it, only not in this order.
    """

    index: int
    nearest: int | None
    differences: tuple[Difference, ...] = ()
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Alignment:
    """What was not met, and the indexes of what came without being expected."""

    unmet: tuple[Unmet, ...]
    surplus: tuple[int, ...]


def align(expected: Sequence[Any], actual: Sequence[Any], mode: str = "in_order") -> Alignment:
    """Match expectations with what came, as many as can be.

    ``mode`` is ``in_order``, ``any_order``, or ``contains``, where what is left over is no surplus. Each
    unmet expectation is shown beside the nearest thing no other expectation took, or beside the nearest
    of all.
    """
    met = _longest_match(expected, actual) if mode == "in_order" else _most_pairs(expected, actual)
    left = [index for index in range(len(actual)) if index not in met.values()]
    unmet: list[Unmet] = []
    for index in (index for index in range(len(expected)) if index not in met):
        found = _nearest(index, expected[index], actual, left)
        unmet.append(found)
        if found.nearest in left:
            left.remove(found.nearest)
    return Alignment(tuple(unmet), () if mode == "contains" else tuple(left))


def _nearest(index: int, wanted: Any, actual: Sequence[Any], left: Sequence[int]) -> Unmet:
    compared = [(number, difference(wanted, actual[number])) for number in left or range(len(actual))]
    if not compared:
        return Unmet(index, None)
    # Of equally near ones the one that stands where it should.
    number, found = min(compared, key=lambda pair: (distance(pair[1]), abs(pair[0] - index)))
    return Unmet(index, number, tuple(found), taken=not left)


def _longest_match(expected: Sequence[Any], actual: Sequence[Any]) -> dict[int, int]:
    """Find the longest common subsequence; in the usual case, everything, without searching."""
    if len(expected) == len(actual) and all(map(matches, expected, actual)):
        return {index: index for index in range(len(expected))}
    fits = [[matches(wanted, came) for came in actual] for wanted in expected]
    best = [[0] * (len(actual) + 1) for _ in range(len(expected) + 1)]
    for row in reversed(range(len(expected))):
        for column in reversed(range(len(actual))):
            taken = best[row + 1][column + 1] + 1 if fits[row][column] else 0
            best[row][column] = max(taken, best[row + 1][column], best[row][column + 1])
    return _walk(fits, best)


def _walk(fits: list[list[bool]], best: list[list[int]]) -> dict[int, int]:
    row = column = 0
    met: dict[int, int] = {}
    while row < len(fits) and column < len(fits[row]):
        if fits[row][column] and best[row][column] == best[row + 1][column + 1] + 1:
            met[row] = column
            row, column = row + 1, column + 1
        elif best[row + 1][column] >= best[row][column + 1]:
            row += 1
        else:
            column += 1
    return met


def _most_pairs(expected: Sequence[Any], actual: Sequence[Any]) -> dict[int, int]:
    return most_pairs(
        [[number for number, came in enumerate(actual) if matches(wanted, came)] for wanted in expected]
    )
