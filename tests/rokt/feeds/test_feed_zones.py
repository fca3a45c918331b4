"""Every Windows zone at every change of its clocks: the feed's moments are zoneinfo's."""

from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise

import pytest

from mockserver.contracts import (
    EventDetail,
    Wall,
    classify,
    event_times,
    to_utc,
    windows_zone,
    windows_zone_ids,
)
from mockserver.evidence import Assumptions
from mockserver.rokt import ROKT_ASSUMPTIONS
from mockserver.rokt.feeds.entries import Entry
from mockserver.rokt.feeds.feed import render_feed
from tests.rokt.feeds.feeds import instant, parse_feed

HOUR = timedelta(hours=1)
AROUND = [
    timedelta(minutes=minutes) for minutes in (-120, -61, -60, -31, -30, -1, 0, 1, 29, 30, 59, 60, 90, 180)
]


@cache
def changes(zone):
    """Find the moments at which a zone's offset changes in 2026 and 2027, all at a quarter of an hour."""
    days = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number) for number in range(731)]
    found = []
    for day, next_day in pairwise(days):
        before = day.astimezone(zone).utcoffset()
        if next_day.astimezone(zone).utcoffset() != before:
            quarters = (day + timedelta(minutes=15) * number for number in range(97))
            found.append(next(one for one in quarters if one.astimezone(zone).utcoffset() != before))
    return found


def local_times(zone):
    """Give local times around every change, and one in the middle of each season."""
    for change in changes(zone):
        before = change.replace(tzinfo=None) + (change - HOUR).astimezone(zone).utcoffset()
        yield from (before + delta for delta in AROUND)
    yield from (datetime(year, month, 15, 15) for year in (2026, 2027) for month in (1, 4, 7, 10))


def entry(zone_id, wall, assumptions):
    text = wall.isoformat(timespec="seconds")
    detail = EventDetail(eventId=text, title=text, start=text, timezone=zone_id)
    times = event_times(detail, assumptions)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return Entry(
        uid=text, detail=detail, times=times, sequence=0, created_at=now, modified_at=now, reminder=None
    )


@pytest.mark.parametrize("choice", [("forward", "first"), ("backward", "second")], ids="-".join)
@pytest.mark.parametrize("zone_id", windows_zone_ids())
def test_a_feeds_moments_are_those_of_the_zone(zone_id, choice):
    gap, overlap = choice
    assumptions = Assumptions(ROKT_ASSUMPTIONS, {"rokt.gap_time": gap, "rokt.overlap_time": overlap})
    zone = windows_zone(zone_id).zone
    walls = list(dict.fromkeys(local_times(zone)))
    feed = render_feed("zone", [entry(zone_id, wall, assumptions) for wall in walls], assumptions)
    read = {title: instant(event) for title, event in parse_feed(feed).items()}
    expected = {
        wall.isoformat(timespec="seconds"): to_utc(wall, zone, gap=gap, overlap=overlap) for wall in walls
    }
    assert read == expected


def test_the_changes_of_both_years_are_all_tried():
    walls = [
        (zone, wall)
        for name in windows_zone_ids()
        for zone in [windows_zone(name).zone]
        for wall in local_times(zone)
    ]
    kinds = [classify(wall, zone) for zone, wall in walls]
    assert kinds.count(Wall.GAP) > 250
    assert kinds.count(Wall.OVERLAP) > 250
