"""Quiet hours and frequency caps, as rules."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.braze import FrequencyCap, QuietHours
from mockserver.braze.messaging.delivery_rules import is_reached, quiet_until
from mockserver.errors import UsageError

NIGHT = QuietHours(time(22), time(6))
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia"])
TIMES = st.times().map(lambda at: at.replace(microsecond=0))


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2026-01-15T20:59:59Z", None),
        ("2026-01-15T21:00:00Z", "2026-01-16T05:00:00Z"),
        ("2026-01-16T04:59:59Z", "2026-01-16T05:00:00Z"),
        ("2026-01-16T05:00:00Z", None),
        # The night in which clocks go forward has an hour less.
        ("2026-03-28T22:00:00Z", "2026-03-29T04:00:00Z"),
    ],
)
def test_quiet_hours_end_on_the_user_s_clock(at, until):
    found = quiet_until(NIGHT, datetime.fromisoformat(at), BERLIN)
    assert found == (datetime.fromisoformat(until) if until else None)


@settings(max_examples=150, deadline=None)
@given(TIMES, TIMES, st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)), ZONES)
def test_when_quiet_hours_end_it_is_not_quiet(start, end, moment, zone):
    quiet, where = QuietHours(start, end), ZoneInfo(zone)
    until = quiet_until(quiet, moment.replace(tzinfo=UTC), where)
    if until is not None:
        assert until.timetz().replace(tzinfo=None) == end
        assert moment.replace(tzinfo=UTC) < until <= moment.replace(tzinfo=UTC) + timedelta(hours=26)


@pytest.mark.parametrize(
    ("cap", "hours_ago", "reached"),
    [
        (FrequencyCap(1), [13], True),  # 00:00 in Berlin, the same day
        (FrequencyCap(1), [13.1], False),  # the day before, though less than a day ago
        (FrequencyCap(2), [1], False),
        (FrequencyCap(2, 2), [1, 36], True),
        (FrequencyCap(1, 1, "week"), [167], True),
        (FrequencyCap(1, 1, "week"), [168], False),
        (FrequencyCap(1, 30, "minute"), [0.4], True),
        (FrequencyCap(1, 30, "minute"), [0.5], False),
    ],
)
def test_a_cap_counts_calendar_days_and_rolling_spans(cap, hours_ago, reached):
    sent = [NOW - timedelta(hours=hours) for hours in hours_ago]
    assert is_reached(cap, sent, NOW, BERLIN) is reached


def test_a_cap_of_no_messages_is_refused():
    with pytest.raises(UsageError):
        FrequencyCap(0)
