"""Whatever an event says, its feed is iCalendar as RFC 5545 has it, and says the same."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mockserver.contracts import EventDetail, EventTimes, to_utc, windows_zone, windows_zone_ids
from mockserver.evidence import Assumptions
from mockserver.rokt import ROKT_ASSUMPTIONS
from mockserver.rokt.feeds.entries import Entry
from mockserver.rokt.feeds.feed import render_feed
from tests.rokt.feeds.feeds import parse_feed

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
ZONE = ZoneInfo("America/New_York")
ASSUMED = Assumptions(ROKT_ASSUMPTIONS)
CONTROLS = "".join(map(chr, [*range(9), *range(11, 32), 127]))


def entry(**fields):
    detail = EventDetail(eventId="e", start="2026-07-21T15:00:00", **{"title": "T", **fields})
    start = datetime(2026, 7, 21, 15, tzinfo=ZONE)
    times = EventTimes(start, start, ZONE)
    return Entry(
        uid="u", detail=detail, times=times, sequence=0, created_at=NOW, modified_at=NOW, reminder=None
    )


def read_back(text):
    """Give what a text becomes: no surrogates, no controls, line breaks as newlines."""
    whole = text.encode(errors="replace").decode().replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in whole if sign not in CONTROLS)


TEXTS = st.text(st.characters(), max_size=120)  # lone surrogates too


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS)
@example("a,b;c\\d\ne\r\nf", "\\n \\, \\\\")
@example("é" * 80, "\U0001f600" * 60)
@example("BEGIN:VEVENT\r\nEND:VCALENDAR", "\x00\x1b\x7f\ud83d")
@example(r"C:\New York", r"\N")  # which icalendar, as writer and as reader, takes for a line break
def test_any_text_is_read_back_by_another_parser(title, location):
    feed = render_feed("Shows", [entry(title=title, location=location)], ASSUMED)
    [event] = parse_feed(feed).values()
    assert event.summary.value == read_back(title)
    assert (event.location.value if hasattr(event, "location") else "") == read_back(location)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
@example("é" * 80)
def test_every_line_is_folded_and_ends_as_it_must(title):
    feed = render_feed(title, [entry(title=title)], ASSUMED)
    assert feed.endswith(b"END:VCALENDAR\r\n")
    for line in feed.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(line) <= 75
        assert not any(sign < 32 and sign != 9 for sign in line)
        line.decode()  # a fold never parts a character


def test_a_text_with_every_sign_of_its_own_is_escaped():
    feed = render_feed("Shows", [entry(title="a,b;c\\d\ne")], ASSUMED)
    assert b"SUMMARY:a\\,b\\;c\\\\d\\ne\r\n" in feed
    assert list(parse_feed(feed)) == ["a,b;c\\d\ne"]


def test_the_same_entries_give_the_same_bytes():
    assert render_feed("S", [entry()], ASSUMED) == render_feed("S", [entry()], ASSUMED)


@settings(max_examples=150, deadline=None)
@given(
    st.datetimes(datetime(2, 1, 2), datetime(9998, 12, 30)),
    st.timedeltas(timedelta(days=-2), timedelta(days=40)),
    st.sampled_from(windows_zone_ids()),
    st.none() | st.integers(-999_999_999, 999_999_999),
    st.booleans(),
)
def test_any_time_is_read_back(start, length, zone_id, reminder, all_day):
    zone = windows_zone(zone_id).zone
    begins = to_utc(start, zone).astimezone(zone)
    times = EventTimes(begins, (begins.astimezone(UTC) + length).astimezone(zone), zone)
    made = replace(entry(allDayEvent=all_day), times=times, reminder=reminder)
    [event] = icalendar.Calendar.from_ical(render_feed("S", [made], ASSUMED)).walk("VEVENT")
    if all_day:
        assert event["dtstart"].dt == begins.date()
        assert event["dtend"].dt > begins.date()
    else:
        assert event["dtstart"].dt.astimezone(UTC) == begins.replace(microsecond=0).astimezone(UTC)
        assert ("dtend" in event) == (event.get("dtend", event["dtstart"]).dt > event["dtstart"].dt)
    assert len(event.walk("VALARM")) == (reminder is not None)
