from datetime import UTC, datetime

import pytest

from mockserver.contracts import CREATE_EVENT, event_times

GAP = "2026-03-08T02:30:00"
OVERLAP = "2026-11-01T01:30:00"


@pytest.mark.parametrize("text", ["tomorrow", "2026-02-21", "21.02.2026 15:00", "2026-02-30T15:00:00", " "])
def test_what_is_no_date_time_is_an_error(create, told, text):
    assert told(create(end=text)) == [("TIME210", "error", "/event/end")]


@pytest.mark.parametrize(
    ("choice", "severity"), [("wall", "warning"), ("honour", "warning"), ("reject", "error")]
)
def test_an_offset_on_a_local_time_follows_the_assumption(create, told, choice, severity):
    checked = create({"rokt.datetime_offset": choice}, start="2026-02-21T15:00:00.000Z", end=None)
    assert told(checked) == [("TIME211", severity, "/event/start")]


def test_a_time_in_a_gap_shows_both_readings(create, told):
    checked = create(start=GAP, end=None)
    assert told(checked) == [("TIME212", "warning", "/event/start")]
    assert "2026-03-08T03:30:00-04:00" in checked.findings[0].hint
    assert "2026-03-08T01:30:00-05:00" in checked.findings[0].hint


def test_a_time_in_an_overlap_shows_both_readings(create, told):
    checked = create(start=OVERLAP, end=None)
    assert told(checked) == [("TIME213", "warning", "/event/start")]
    assert "2026-11-01T01:30:00-04:00" in checked.findings[0].hint
    assert "2026-11-01T01:30:00-05:00" in checked.findings[0].hint


@pytest.mark.parametrize(
    ("name", "start", "code"), [("gap", GAP, "TIME212"), ("overlap", OVERLAP, "TIME213")]
)
def test_clock_changes_are_refused_where_the_assumption_says_so(create, told, name, start, code):
    checked = create({f"rokt.{name}_time": "reject"}, start=start, end=None)
    assert told(checked) == [(code, "error", "/event/start")]


def test_an_offset_that_is_honoured_cannot_lie_in_a_gap(create, told):
    checked = create({"rokt.datetime_offset": "honour"}, start=GAP + "Z", end=None)
    assert [code for code, _, _ in told(checked)] == ["TIME211"]


@pytest.mark.parametrize(("choice", "severity"), [("accept", "warning"), ("reject", "error")])
def test_an_end_at_the_start_follows_the_assumption(create, told, choice, severity):
    checked = create({"rokt.end_equals_start": choice}, end="2026-02-21T15:00:00")
    assert told(checked) == [("TIME214", severity, "/event/end")]


def test_an_all_day_event_takes_its_day_when_it_ends_as_it_starts(create):
    checked = create({"rokt.end_equals_start": "reject"}, end="2026-02-21T15:00:00", allDayEvent=True)
    assert checked.findings == ()


# Cairo's clocks skip the first hour of 24 April, Havana's show that of 1 November twice.
@pytest.mark.parametrize(
    ("zone", "day"), [("Egypt Standard Time", "2026-04-24"), ("Cuba Standard Time", "2026-11-01")]
)
@pytest.mark.parametrize("choice", ["backward second", "reject reject"])
def test_an_all_day_event_may_start_when_clocks_change(create, zone, day, choice):
    gap, overlap = choice.split()
    choices = {"rokt.gap_time": gap, "rokt.overlap_time": overlap}
    checked = create(choices, start=f"{day}T00:00:00", end=f"{day}T00:00:00", timezone=zone, allDayEvent=True)
    assert checked.findings == ()
    times = event_times(checked.value.event, choices)
    assert [one.replace(tzinfo=None).isoformat() for one in times[:2]] == [f"{day}T00:00:00"] * 2


@pytest.mark.parametrize(("choice", "severity"), [("accept", "warning"), ("reject", "error")])
def test_an_end_before_the_start_follows_the_assumption(create, told, choice, severity):
    checked = create({"rokt.end_before_start": choice}, end="2026-02-21T14:00:00")
    assert told(checked) == [("TIME215", severity, "/event/end")]


def test_the_sample_date_left_in_place_is_noted_as_long_past(create, told):
    checked = create(start="2019-02-21T15:00:00", end="2019-02-21T16:00:00")
    assert told(checked) == [("TIME216", "note", "/event/start")]


def test_far_future_is_measured_from_the_time_given(event):
    body = {"event": event(), "subscriptionIds": ["06423672-b6ba-4536-aa36-70788a7a0a36"]}
    early = CREATE_EVENT.check(body, {}, now=datetime(2010, 1, 1, tzinfo=UTC))
    assert [finding.code for finding in early.findings] == ["TIME217"]
    assert CREATE_EVENT.check(body, {}, now=datetime(2026, 1, 1, tzinfo=UTC)).findings == ()


def test_a_time_that_must_be_in_utc_may_carry_z_only(create, told):
    assert create(visibleFromDateTimeUtc="2026-02-20T10:00:00Z").findings == ()
    checked = create(visibleFromDateTimeUtc="2026-02-20T10:00:00+02:00")
    assert told(checked) == [("TIME218", "warning", "/event/visibleFromDateTimeUtc")]


def test_the_moments_of_a_checked_event_are_those_of_its_zone(create):
    value = create(start="2026-07-21T15:00:00", end=None).value
    times = event_times(value.event, {})
    assert times.start.astimezone(UTC) == datetime(2026, 7, 21, 19, tzinfo=UTC)
    assert times.end == times.start
    assert times.zone.key == "America/New_York"


@pytest.mark.parametrize(("choice", "hour"), [("wall", 20), ("honour", 15)])
def test_an_offset_counts_where_the_assumption_says_so(create, choice, hour):
    event = create(start="2026-02-21T15:00:00Z", end=None).value.event
    times = event_times(event, {"rokt.datetime_offset": choice})
    assert times.start.astimezone(UTC) == datetime(2026, 2, 21, hour, tzinfo=UTC)


def test_the_zone_that_counts_follows_the_assumption(create):
    event = create(timezoneIanaId="Europe/Berlin").value.event
    assert event_times(event, {}).zone.key == "America/New_York"
    assert event_times(event, {"rokt.zone_precedence": "iana"}).zone.key == "Europe/Berlin"


def test_an_event_without_any_zone_is_in_utc_where_none_is_required(create, gone):
    event = create({"rokt.timezone_required": "no"}, timezone=gone).value.event
    assert event_times(event, {"rokt.timezone_required": "no"}).zone.key == "UTC"
    with pytest.raises(ValueError, match="no usable zone"):
        event_times(event, {})


@pytest.mark.parametrize(
    ("gap", "expected"), [("forward", "2026-03-08T03:30:00-04:00"), ("backward", "2026-03-08T01:30:00-05:00")]
)
def test_a_time_in_a_gap_is_moved_as_the_assumption_says(create, gap, expected):
    event = create(start=GAP, end=None).value.event
    assert event_times(event, {"rokt.gap_time": gap}).start.isoformat() == expected
