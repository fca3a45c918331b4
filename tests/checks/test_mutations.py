"""One thing flipped in a valid payload gives the one right code, at the place of the flip."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.contracts import windows_zone
from mockserver.testing.strategies import subscription_events, track_requests
from tests.checks.checking import checked

Flip = Callable[[st.DrawFn, Any], None]
WRONG_TYPES = st.sampled_from([7, True, ["a"], {"a": 1}])
WORDS = st.from_regex(r"[a-z]{6,12}", fullmatch=True)


def put(name: str, values: st.SearchStrategy[Any]) -> Flip:
    def flip(draw: st.DrawFn, payload: Any) -> None:
        payload["event"][name] = draw(values)

    return flip


def leave_out(draw: st.DrawFn, payload: Any) -> None:
    del payload["event"][draw(st.sampled_from(["eventId", "title", "start", "timezone"]))]


def wrong_type(draw: st.DrawFn, payload: Any) -> None:
    payload["event"][draw(st.sampled_from(["eventId", "title", "start", "description"]))] = draw(WRONG_TYPES)


def misspell(draw: st.DrawFn, payload: Any) -> None:
    name = draw(st.sampled_from(["location", "description", "notifyBefore"]))
    cut = draw(st.integers(1, len(name) - 1))
    payload["event"][name[:cut] + "_" + name[cut:]] = payload["event"].pop(name, None)


def iana_name(draw: st.DrawFn, payload: Any) -> None:
    payload["event"]["timezone"] = windows_zone(payload["event"]["timezone"]).iana


def other_case(draw: st.DrawFn, payload: Any) -> None:
    payload["event"]["timezone"] = payload["event"]["timezone"].swapcase()


def one_letter_of_the_zone(draw: st.DrawFn, payload: Any) -> None:
    zone = payload["event"]["timezone"]
    index = draw(st.integers(0, len(zone) - 1))
    payload["event"]["timezone"] = zone[:index] + "ß" + zone[index:]


def one_digit_of_the_start(draw: st.DrawFn, payload: Any) -> None:
    start = payload["event"]["start"]
    index = draw(st.sampled_from([index for index, sign in enumerate(start) if sign.isdigit()]))
    payload["event"]["start"] = start[:index] + "O" + start[index + 1 :]


def swapped_times(draw: st.DrawFn, payload: Any) -> None:
    event = payload["event"]
    event["start"], event["end"] = event["end"], event["start"]


def offset(draw: st.DrawFn, payload: Any) -> None:
    name = draw(st.sampled_from(["start", "end"]))
    payload["event"][name] += draw(st.sampled_from(["Z", "+02:00", "-05:00"]))


def one_sign_of_an_id(draw: st.DrawFn, payload: Any) -> None:
    ids = payload["subscriptionIds"]
    index = draw(st.integers(0, len(ids) - 1))
    at = draw(st.integers(0, len(ids[index]) - 1))
    ids[index] = ids[index][:at] + "x" + ids[index][at + 1 :]


def empty_id(draw: st.DrawFn, payload: Any) -> None:
    payload["subscriptionIds"][draw(st.integers(0, len(payload["subscriptionIds"]) - 1))] = ""


def repeated_id(draw: st.DrawFn, payload: Any) -> None:
    payload["subscriptionIds"].append(draw(st.sampled_from(payload["subscriptionIds"])).upper())


EVENT_FLIPS: dict[str, tuple[str, str, Flip]] = {
    "a required member left out": ("ROKT110", "/event", leave_out),
    "a required member emptied": ("ROKT111", "/event/title", put("title", st.sampled_from(["", " ", "\t"]))),
    "an end emptied": ("ROKT112", "/event/end", put("end", st.just(""))),
    "a member of another type": ("ROKT113", "/event", wrong_type),
    "a member misspelt": ("ROKT114", "/event", misspell),
    "an id padded": ("ROKT117", "/event/eventId", put("eventId", WORDS.map("{}\n".format))),
    "a reminder quoted": (
        "ROKT120",
        "/event/notifyBefore",
        put("notifyBefore", st.integers(0, 999).map(str)),
    ),
    "a reminder in words": ("ROKT121", "/event/notifyBefore", put("notifyBefore", WORDS)),
    "a reminder below zero": ("ROKT122", "/event/notifyBefore", put("notifyBefore", st.integers(-999, -1))),
    "an id emptied": ("ROKT131", "/subscriptionIds", empty_id),
    "a sign of an id": ("ROKT132", "/subscriptionIds", one_sign_of_an_id),
    "an id repeated": ("ROKT133", "/subscriptionIds", repeated_id),
    "the zone's IANA name": ("TIME201", "/event/timezone", iana_name),
    "an offset for the zone": (
        "TIME202",
        "/event/timezone",
        put("timezone", st.integers(0, 9).map("UTC+{}".format)),
    ),
    "a letter of the zone": ("TIME203", "/event/timezone", one_letter_of_the_zone),
    "the zone in another case": ("TIME204", "/event/timezone", other_case),
    "a digit of the start": ("TIME210", "/event/start", one_digit_of_the_start),
    "an offset on a time": ("TIME211", "/event", offset),
    "times swapped": ("TIME215", "/event/end", swapped_times),
    "Liquid left in": ("FLOW701", "/event/location", put("location", WORDS.map("{{{{{}}}}}".format))),
}


def on_attributes(name: str, values: st.SearchStrategy[Any]) -> Flip:
    def flip(draw: st.DrawFn, payload: Any) -> None:
        draw(st.sampled_from(payload["attributes"]))[name] = draw(values)

    return flip


def on_events(name: str, values: st.SearchStrategy[Any]) -> Flip:
    def flip(draw: st.DrawFn, payload: Any) -> None:
        draw(st.sampled_from(payload["events"]))[name] = draw(values)

    return flip


def nobody(draw: st.DrawFn, payload: Any) -> None:
    del draw(st.sampled_from(payload["events"]))["external_id"]


EMPTY = st.sampled_from([None, ""])
TRACK_FLIPS: dict[str, tuple[str, str, Flip]] = {
    "an identifier left out": ("BRAZE310", "/events", nobody),
    "a second identifier": ("BRAZE311", "/attributes", on_attributes("braze_id", WORDS)),
    "an identifier of another type": ("BRAZE312", "/events", on_events("external_id", st.just(["a"]))),
    "an address without its sign": ("BRAZE315", "/attributes", on_attributes("email", WORDS)),
    "a name emptied": ("BRAZE320", "/events", on_events("name", EMPTY)),
    "a reserved name": ("BRAZE321", "/events", on_events("name", WORDS.map("${}".format))),
    "a time emptied": ("BRAZE322", "/events", on_events("time", EMPTY)),
    "a time in words": ("BRAZE323", "/events", on_events("time", WORDS)),
    "a property of a reserved name": ("BRAZE324", "/events", on_events("properties", st.just({"time": 1}))),
    "an unknown state": ("BRAZE340", "/attributes", on_attributes("email_subscribe", WORDS)),
    "a text too long": (
        "BRAZE350",
        "/attributes",
        on_attributes("note", st.integers(256, 400).map("x".__mul__)),
    ),
    "a value twice": ("BRAZE351", "/attributes", on_attributes("tags", WORDS.map(lambda word: [word, word]))),
    "a reserved attribute": ("BRAZE353", "/attributes", on_attributes("$note", WORDS)),
    "a standard name in capitals": ("BRAZE354", "/attributes", on_attributes("FIRST_NAME", WORDS)),
    "an unknown zone": ("BRAZE355", "/attributes", on_attributes("time_zone", WORDS)),
}


def assert_one_finding(payload: Any, code: str, at: str, kind: str) -> None:
    """See that a payload written out has one finding, which stands at its pointer in the text."""
    text = json.dumps(payload, indent=2, ensure_ascii=False)
    found = [one for one in checked(text, kind).findings if one.code != "BRAZE302"]
    assert [one.code for one in found] == [code]
    assert found[0].pointer.startswith(at)
    line = text.split("\n")[found[0].location.line - 1]
    assert line[found[0].location.column - 1] in '"{[-0123456789tfn'


@pytest.mark.parametrize("name", EVENT_FLIPS)
@given(payload=subscription_events(), data=st.data())
@settings(max_examples=8, deadline=None)
def test_one_flip_in_an_event_gives_the_one_right_code(name, payload, data):
    code, at, flip = EVENT_FLIPS[name]
    flipped = deepcopy(payload)
    flip(data.draw, flipped)
    assert_one_finding(flipped, code, at, "event")


@pytest.mark.parametrize("name", TRACK_FLIPS)
@given(payload=track_requests(), data=st.data())
@settings(max_examples=8, deadline=None)
def test_one_flip_in_a_track_request_gives_the_one_right_code(name, payload, data):
    code, at, flip = TRACK_FLIPS[name]
    flipped = deepcopy(payload)
    flip(data.draw, flipped)
    assert_one_finding(flipped, code, at, "track")


@given(payload=subscription_events() | track_requests(), indent=st.sampled_from([None, 1]))
@settings(max_examples=40, deadline=None)
def test_a_valid_payload_as_text_gives_no_finding(payload, indent):
    assert checked(json.dumps(payload, indent=indent)).findings == ()


@given(payload=subscription_events(), data=st.data())
@settings(max_examples=40, deadline=None)
def test_a_text_cut_off_gives_that_it_ends_early_and_nothing_else(payload, data):
    text = json.dumps(payload)
    cut = data.draw(st.integers(1, len(text) - 1))
    assert {one.code for one in checked(text[:cut], "event").findings} <= {"JSON004", "JSON003"}
    assert checked(text[:-1], "event").findings[0].code == "JSON004"


@given(payload=subscription_events(), quote=st.sampled_from(['"', "\n", "\\q"]))
@settings(max_examples=40, deadline=None)
def test_a_sign_that_is_not_escaped_gives_the_member_it_stands_in(payload, quote):
    payload["event"]["title"] = "left SIGN right"
    text = json.dumps(payload).replace("SIGN", quote)
    (finding,) = checked(text, "event").findings
    assert (finding.code, finding.pointer) == ("JSON003", "/event/title")
