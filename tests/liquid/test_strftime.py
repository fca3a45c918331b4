"""Times are read leniently, moved between zones and written in Ruby's forms."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.liquid import Resources
from mockserver.liquid.failures import LimitReached, LiquidFailure
from mockserver.liquid.ruby.strftime import strftime
from mockserver.liquid.ruby.times import parse_time, zone_named
from tests.liquid.liquid_rendering import render, text

NOW = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
MOMENT = datetime(2024, 2, 9, 3, 4, 5, 250_000, tzinfo=timezone(-timedelta(hours=3, minutes=30)))
PLAIN = "%Y %m %d %H %I %M %S %j %p %A %a %B %b %y %U %W %w %u %G %V %z %%"


@settings(max_examples=200, deadline=None)
@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(9000, 1, 1)))
def test_common_directives_agree_with_python(moment: datetime) -> None:
    aware = moment.replace(tzinfo=UTC)
    assert strftime(aware, PLAIN) == aware.strftime(PLAIN)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("%-d/%-m %e|%k|%l", "9/2  9| 3| 3"),
        ("%^a %#B %#p %P", "FRI FEBRUARY am am"),
        (
            "%#^p %^#p %#F %^c|%-12R|%0-8R|%-08R",
            "am am 2024-02-09 FRI FEB  9 03:04:05 2024|       03:04|   03:04|00003:04",
        ),
        ("%L %N %3N %6N %12N", "250 250000000 250 250000 250000000000"),
        ("%z %:z %::z %:::z %_z %10z", "-0330 -03:30 -03:30:00 -03:30  -330 -000000330"),
        ("%010Y %5d %_5d %05e", "0000002024 00009     9 00009"),
        (
            "%c|%D|%F|%R|%r|%T|%v|%x",
            "Fri Feb  9 03:04:05 2024|02/09/24|2024-02-09|03:04|03:04:05 AM|03:04:05| 9-FEB-2024|02/09/24",
        ),
        ("%C%g%h%n%t%s", "2024Feb\n\t1707460445"),
        ("%Q %+ %E %i % d %:Y %,", "%Q %+ %E %i % d %:Y %,"),
        ("%Ey %Od", "24 09"),
        ("%10b|%-10b|%010b", "       Feb|Feb|0000000Feb"),
        ("[%Z]", "[]"),
    ],
)
def test_ruby_s_directives(form: str, expected: str) -> None:
    assert strftime(MOMENT, form) == expected


def test_a_form_that_ends_in_a_directive_is_an_error() -> None:
    with pytest.raises(LiquidFailure, match="invalid format: %Y %-"):
        strftime(MOMENT, "%Y %-")


def test_a_field_cannot_be_endless() -> None:
    with pytest.raises(LimitReached):
        strftime(MOMENT, "%99999d")


@settings(max_examples=200, deadline=None)
@given(st.datetimes(min_value=datetime(1000, 1, 1)), st.integers(-14 * 4, 14 * 4))
def test_an_iso_time_is_read_back(moment: datetime, quarters: int) -> None:
    aware = moment.replace(tzinfo=timezone(timedelta(minutes=15 * quarters)))
    assert parse_time(aware.isoformat(), NOW) == aware
    assert parse_time(aware.isoformat(" "), NOW) == aware


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2021-06-03 17:13:41 UTC", "2021-06-03T17:13:41+00:00"),
        ("2021-06-03T17:13:41.25-0800", "2021-06-03T17:13:41.250000-08:00"),
        ("2023-12-22T24:00-05:00", "2023-12-23T00:00:00-05:00"),
        ("2024-02-30", "2024-03-01T00:00:00+00:00"),
        ("9/8/2021", "2021-08-09T00:00:00+00:00"),
        ("2021/08/09 5pm", "2021-08-09T17:00:00+00:00"),
        ("20210603T171341Z", "2021-06-03T17:13:41+00:00"),
        ("June 3rd, 2021 5:13 PM EST", "2021-06-03T17:13:00-05:00"),
        ("Thu, 03 Jun 2021 17:13:41 GMT+2", "2021-06-03T17:13:41+00:00"),
        ("Thu Jun 03 2021 17:13:41 GMT+0200 (CEST)", "2021-06-03T17:13:41+00:00"),
        ("Thu Jun  3 17:13:41 UTC 2021", "2021-06-03T17:13:41+00:00"),
        ("Jun 3 17:13:41 PDT 2021", "2021-06-03T17:13:41-07:00"),
        ("2021-06-03 17:13 CET", "2021-06-03T17:13:00+00:00"),
        ("2021-06-03 7:3:9", "2021-06-03T07:03:09+00:00"),
        ("03-06-2021", "2021-06-03T00:00:00+00:00"),
        ("3-Jun-21", "2021-06-03T00:00:00+00:00"),
        ("3 Jun 10:15", "2026-06-03T10:15:00+00:00"),
        ("June 3 99", "1999-06-03T00:00:00+00:00"),
        ("2021-Jun-03", "2021-06-03T00:00:00+00:00"),
        ("1/2/21", "2001-02-21T00:00:00+00:00"),
        ("12/25", "2026-12-25T00:00:00+00:00"),
        ("3 jun", "2026-06-03T00:00:00+00:00"),
        ("March 2024", "2024-03-01T00:00:00+00:00"),
        ("13:45", "2026-01-15T13:45:00+00:00"),
        ("Today", "2026-01-15T12:00:00+00:00"),
        ("1622740421", "2021-06-03T17:13:41+00:00"),
    ],
)
def test_times_are_read_leniently(written: str, expected: str) -> None:
    found = parse_time(written, NOW)
    assert found is not None
    assert found.isoformat() == expected


@pytest.mark.parametrize(
    "written",
    [
        "",
        "soon",
        "2024-13-01",
        "2024-01-32",
        "2024-03",
        "1.2.3.4",
        "25:00",
        "12:61",
        "9" * 40,
        "x" * 200,
        "-",
    ],
)
def test_what_is_no_time_is_none(written: str) -> None:
    assert parse_time(written, NOW) is None


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789-/:.,+ TZapmjfeburstnd", max_size=30))
def test_no_text_breaks_the_reader(written: str) -> None:
    found = parse_time(written, NOW)
    assert found is None or found.tzinfo is not None


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("'America/Chicago'", "06:00 -0600"),
        ("'+05:30'", "17:30 +0530"),
        ("-0005", "07:00 -0500"),
        ("-0500", "07:00 -0500"),
        ("'UTC'", "12:00 +0000"),
        ("'Nowhere/Land'", "12:00 +0000"),
        ("missing", "12:00 +0000"),
    ],
)
def test_a_time_is_moved_into_a_zone(zone: str, shown: str) -> None:
    assert text(f"{{{{ 'now' | time_zone: {zone} | date: '%H:%M %z' }}}}") == shown


def test_a_zone_nobody_knows_leaves_nothing_by_choice() -> None:
    resources = Resources(assumptions={"liquid.unknown_time_zone": "nil"})
    assert render("[{{ 'now' | time_zone: 'X' }}]", resources=resources).text == "[]"


@pytest.mark.parametrize("name", ["../etc/passwd", "/etc/passwd", "America", "", "\0", "+99:00"])
def test_odd_zone_names_are_no_zones(name: str) -> None:
    assert zone_named(name) is None


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "{{ nil | date: '%Y' }}|{{ '' | date: '%Y' }}|{{ 1.5 | date: '%Y' }}|{{ true | date: '%Y' }}",
            "||1.5|true",
        ),
        ("{{ 0 | date: '%F' }}{{ 'x' | date: '' }}{{ 'soon' | time_zone: 'UTC' }}", "1970-01-01xsoon"),
        ("{{ 99999999999999999999 | date: '%Y' }}", "99999999999999999999"),
    ],
)
def test_what_is_no_time_passes_through(source: str, expected: str) -> None:
    assert text(source) == expected
