import pytest


@pytest.mark.parametrize(
    ("zone", "code", "meant"),
    [
        ("America/New_York", "TIME201", "Eastern Standard Time"),
        ("EST", "TIME202", "Eastern Standard Time"),
        ("pt", "TIME202", "Pacific Standard Time"),
        ("UTC-5", "TIME202", "Eastern Standard Time"),
        ("Eastern Standart Time", "TIME203", "Eastern Standard Time"),
        ("Eastern Daylight Time", "TIME203", "Eastern Standard Time"),
        ("eastern standard time", "TIME204", "Eastern Standard Time"),
    ],
)
def test_what_is_no_windows_id_is_told_apart_and_mended(create, told, zone, code, meant):
    checked = create(timezone=zone)
    assert told(checked) == [(code, "error", "/event/timezone")]
    assert checked.findings[0].hint == f'did you mean "{meant}"?'


def test_a_zone_like_no_other_gets_the_general_hint(create, told):
    checked = create(timezone="qqq")
    assert told(checked) == [("TIME203", "error", "/event/timezone")]
    assert "Windows id" in checked.findings[0].hint


def test_case_does_not_count_where_the_assumption_says_so(create, told):
    checked = create({"rokt.timezone_case": "ignore"}, timezone="eastern standard time")
    assert told(checked) == [("TIME204", "warning", "/event/timezone")]


def test_only_the_documented_ids_are_taken_where_the_assumption_says_so(create, told):
    documented = {"rokt.timezones": "documented"}
    assert create(documented, timezone="Pacific Standard Time").ok
    checked = create(documented, timezone="Tokyo Standard Time")
    assert told(checked) == [("TIME205", "error", "/event/timezone")]


def test_a_list_of_one_s_own_takes_the_place_of_windows_s(create, told):
    own = {"rokt.timezones": "listed", "rokt.timezone_list": "Tokyo Standard Time\nGMT Standard Time,UTC"}
    assert all(create(own, timezone=zone).ok for zone in ("Tokyo Standard Time", "GMT Standard Time", "UTC"))
    checked = create(own, timezone="Eastern Standard Time")
    assert told(checked) == [("TIME205", "error", "/event/timezone")]
    assert "Tokyo Standard Time, GMT Standard Time, UTC" in checked.findings[0].hint


def test_an_iana_name_in_its_own_field_makes_the_windows_id_optional(create, told, gone):
    assert create(timezone=gone, timezoneIanaId="America/New_York").findings == ()
    strict = create({"rokt.timezone_required": "yes"}, timezone=gone, timezoneIanaId="America/New_York")
    assert told(strict) == [("ROKT110", "error", "/event/timezone")]
    assert create({"rokt.timezone_required": "no"}, timezone=gone).findings == ()


def test_an_unknown_iana_name_is_an_error(create, told):
    checked = create(timezoneIanaId="America/New_Yrok")
    assert told(checked) == [("TIME206", "error", "/event/timezoneIanaId")]
    assert "America/New_York" in checked.findings[0].hint


def test_two_zones_that_differ_are_a_warning_and_two_that_agree_are_not(create, told):
    assert told(create(timezoneIanaId="Europe/Berlin")) == [("TIME207", "warning", "/event/timezoneIanaId")]
    assert create(timezoneIanaId="America/Toronto").findings == ()


def test_a_windows_id_of_blanks_is_none_beside_an_iana_name_either(create, told):
    checked = create(timezone="  ", timezoneIanaId="America/New_York")
    assert told(checked) == [("TIME203", "error", "/event/timezone")]
