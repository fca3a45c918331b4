"""What holds for the difference of any two values."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.simulator.difference import difference, matches, same

names = st.text(max_size=5).filter(lambda name: not name.startswith("$"))
plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=200)
values = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=10,
)
brief = settings(max_examples=150, deadline=None)


@brief
@given(values)
def test_a_value_matches_itself(value: Any) -> None:
    assert matches(value, value)
    assert matches({"$exactly": value}, value)


@brief
@given(values, values)
def test_two_values_match_both_ways_only_if_they_are_the_same(one: Any, other: Any) -> None:
    assert (matches(one, other) and matches(other, one)) == same(one, other)


@brief
@given(values, values)
def test_every_difference_has_a_sentence_in_one_line(one: Any, other: Any) -> None:
    for found in difference(one, other):
        assert found.sentence
        assert "\n" not in found.sentence
        assert found.weight >= 1


@brief
@given(st.dictionaries(names, values, min_size=1, max_size=5), st.data())
def test_leaving_members_out_of_an_expectation_never_breaks_it(value: dict[str, Any], data: Any) -> None:
    kept = data.draw(st.sets(st.sampled_from(sorted(value))))
    assert matches({name: value[name] for name in kept}, value)
