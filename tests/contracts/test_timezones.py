import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.contracts import suggest_windows_id, windows_id_for, windows_zone, windows_zone_ids
from mockserver.contracts.times.zone_names import ABBREVIATIONS, OFFSETS, UNMAPPED_IANA


def test_there_are_over_130_ids_and_the_published_one_is_new_york():
    assert len(windows_zone_ids()) > 130
    zone = windows_zone("Eastern Standard Time")
    assert (zone.id, zone.iana, zone.zone.key) == (
        "Eastern Standard Time",
        "America/New_York",
        "America/New_York",
    )


def test_every_id_goes_to_its_zone_and_back():
    for zone_id in windows_zone_ids():
        zone = windows_zone(zone_id)
        assert windows_id_for(zone.iana) == zone_id
        assert suggest_windows_id(zone_id) == zone_id


def test_ids_are_looked_up_exactly_as_written():
    assert windows_zone("eastern standard time") is None
    assert windows_zone("America/New_York") is None


def test_names_written_by_hand_stand_for_ids_that_exist():
    for zone_id in [*ABBREVIATIONS.values(), *OFFSETS.values(), *UNMAPPED_IANA.values()]:
        assert windows_zone(zone_id)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("America/New_York", "Eastern Standard Time"),
        ("america/new york", "Eastern Standard Time"),
        ("Asia/Kolkata", "India Standard Time"),
        ("Europe/Kyiv", "FLE Standard Time"),
        ("EST", "Eastern Standard Time"),
        ("edt", "Eastern Standard Time"),
        ("PT", "Pacific Standard Time"),
        ("CET", "W. Europe Standard Time"),
        ("UTC-5", "Eastern Standard Time"),
        ("+05:30", "India Standard Time"),
        ("GMT+0100", "W. Europe Standard Time"),
        ("Eastern Daylight Time", "Eastern Standard Time"),
        ("Pacific Time", "Pacific Standard Time"),
        ("Pacific", "Pacific Standard Time"),
        ("new york", "Eastern Standard Time"),
        ("London", "GMT Standard Time"),
        ("Europe/Berln", "W. Europe Standard Time"),
        ("Eastern_Standard_Time", "Eastern Standard Time"),
        ("Tokio Standard Time", "Tokyo Standard Time"),
    ],
)
def test_the_id_probably_meant_is_found(text, meant):
    assert suggest_windows_id(text) == meant


@pytest.mark.parametrize("text", ["", "qqq", "+99", "Mars/Olympus", "."])
def test_nothing_is_suggested_for_what_is_like_no_zone(text):
    assert suggest_windows_id(text) is None


@given(st.text(max_size=150))
def test_any_suggestion_is_an_id(text):
    meant = suggest_windows_id(text)
    assert meant is None or windows_zone(meant)
