"""Pairing what was expected with what came where order does not count."""

from __future__ import annotations

from collections.abc import Sequence


def most_pairs(fits: Sequence[Sequence[int]]) -> dict[int, int]:
    """Pair as many as can be, each with a partner of its own; ``fits[i]`` are the partners that fit i."""
    owner: dict[int, int] = {}
    for index in range(len(fits)):
        _place(index, fits, owner, set())
    return {index: partner for partner, index in owner.items()}


def _place(index: int, fits: Sequence[Sequence[int]], owner: dict[int, int], tried: set[int]) -> bool:
    # A partner that is taken is given up if its owner finds another (Kuhn's augmenting path).
    for partner in fits[index]:
        if partner not in tried:
            tried.add(partner)
            if partner not in owner or _place(owner[partner], fits, owner, tried):
                owner[partner] = index
                return True
    return False
