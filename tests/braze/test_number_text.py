"""Numbers written as text: what is one, and that each can be shown again in JSON."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.braze.number_text import parse_number


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), (" -3 ", -3), ("1.5", 1.5), (".5", 0.5), ("2.", 2.0), ("1e3", 1000.0), ("+7", 7)],
)
def test_decimal_numbers_are_read(text, number):
    assert (parse_number(text), type(parse_number(text))) == (number, type(number))


@pytest.mark.parametrize("text", ["", "a", "NaN", "inf", "1e400", "9" * 5000, "1_000", "١٢", "0x1", "1,5"])
def test_other_text_is_no_number(text):
    assert parse_number(text) is None


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789+-.eE_ naifNI", max_size=12) | st.integers().map(str))
def test_every_number_can_be_shown_in_json(text):
    number = parse_number(text)
    assert number is None or json.loads(json.dumps(number, allow_nan=False)) == number


@settings(max_examples=200, deadline=None)
@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_that_is_written_is_read_again(number):
    assert parse_number(str(number)) == number
