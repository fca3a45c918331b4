"""Lengths of time in workspace files."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.workspace.durations import parse_duration

UNITS = ("second", "minute", "hour", "day", "week")


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(UNITS), st.integers(1, 500), min_size=1))
def test_what_people_write_is_what_is_meant(parts: dict[str, int]) -> None:
    text = " ".join(f"{amount} {unit}{'s' * (amount != 1)}" for unit, amount in parts.items())
    assert parse_duration(text) == timedelta(**{f"{unit}s": amount for unit, amount in parts.items()})


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=30))
def test_any_other_text_is_refused(text: str) -> None:
    with suppress(ValueError):
        assert parse_duration(text) > timedelta(0)


def test_a_thousand_years_are_the_longest() -> None:
    assert parse_duration("365250 days") == timedelta(days=365_250)
    for text in ("365251 days", "9" * 400 + " weeks"):
        with pytest.raises(ValueError, match="too long"):
            parse_duration(text)


@pytest.mark.parametrize(
    "text", ["", "5", "5 fortnights", "-1 day", "0 seconds", "1 day 2 days", "9e9 weeks"]
)
def test_no_length_of_time(text: str) -> None:
    with pytest.raises(ValueError, match="give a duration"):
        parse_duration(text)
