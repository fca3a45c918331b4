"""What people write for a time zone, and the Windows id that is suggested for it."""

from __future__ import annotations

import pytest

from mockserver.contracts import CREATE_EVENT, suggest_windows_id, windows_id_for, windows_zone_ids
from mockserver.zones import iana_names

EASTERN, PACIFIC, LONDON = "Eastern Standard Time", "Pacific Standard Time", "GMT Standard Time"
BERLIN, INDIA, TOKYO = "W. Europe Standard Time", "India Standard Time", "Tokyo Standard Time"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("(UTC-05:00) Eastern Time (US & Canada)", EASTERN),
        ("(GMT-08:00) Pacific Time (US & Canada)", PACIFIC),
        ("Eastern Time (US & Canada)", EASTERN),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", BERLIN),
        ("Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", BERLIN),
        ("(UTC+00:00) Dublin, Edinburgh, Lisbon, London", LONDON),
        ("(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi", INDIA),
        ("(UTC+09:00) Osaka, Sapporo, Tokyo", TOKYO),
        ("(UTC-05:00) Indiana (East)", "US Eastern Standard Time"),
        ("(UTC+02:00) Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius", "FLE Standard Time"),
        ("(UTC+11:00) Somewhere else", "Central Pacific Standard Time"),
        ("(UTC-08:00)", PACIFIC),
        ("(UTC) Coordinated Universal Time", "UTC"),
        ("Greenwich Mean Time", LONDON),
        ("British Summer Time", LONDON),
        ("Japan Standard Time", TOKYO),
        ("Japan Time", TOKYO),
        ("Australian Eastern Daylight Time", "AUS Eastern Standard Time"),
        ("Mitteleuropäische Sommerzeit", BERLIN),
        ("Brasilia", "E. South America Standard Time"),
        ("Tokio", TOKYO),
        ("Sidney", "AUS Eastern Standard Time"),
    ],
)
def test_names_that_are_shown_or_spoken_lead_to_their_id(written, meant):
    assert suggest_windows_id(written) == meant


def test_every_id_leads_to_itself_in_any_case_and_with_more_space():
    for zone_id in windows_zone_ids():
        for written in (zone_id, zone_id.upper(), f" {zone_id.replace(' ', '  ')}\n"):
            assert suggest_windows_id(written) == zone_id


def test_every_iana_name_with_an_id_leads_to_it():
    for name in iana_names():
        if "/" in name and windows_id_for(name):
            assert suggest_windows_id(name) == windows_id_for(name)


def test_a_letter_too_much_in_an_id_leads_to_the_id():
    for zone_id in windows_zone_ids():
        if zone_id.endswith(" Standard Time"):
            assert suggest_windows_id(zone_id.replace("Standard", "Standdard")) == zone_id


@pytest.mark.parametrize("written", ["", "Mars/Olympus", "Middle Earth", "(", "()", ",", "soon"])
def test_what_is_like_no_zone_leads_nowhere(written):
    assert suggest_windows_id(written) is None


def test_a_finding_suggests_the_id(event):
    body = {"event": event(timezone="(UTC+09:00) Osaka, Sapporo, Tokyo"), "subscriptionIds": ["a"]}
    hints = {finding.code: finding.hint for finding in CREATE_EVENT.check(body, {}).findings}
    assert hints["TIME203"] == 'did you mean "Tokyo Standard Time"?'
