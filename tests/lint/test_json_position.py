"""The position in a JSON text that is put together from pieces agrees with a JSON parser."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.lint.json_position import JsonPosition
from mockserver.lint.values import ANYTHING

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


def moved(*pieces: str | None) -> JsonPosition:
    position = JsonPosition()
    for piece in pieces:
        if piece is None:
            position.output(ANYTHING, 0)
        else:
            position.text(piece, 0)
    position.end()
    return position


@settings(max_examples=150, deadline=None)
@given(VALUES, st.sampled_from([None, 2]))
def test_json_has_no_fault(value, indent):
    text = json.dumps({"a": value}, indent=indent)
    position = moved(text)
    assert (position.faults, position.done, position.in_string) == ([], True, False)


@settings(max_examples=150, deadline=None)
@given(VALUES, st.integers(0, 200), st.sampled_from(list('{}[],:"')))
def test_a_text_without_a_fault_is_json(value, place, mark):
    text = json.dumps({"a": value})
    broken = text[: place % len(text)] + mark + text[place % len(text) :]
    position = moved(broken)
    if not position.faults and not position.unclear:
        json.loads(broken)


@settings(max_examples=100, deadline=None)
@given(VALUES, st.integers(1, 200))
def test_text_may_come_in_pieces(value, cut):
    text = json.dumps({"a": value}, ensure_ascii=True)
    cut = cut % len(text)
    if text[cut - 1] in '{[,:"' and text[cut - 2] != "\\":
        assert moved(text[:cut], text[cut:]).faults == []


def test_members_are_known_by_their_path():
    members = moved('{"event": {"title": "', None, '"}, "ids": [1, "x"]}').members
    assert [member.path for member in members] == [("event", "title"), ("ids", 0), ("ids", 1)]


def test_an_output_may_stand_for_any_value():
    assert moved('{"a": ', None, ', "b": [', None, "]}").faults == []
