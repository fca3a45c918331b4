from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.contracts import Wall, classify, parse_local, to_utc, windows_zone, windows_zone_ids

ZONES = {zone_id: windows_zone(zone_id).zone for zone_id in windows_zone_ids()}
YEARS = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC))


def offset_at(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset()


def transitions(zone: ZoneInfo) -> list[tuple[datetime, timedelta, timedelta]]:
    """Find each change of the offset in 2026 and 2027 to the minute: when, from what, to what."""
    found = []
    start, end = YEARS
    day = timedelta(days=1)
    while start < end:
        low, high = start, start + day
        if offset_at(low, zone) != offset_at(high, zone):
            before, after = offset_at(low, zone), offset_at(high, zone)
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) // 2
                low, high = (middle, high) if offset_at(middle, zone) == before else (low, middle)
            found.append((high.replace(second=0, microsecond=0), before, after))
        start += day
    return found


@pytest.mark.parametrize("zone_id", ZONES)
def test_around_every_clock_change_times_are_told_and_moved_as_the_zone_does(zone_id):
    zone = ZONES[zone_id]
    for moment, before, after in transitions(zone):
        low, high = sorted([moment + before, moment + after])
        inside = (low + (high - low) / 2).replace(tzinfo=None)
        assert classify(inside, zone) is (Wall.GAP if after > before else Wall.OVERLAP)
        early, late = (inside - offset for offset in (max(before, after), min(before, after)))
        assert to_utc(inside, zone, gap="backward", overlap="first") == early.replace(tzinfo=UTC)
        assert to_utc(inside, zone, gap="forward", overlap="second") == late.replace(tzinfo=UTC)
        for edge in (low - timedelta(minutes=2), high + timedelta(minutes=2)):
            assert classify(edge.replace(tzinfo=None), zone) is Wall.NORMAL


def test_clock_changes_are_found_where_they_are_known():
    assert len(transitions(ZONES["Eastern Standard Time"])) == 4
    assert transitions(ZONES["India Standard Time"]) == []


@given(
    st.sampled_from(sorted(ZONES)),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),
)
def test_a_local_time_that_exists_once_comes_back_from_utc(zone_id, local):
    zone = ZONES[zone_id]
    back = to_utc(local, zone).astimezone(zone).replace(tzinfo=None, fold=0)
    assert (back == local) is (classify(local, zone) is not Wall.GAP)


@pytest.mark.parametrize(
    ("text", "wall", "offset"),
    [
        ("2019-02-21T15:00:00", datetime(2019, 2, 21, 15), None),
        ("2019-02-21T15:00", datetime(2019, 2, 21, 15), None),
        ("2025-10-04T10:00:00.000Z", datetime(2025, 10, 4, 10), timedelta(0)),
        ("2025-10-04T10:00:00.1234567", datetime(2025, 10, 4, 10, 0, 0, 123456), None),
        ("2025-10-04T10:00:00+05:30", datetime(2025, 10, 4, 10), timedelta(hours=5, minutes=30)),
        ("2025-10-04T10:00:00-0330", datetime(2025, 10, 4, 10), -timedelta(hours=3, minutes=30)),
        ("2025-10-04T10:00:00+02", datetime(2025, 10, 4, 10), timedelta(hours=2)),
    ],
)
def test_date_times_are_read_with_the_offset_beside_them(text, wall, offset):
    parsed = parse_local(text)
    assert (parsed.text, parsed.wall, parsed.offset) == (text, wall, offset)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2019-02-21",
        "2019-02-21 15:00:00",
        "2019-02-21t15:00:00",
        "2019-02-29T15:00:00",
        "2019-02-21T24:00:00",
        "2019-02-21T15:00:60",
        "2019-02-21T15:00:00+25:00",
        "0001-01-01T00:00:00",
        "9999-12-31T23:59:59",
        "２019-02-21T15:00:00",
        "2019-02-21T15:00:00\n",
    ],
)
def test_what_is_no_usable_date_time_is_not_read(text):
    assert parse_local(text) is None


@given(st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31)))
def test_a_written_date_time_is_read_back(moment):
    assert parse_local(moment.isoformat()).wall == moment


@given(st.text(max_size=40))
def test_any_text_is_read_or_not(text):
    parsed = parse_local(text)
    assert parsed is None or parsed.wall.tzinfo is None
