"""``mockserver check``: what a text is taken for, and where its findings stand."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.checks.kinds import KINDS, kind_at, kind_named, recognise
from mockserver.checks.payloads import UnknownKindError
from mockserver.checks.places import Places
from mockserver.errors import UsageError
from tests.checks.checking import checked, codes

EVENT = {"eventId": "e", "title": "t", "start": "2026-02-21T15:00:00", "timezone": "UTC"}


def places(text: str, kind: str = "") -> list[tuple[str, int, int]]:
    found = checked(text, kind).ordered
    return [(each.code, each.location.line, each.location.column) for each in found]


def test_a_finding_stands_at_the_value_it_is_about():
    text = json.dumps({**EVENT, "timezone": "EST"}, indent=2)
    assert places(text) == [("TIME202", 5, 15)]


def test_a_finding_about_a_name_stands_at_the_name():
    text = json.dumps({**EVENT, "locaton": "x"}, indent=2)
    assert places(text) == [("ROKT114", 6, 3)]


def test_what_is_missing_is_shown_at_what_should_hold_it():
    event = {name: value for name, value in EVENT.items() if name != "title"}
    text = json.dumps({"subscriptionIds": [], "event": event})
    at = text.index('{"eventId"') + 1
    assert places(text) == [("ROKT130", 1, 21), ("ROKT110", 1, at)]


def test_a_broken_body_is_shown_at_the_broken_character_with_its_member():
    text = '{"event": {"eventId": "e",\n  "title": "Ada "the first" Lovelace"}}'
    (finding,) = checked(text).findings
    assert (finding.code, finding.pointer) == ("JSON003", "/event/title")
    assert (finding.location.line, finding.location.column) == (2, 18)


def test_a_body_that_ends_early_names_the_member_it_ends_in():
    (finding,) = checked('{"event": {"title": "t", "start": "2026').findings
    assert (finding.code, finding.pointer) == ("JSON004", "/event/start")


def test_an_array_of_payloads_is_checked_item_by_item():
    text = json.dumps([EVENT, {**EVENT, "title": ""}, {"attributes": []}])
    found = checked(text)
    assert [(each.code, each.pointer) for each in found.findings] == [
        ("ROKT111", "/1/title"),
        ("BRAZE302", "/2"),
    ]
    assert found.read_as == "the update of an event and data of users"


def test_lines_of_payloads_are_checked_line_by_line():
    lines = [json.dumps(EVENT), "", json.dumps({**EVENT, "title": ""}), '{"event": ]', json.dumps(EVENT)]
    assert places("\n".join(lines)) == [("ROKT111", 3, 27), ("JSON003", 4, 11)]


def test_the_name_of_a_file_tells_that_it_holds_lines():
    found = checked('{"event": ]\n' + json.dumps(EVENT), name="sent.jsonl")
    assert codes(found) == ["JSON003"]


def test_one_line_of_its_own_is_one_payload():
    assert codes(checked(json.dumps(EVENT) + "\n")) == []


@pytest.mark.parametrize(
    "text",
    [
        "grant_type=client_credentials",
        "grant_type=client_credentials\n",
        "grant_type=refresh_token&refresh_token=9c1d",
        '{"grant_type": "client_credentials"}',
    ],
)
def test_a_form_is_the_request_for_a_token(text):
    assert checked(text).read_as == "the request for a token"
    assert codes(checked(text)) == []


def test_bytes_that_are_no_text_are_told_and_nothing_else():
    assert codes(checked(b'{"title": "caf\xe9"}')) == ["JSON001"]


def test_a_byte_order_mark_is_passed_over():
    assert places("\ufeff" + json.dumps({**EVENT, "title": ""})) == [("ROKT111", 1, 27)]


REQUEST = """POST https://api.roktcalendar.com/v1/subscriptionevent//update HTTP/1.1
Autorisation: Porteur abc
Content-Type: text/plain

{"event": {"eventId": "e", "title": "",
           "start": "2026-02-21T15:00:00", "timezone": "UTC"}}"""


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_request_is_checked_with_its_url_headers_and_body(ends):
    assert places(REQUEST.replace("\n", ends)) == [
        ("HTTP611", 1, 6),
        ("HTTP602", 2, 1),
        ("HTTP605", 3, 1),
        ("ROKT111", 5, 37),
    ]


def test_a_request_to_braze_is_checked_as_what_its_path_takes():
    text = 'POST https://rest.iad-01.braze.com/users/track/sync\n\n{"attributes": []}'
    assert checked(text).read_as == "data of one user"
    assert codes(checked(text)) == ["BRAZE302"]


def test_a_request_without_a_body_has_its_url_and_headers_checked():
    url = "https://api.roktcalendar.com/v1/subscriptionevent/acme"
    assert codes(checked(f"POST {url}")) == ["HTTP601"]


@pytest.mark.parametrize(
    ("text", "near"), [('{"evnt": 1}', "event"), ("[1]", "--kind"), ('"text"', "--kind")]
)
def test_a_payload_like_none_asks_for_its_kind(text, near):
    with pytest.raises(UnknownKindError, match="what kind of payload") as error:
        checked(text)
    assert near in error.value.hint


def test_a_payload_of_no_known_kind_is_told_with_its_place():
    with pytest.raises(UnknownKindError) as error:
        checked('{"eventId": "e"}\n{"foo": 1}')
    assert (error.value.location.line, error.value.location.column) == (2, 1)


def test_a_kind_that_is_given_is_not_recognised():
    assert codes(checked('{"evnt": 1}', "update")) == ["ROKT110"] * 4 + ["ROKT114"]
    with pytest.raises(UsageError, match="no kind of payload 'evnt'") as error:
        kind_named("evnt")
    assert error.value.hint == "did you mean event?"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_is_known_by_its_path(kind):
    path = kind.path.replace("{account}", "acme").replace("{calendar}", "shows").replace("{method}", "webcal")
    assert kind_at(path) is kind


def test_assumptions_decide_what_is_an_error():
    text = json.dumps({**EVENT, "timezone": "Tokyo Standard Time"})
    listed = {"rokt.timezones": "listed", "rokt.timezone_list": "UTC, Pacific Standard Time"}
    assert codes(checked(text, under=listed)) == ["TIME205"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=3)
    ),
    max_leaves=12,
)


def pointers(value: object, at: str = "") -> dict[str, object]:
    found = {at: value}
    if isinstance(value, list | dict):
        for name, member in value.items() if isinstance(value, dict) else enumerate(value):
            found |= pointers(member, f"{at}/{str(name).replace('~', '~0').replace('/', '~1')}")
    return found


@given(value=JSON, indent=st.sampled_from([None, 0, 2]), offset=st.integers(0, 5))
@settings(max_examples=150, deadline=None)
def test_the_place_of_every_pointer_holds_its_value(value, indent, offset):
    text = json.dumps(value, indent=indent)
    found = Places(text, offset).by_pointer
    assert set(found) == set(pointers(value))
    for at, member in pointers(value).items():
        assert json.loads(text[found[at].start - offset : found[at].end - offset]) == member


@given(text=st.text(max_size=60) | JSON.map(json.dumps), kind=st.sampled_from(["event", "track", "merge"]))
@settings(max_examples=150, deadline=None)
def test_any_text_is_checked_without_an_exception(text, kind):
    for finding in checked(text.encode("utf-8", errors="surrogatepass"), kind).findings:
        assert finding.location is not None
        assert 1 <= finding.location.line <= text.count("\n") + 1


def test_recognition_asks_for_all_members_that_tell_a_kind():
    assert recognise(["campaign_id", "schedule"]).name == "trigger-schedule"
    assert recognise(["campaign_id", "messages"]).name == "messages"
    assert recognise(["anything"]) is None
