"""Matchers for lists, lengths, ranges and choices."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.simulator.difference import ABSENT, difference, matcher_mistakes, matches
from mockserver.simulator.pairing import most_pairs


@pytest.mark.parametrize(
    ("matcher", "fits", "fails"),
    [
        ({"$range": [1, 3]}, 3, 3.5),
        ({"$range": [1, 3]}, 1, 0),
        ({"$range": [1, None]}, 10**9, "2"),
        ({"$range": [None, 0]}, -5, True),
        ({"$range": ["2026-01-01", "2026-02-01"]}, "2026-01-31T10:00:00Z", "2026-02-02"),
        ({"$one_of": [1, {"$type": "string"}]}, "x", 2),
        ({"$length": 2}, [1, 2], [1]),
        ({"$length": {"$range": [1, 2]}}, {"a": 1}, ""),
        ({"$length": 3}, "abc", 3),
        ({"$any_order": [1, {"$any": True}]}, [5, 1], [5, 1, 1]),
        ({"$any_order": [1]}, [1], "1"),
        ({"$contains": [{"a": 1}]}, [{"a": 2}, {"a": 1, "b": 1}], [{"a": 2}]),
        ({"$contains": [1, 1]}, [1, 2, 1], [1, 2]),
        ({"$contains": [1]}, [1], ABSENT),
    ],
)
def test_a_matcher_takes_what_fits_and_refuses_what_does_not(
    matcher: object, fits: object, fails: object
) -> None:
    assert matches({"value": matcher}, {"value": fits})
    assert not matches({"value": matcher}, {"value": fails})


@pytest.mark.parametrize(
    ("matcher", "actual", "words"),
    [
        ({"$range": [1, 3]}, 4, "expected a value from 1 up to 3, got 4"),
        ({"$length": 2}, [1], "the length: expected 2, got 1"),
        ({"$any_order": [1]}, [2], "/list: expected 1 among them, not found"),
        ({"$any_order": [1]}, [1, 2], "/list/1: unexpected, got 2"),
        ({"$contains": [1]}, 5, "expected a list with [1] in it, got 5"),
        ({"$one_of": [1, 2]}, 3, "expected one of [1, 2], got 3"),
    ],
)
def test_the_sentence_says_what_was_wanted(matcher: object, actual: object, words: str) -> None:
    assert words in difference({"list": matcher}, {"list": actual})[0].sentence


@pytest.mark.parametrize(
    "matcher",
    [
        {"$range": 3},
        {"$range": [None, None]},
        {"$range": [1, "3"]},
        {"$range": [1]},
        {"$length": -1},
        {"$length": "two"},
        {"$any_order": 1},
        {"$contains": []},
        {"$one_of": {}},
        {"$one_of": [{"$tpye": "string"}]},
        {"$any_order": [{"$pattern": "("}]},
    ],
)
def test_a_matcher_that_cannot_be_meant_is_named(matcher: object) -> None:
    assert [place for place, _ in matcher_mistakes({"a": matcher})]


small = st.lists(st.integers(0, 3), min_size=1, max_size=5)


@given(small, st.randoms())
@settings(max_examples=100, deadline=None)
def test_any_order_takes_every_order(items: list[int], chance: object) -> None:
    shuffled = sorted(items, key=lambda _: chance.random())  # type: ignore[attr-defined]
    assert matches({"$any_order": items}, shuffled)
    assert not matches({"$any_order": items}, [*shuffled, 9])
    assert matches({"$contains": items}, [9, *shuffled])


@given(st.lists(st.lists(st.integers(0, 3), max_size=4), max_size=4))
@settings(max_examples=100, deadline=None)
def test_as_many_as_can_be_are_paired(fits: list[list[int]]) -> None:
    pairs = most_pairs(fits)
    assert len(set(pairs.values())) == len(pairs)
    assert all(partner in fits[index] for index, partner in pairs.items())
    best = max(
        sum(partner in wanted for wanted, partner in zip(fits, order, strict=False))
        for order in permutations(range(4), len(fits))
    )
    assert len(pairs) == best
