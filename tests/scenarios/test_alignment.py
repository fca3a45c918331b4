"""Which of the things that came is which of the expected ones."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.scenarios.expectations.alignment import align


def test_nothing_is_unmet_where_all_came_in_order() -> None:
    found = align([{"a": 1}, {"a": 2}], [{"a": 1, "b": 1}, {"a": 2}])
    assert not found.unmet
    assert not found.surplus


def test_one_thing_too_many_does_not_shift_the_others() -> None:
    found = align([{"a": 1}, {"a": 2}], [{"a": 9}, {"a": 1}, {"a": 2}])
    assert not found.unmet
    assert found.surplus == (0,)


def test_an_unmet_expectation_is_shown_beside_the_nearest() -> None:
    came = [{"kind": "push", "id": 1}, {"kind": "webhook", "id": 2}]
    [unmet] = align([{"kind": "push"}, {"kind": "webhook", "id": 3}], came).unmet
    assert (unmet.index, unmet.nearest) == (1, 1)
    assert [found.pointer for found in unmet.differences] == ["/id"]


def test_what_came_in_another_order_is_named_so() -> None:
    found = align([{"a": 1}, {"a": 2}], [{"a": 2}, {"a": 1}])
    [unmet] = found.unmet
    assert unmet.differences == ()
    assert found.surplus == ()


def test_nothing_is_nearest_where_nothing_came() -> None:
    [unmet] = align([{"a": 1}], []).unmet
    assert unmet.nearest is None


small = st.lists(st.integers(0, 3), max_size=6)


@settings(max_examples=150, deadline=None)
@given(small, small)
def test_every_thing_is_met_or_reported(expected: list[int], actual: list[int]) -> None:
    found = align(expected, actual)
    assert (not found.unmet and not found.surplus) == (expected == actual)
    assert len({unmet.index for unmet in found.unmet}) == len(found.unmet) <= len(expected)
    assert len(found.surplus) <= len(actual)
