"""Ruby's values: the laws they keep, and the forms the case files do not show."""

import math
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.liquid.failures import LIMITS, LimitReached, LiquidFailure
from mockserver.liquid.ruby import values
from tests.liquid.liquid_rendering import text

JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)
TIME = datetime(2024, 1, 2, tzinfo=UTC)


@settings(max_examples=150, deadline=None)
@given(JSON)
def test_every_value_has_a_text(value: object) -> None:
    assert isinstance(values.render_value(value), str)
    assert isinstance(values.inspect(value), str)


@settings(max_examples=150, deadline=None)
@given(JSON, JSON)
def test_equality_is_mutual_and_orders_are_opposite(one: object, other: object) -> None:
    assert values.is_equal(one, other) == values.is_equal(other, one)
    forth, back = values.order(one, other), values.order(other, one)
    assert (forth is None) == (back is None)
    assert forth is None or back is None or forth == -back


@settings(max_examples=150, deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_s_text_is_that_float(value: float) -> None:
    printed = values.to_text(value)
    assert float(printed) == value
    assert "." in printed


@settings(max_examples=150, deadline=None)
@given(st.integers(-(10**12), 10**12), st.integers(-(10**6), 10**6).filter(bool))
def test_division_and_remainder_fit_together(number: int, by: int) -> None:
    assert values.divide(number, by) * by + values.remainder(number, by) == number


@settings(max_examples=150, deadline=None)
@given(st.integers(-999, 999), st.integers(-999, 999))
def test_decimals_are_exact(hundredths: int, others: int) -> None:
    assert values.add(hundredths / 100, others / 100) == (hundredths + others) / 100


@pytest.mark.parametrize(
    ("value", "truthy", "blank", "empty"),
    [
        (None, False, True, False),
        (False, False, True, False),
        ("", True, True, True),
        (" \t\u00a0", True, True, False),
        ([], True, True, True),
        ({}, True, True, True),
        (0, True, False, False),
        ([None], True, False, False),
        (True, True, False, False),
    ],
)
def test_truth_and_emptiness(value: object, truthy: bool, blank: bool, empty: bool) -> None:
    assert (values.is_truthy(value), values.is_blank(value), values.is_empty(value)) == (truthy, blank, empty)


@pytest.mark.parametrize(
    ("left", "right", "named"),
    [
        ("a", 5, "String with 5"),
        ("a", 5.5, "String with 5.5"),
        ("a", 2**64, "String with Integer"),
        (5, "a", "Integer with String"),
        (5.0, "a", "Float with String"),
        (TIME, "a", "Time with String"),
        ("a", TIME, "String with Time"),
    ],
)
def test_what_has_no_common_order_is_an_error(left: object, right: object, named: str) -> None:
    with pytest.raises(LiquidFailure, match=f"^comparison of {named} failed$"):
        values.compare(left, "<", right)


@pytest.mark.parametrize("value", [None, True, [], {}, range(3)])
def test_what_is_in_no_order_is_never_less_or_more(value: object) -> None:
    assert not values.compare(value, "<", 1)
    assert not values.compare(1, ">=", value)


@pytest.mark.parametrize(
    ("left", "right", "found"),
    [
        ("abc", "b", True),
        ("a1", 1, True),
        (["1"], 1, False),
        ([1], 1.0, True),
        ({"k": None}, "k", True),
        (range(1, 4), 3, True),
        (range(1, 4), 4, False),
        (5, 5, False),
        (None, "x", False),
        ("x", None, False),
    ],
)
def test_contains(left: object, right: object, found: bool) -> None:
    assert values.contains(left, right) is found


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (1e15, "1.0e+15"),
        (123456789012345.0, "123456789012345.0"),
        (5.8143475362693e15, "5.8143475362693e+15"),
        (1000000000000002.5, "1000000000000002.5"),
        (1e-4, "0.0001"),
        (1.5e-7, "1.5e-07"),
        (-0.0, "-0.0"),
        (math.inf, "Infinity"),
        (-math.inf, "-Infinity"),
        (math.nan, "NaN"),
        (range(1, 4), "1..3"),
        (TIME, "2024-01-02 00:00:00 UTC"),
        ([1, [None, "a"], {"k": "v"}], '1a{"k"=>"v"}'),
        ({"a": 'q"\\\n#{x}\x01'}, '{"a"=>"q\\"\\\\\\n\\#{x}\\u0001"}'),
    ],
)
def test_printed_forms(value: object, printed: str) -> None:
    assert values.render_value(value) == printed


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3abc", 3),
        ("1,234.5", 1),
        ("1e3", 1),
        ("08", 8),
        (" -2.5 ", -2.5),
        ("1_000", 1000),
        ("", 0),
        (".5", 0),
    ],
)
def test_numbers_are_read_as_far_as_they_go(text: str, number: float) -> None:
    assert values.add(text, 0) == number


def test_a_time_counts_as_epoch_seconds() -> None:
    assert values.add(TIME, 0) == 1704153600


@pytest.mark.parametrize("huge", ["9" * (LIMITS.digits + 1), "1." + "1" * LIMITS.decimal_digits])
def test_numbers_have_a_length(huge: str) -> None:
    with pytest.raises(LimitReached):
        values.to_number(huge)


@pytest.mark.parametrize("value", ["1.0", "x", None, 1.0, True, ""])
def test_an_integer_argument_must_be_one(value: object) -> None:
    with pytest.raises(LiquidFailure, match="invalid integer"):
        values.to_integer(value)


@pytest.mark.parametrize(("depth", "parsed"), [(99, True), (101, False), (100_000, False)])
def test_json_is_read_to_a_depth(depth: int, parsed: bool) -> None:
    printed = text("{{ x | json_parse | as_json_string }}", x="[" * depth + "]" * depth)
    assert printed == (
        "[" * depth + "]" * depth if parsed else "Liquid error: invalid JSON provided to json_parse"
    )


@pytest.mark.parametrize(
    ("words", "printed"), [("b,a", "a b"), ("d,c,b,a,e", "e a b c d"), ("d,kc,b,k,a", "kc k a b d")]
)
def test_those_without_the_property_are_sorted_as_ruby_does(words: str, printed: str) -> None:
    assert text("{{ words | split: ',' | sort_natural: 'k' | join }}", words=words) == printed


@pytest.mark.parametrize(
    ("template", "printed"),
    [
        (
            "{{ nan | at_least: 1 }} {{ nan | at_most: 0.5 }} {{ nan | abs }} {{ nan | round: 1 }}",
            "NaN NaN NaN NaN",
        ),
        ("{{ huge | minus: huge }} {{ huge | times: 0 }} {{ nan | modulo: 0 }}", "NaN NaN NaN"),
        ("{{ 7 | modulo: huge }} {{ -0.125 | modulo: huge }} {{ huge | round: 1 }}", "7.0 -0.125 Infinity"),
        ("{{ 0 | divided_by: -0.5 | abs }}", "0.0"),
        ("{{ mixed | sort }}", "Liquid error: cannot sort values of incompatible types"),
    ],
)
def test_what_is_no_number_is_counted_with_as_in_ruby(template: str, printed: str) -> None:
    assert text(template, nan=math.nan, huge=math.inf, mixed=[math.nan, 1]) == printed
