from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.contracts import parse_event_time


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-26T18:12:00Z",
        "2026-03-26T19:12:00+01:00",
        "2026-03-26T18:12:00:000Z",
        "2026-03-26T18:12:00.000",
        "2026-03-26T18:12",
        "2026-03-26 18:12:00",
        "2026-03-26 13:12:00 -0500",
    ],
)
def test_every_documented_form_names_the_same_moment(text):
    assert parse_event_time(text) == datetime(2026, 3, 26, 18, 12, tzinfo=UTC)


def test_a_bare_date_is_midnight_in_utc():
    assert parse_event_time("2026-03-26") == datetime(2026, 3, 26, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "now", "1700000000", "2026-13-01", "26/03/2026", "0001-01-01T00:00:00+05:00"]
)
def test_other_texts_are_no_time(text):
    assert parse_event_time(text) is None


@given(st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1)), st.integers(-12, 14))
def test_a_written_moment_is_read_back(local, hours):
    moment = local.replace(tzinfo=timezone(timedelta(hours=hours)))
    assert parse_event_time(moment.isoformat()) == moment


@given(st.text(max_size=40))
def test_any_text_is_read_or_not(text):
    moment = parse_event_time(text)
    assert moment is None or moment.tzinfo is UTC
