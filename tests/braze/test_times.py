"""Date and time texts."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.braze import times
from mockserver.braze.times import parse_time, render_time

NOON = datetime(2026, 3, 26, 18, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-26T18:12:00Z", NOON),
        ("2026-03-26T19:12:00+01:00", NOON),
        ("2026-03-26T19:12:00+0100", NOON),
        ("2026-03-26T18:12:00:000Z", NOON),
        ("2026-03-26T18:12:00.000Z", NOON),
        ("2026-03-26T18:12:00", NOON),
        ("2026-03-26 18:12:00", NOON),
        ("2026-03-26 13:12:00 -0500", NOON),
        ("2026-03-26T18:12", NOON),
        ("2026-03-26T18:12:00Q", NOON),
        ("2026-03-26", NOON.replace(hour=0, minute=0)),
        ("03/26/2026", NOON.replace(hour=0, minute=0)),
        ("12-1-2021", datetime(2021, 12, 1, tzinfo=UTC)),
        ("12/1/2021", datetime(2021, 12, 1, tzinfo=UTC)),
        ("Thu 03 26 18:12:00.Z 2026", NOON),
    ],
)
def test_the_forms_braze_lists_are_times(text, moment):
    assert parse_time(text) == moment


@pytest.mark.parametrize(
    "text",
    ["Mar 26 2026 06:12 PM +00:00", "2026-13-01", "2026-02-30", "3001-01-01", "12/1-2021", "1", "", "25:00"],
)
def test_other_texts_are_no_times(text):
    assert parse_time(text) is None


@settings(max_examples=100, deadline=None)
@given(
    st.text() | st.from_regex(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.:]\d{1,9}[+-]\d\d:?\d\d", fullmatch=True)
)
def test_any_text_is_a_time_in_utc_or_none(text):
    moment = parse_time(text)
    assert moment is None or moment.tzinfo is UTC


@settings(max_examples=100, deadline=None)
@given(st.datetimes(max_value=datetime(3000, 1, 1), timezones=st.just(UTC)))
def test_what_is_written_is_read_back(moment):
    thousandths = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    assert parse_time(render_time(moment.astimezone(UTC))) == thousandths


@settings(max_examples=200, deadline=None)
@given(st.from_regex(r"[0-3]\d{3}-[01]\d-[0-3]\d[T ][0-2]\d:[0-6]\d:[0-6]\d[.:]\d{3}[Zz]", fullmatch=True))
def test_the_reader_of_exports_reads_nothing_otherwise(text):
    assert times._exported(text) in (None, times._written(text))
