"""A feed's lines are those icalendar writes, only written sooner."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Alarm, Event
from icalendar.parser import Contentline

from mockserver.contracts import EventTimes
from mockserver.rokt.feeds.content_lines import fold
from mockserver.rokt.feeds.feed import render_feed
from mockserver.zones import iana_names
from tests.rokt.feeds.test_feed_text import ASSUMED, NOW, entry

ZONES = sorted(iana_names() - {"UTC", "Etc/UTC"})  # their events are written in UTC, as one test has it
# What icalendar takes for signs of its own is test_feed_text's.
PLAIN = st.text(st.characters(exclude_characters="\\\r", exclude_categories=["Cc", "Cs"]), max_size=120)


def icalendars_lines(made, start, end):
    """Write an event with icalendar, unfolded; ``end`` is None for none."""
    event = Event()
    for name, value in [
        ("summary", made.detail.title),
        ("description", made.detail.description),
        ("location", made.detail.location),
        ("uid", f"{made.uid}@roktcalendar.com"),
        ("sequence", made.sequence),
        ("dtstart", start),
        ("dtend", end),
        ("created", made.created_at),
        ("dtstamp", made.modified_at),
        ("last-modified", made.modified_at),
    ]:
        if value is not None and (value != "" or name == "summary"):
            event.add(name, value)
    if made.reminder is not None:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", made.detail.title)
        alarm.add("trigger", timedelta(minutes=-made.reminder))
        event.add_component(alarm)
    return [str(line) for line in event.content_lines() if line]


def lines_of(feed):
    """Give the lines of a feed's event."""
    unfolded = feed.decode().replace("\r\n ", "").split("\r\n")
    return unfolded[unfolded.index("BEGIN:VEVENT") : unfolded.index("END:VEVENT") + 1]


@settings(max_examples=200, deadline=None)
@given(
    st.tuples(PLAIN, st.none() | PLAIN, st.none() | PLAIN),
    st.datetimes(datetime(1971, 1, 1), datetime(2099, 1, 1)).map(lambda wall: wall.replace(microsecond=0)),
    st.integers(0, 200_000),
    st.sampled_from(ZONES),
    st.none() | st.integers(-999_999_999, 999_999_999),
    st.integers(0, 1000),
)
def test_an_event_is_written_as_icalendar_does(texts, wall, seconds, zone_name, reminder, sequence):
    zone = ZoneInfo(zone_name)
    start, end = (
        (wall.replace(tzinfo=UTC) + timedelta(seconds=more)).astimezone(zone) for more in (0, seconds)
    )
    made = replace(
        entry(title=texts[0], description=texts[1], location=texts[2]),
        times=EventTimes(start, end, zone),
        reminder=reminder,
        sequence=sequence,
        created_at=NOW.astimezone(zone),
    )
    if start.fold or end.fold:
        start, end = start.astimezone(UTC), end.astimezone(UTC)
    expected = icalendars_lines(made, start, end if seconds else None)
    assert lines_of(render_feed("S", [made], ASSUMED)) == expected


@pytest.mark.parametrize(("year", "digits"), [(2, "0002"), (2026, "2026")])
def test_an_all_day_event_is_written_as_icalendar_does(year, digits):
    zone = ZoneInfo("Asia/Tokyo")
    start = datetime(year, 7, 21, tzinfo=zone)
    made = replace(entry(allDayEvent=True), times=EventTimes(start, start, zone))
    written = lines_of(render_feed("S", [made], ASSUMED))
    assert written == icalendars_lines(made, start.date(), start.date() + timedelta(days=1))
    assert f"DTSTART;VALUE=DATE:{digits}0721" in written


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_characters="\\^\n", exclude_categories=["Cs"]), max_size=400))
@example("a" * 74)
@example("a" * 75)
@example("\U0001f600" * 60)
def test_a_line_is_folded_where_icalendar_folds_it(line):
    assert fold(line) == Contentline(line).to_ical() + b"\r\n"


@given(st.lists(st.sampled_from([r"\;", r"\n", "é", "n"]), min_size=40, max_size=200).map("".join))
def test_a_fold_never_parts_an_escaped_sign(line):
    *parts, last = fold(line).split(b"\r\n ")
    assert b"".join([*parts, last]) == line.encode() + b"\r\n"
    assert not any(part.endswith(b"\\") for part in parts)
