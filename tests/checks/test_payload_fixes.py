"""What of a payload is mended, and what is left because it may mean something else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.contracts import windows_id_for
from mockserver.fixes import apply_fixes
from mockserver.zones import iana_names
from tests.checks.checking import checked, codes

EVENT = {"eventId": "e", "title": "t", "start": "2026-02-21T15:00:00", "timezone": "UTC"}


def mended(text: str) -> str:
    return apply_fixes(text, checked(text).fixes).text


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ({"timezone": "America/New_York"}, {"timezone": "Eastern Standard Time"}),
        ({"timezone": "eastern standard time"}, {"timezone": "Eastern Standard Time"}),
        ({"notifyBefore": "15"}, {"notifyBefore": 15}),
        ({"notifyBefore": "-0"}, {"notifyBefore": 0}),
    ],
)
def test_what_has_one_meaning_is_mended(wrong, right):
    text = json.dumps({**EVENT, **wrong}, indent=1)
    assert json.loads(mended(text)) == {**EVENT, **right}
    assert codes(checked(mended(text))) == []


@pytest.mark.parametrize("zone", ["EST", "UTC+1", "Estern Standard Time", "New York", "Antarctica/Troll"])
def test_a_zone_that_may_mean_another_is_left(zone):
    text = json.dumps({**EVENT, "timezone": zone})
    assert codes(checked(text))
    assert mended(text) == text


def test_a_windows_id_on_a_profile_becomes_its_iana_name():
    text = '{"attributes": [{"external_id": "a", "time_zone": "Eastern Standard Time"}]}'
    assert mended(text) == text.replace("Eastern Standard Time", "America/New_York")


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ('{"event": {"title": "a,]",},\n}', '{"event": {"title": "a,]"}\n}'),
        ('[{"event": 1},]', '[{"event": 1}]'),
        ("{“event”: “a”}", '{"event": "a"}'),
        ('{"a": 1}\n{"event": "x",}\n', '{"a": 1}\n{"event": "x"}\n'),
    ],
)
def test_commas_at_an_end_and_curly_quotes_are_mended(broken, whole):
    found = checked(broken, "update")
    assert "JSON003" in codes(found)
    assert apply_fixes(broken, found.fixes[:1]).text == whole


@pytest.mark.parametrize("broken", ['{"a": "x "y" z"}', '{"a": “x "y” z"}', '{"a": }', '{"a": 1'])
def test_a_break_that_cannot_be_told_is_left(broken):
    assert checked(broken, "update").fixes == ()


def test_a_fix_keeps_the_layout_of_lines_and_arrays():
    lines = [json.dumps(EVENT), json.dumps({**EVENT, "timezone": "Asia/Tokyo"})]
    assert mended("\r\n".join(lines)) == "\r\n".join(lines).replace("Asia/Tokyo", "Tokyo Standard Time")
    array = json.dumps([EVENT, {**EVENT, "notifyBefore": "5"}], indent=4)
    assert mended(array) == array.replace('"5"', "5")


def test_a_fix_lies_within_the_body_of_a_request():
    text = "POST https://api.roktcalendar.com/v1/subscriptionevent/acme/update\nAuthorization: Bearer a\n\n"
    body = json.dumps({**EVENT, "timezone": "Asia/Tokyo"})
    assert mended(text + body) == text + body.replace("Asia/Tokyo", "Tokyo Standard Time")


@given(zone=st.sampled_from(sorted(name for name in iana_names() if "/" in name)))
@settings(max_examples=100, deadline=None)
def test_a_mended_zone_is_the_one_of_the_table_and_leaves_no_finding(zone):
    text = mended(json.dumps({**EVENT, "timezone": zone}))
    known = windows_id_for(zone)
    assert json.loads(text)["timezone"] == (known or zone)
    assert bool(codes(checked(text))) is (known is None)
