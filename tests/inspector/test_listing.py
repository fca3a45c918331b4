import json

from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.contracts import parse_json
from mockserver.errors import Location
from mockserver.findings import Finding, Severity
from mockserver.inspector.views.listing import listing

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def finding(**place):
    return Finding(code="TEST001", severity=Severity.ERROR, message="it is wrong", **place)


def marked(shown):
    return [(line.number, mark.column) for line in shown.lines for mark in line.marks]


def test_a_pointer_leads_to_the_line_of_its_member():
    text = '{\n  "event": {\n    "title": 5\n  }\n}'
    assert marked(listing(text, [finding(pointer="/event/title")])) == [(3, 5)]


def test_a_member_that_is_missing_is_shown_where_it_should_be():
    text = '{\n  "event": {\n  }\n}'
    assert marked(listing(text, [finding(pointer="/event/title")])) == [(2, 3)]


def test_a_location_of_another_text_has_no_place_here():
    shown = listing("one\ntwo", [finding(location=Location("other", 2, 1))], sources=frozenset({"this"}))
    assert marked(shown) == []
    assert [one.code for one in shown.loose] == ["TEST001"]


def test_a_syntax_error_keeps_its_column():
    text = '{"title": "The "best" show"}' + " " * 90
    assert marked(listing(text, parse_json(text.encode()).findings)) == [(1, 17)]


def test_json_of_one_long_line_is_spread():
    text = json.dumps({"event": {"title": "x" * 100}})
    assert [line.text for line in listing(text).lines][1] == '  "event": {'


def test_blank_lines_around_a_text_are_left_out_and_counted():
    assert [line.number for line in listing("\n\nsaid\n\n").lines] == [3]


def test_a_secret_is_masked_and_its_finding_still_has_a_place():
    shown = listing('{"password": "abcdefghijkl", "x": 1}', [finding(pointer="/password")])
    assert "efgh" not in shown.lines[0].text
    assert marked(shown) == [(1, 2)]


@settings(max_examples=100, deadline=None)
@given(value=json_values, pointer=st.text("/ab01~", max_size=6))
def test_every_finding_is_shown_once(value, pointer):
    text = json.dumps(value, indent=2)
    shown = listing(text, [finding(pointer=pointer)])
    assert len(marked(shown)) + len(shown.loose) == 1


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=60), line=st.integers(1, 9), column=st.integers(1, 99))
def test_a_place_beyond_the_text_is_no_crash(text, line, column):
    shown = listing(text, [finding(location=Location("", line, column))])
    assert len(marked(shown)) + len(shown.loose) == 1


@settings(max_examples=100, deadline=None)
@given(text=st.text("ab ", min_size=1, max_size=9), columns=st.lists(st.integers(1, 12), max_size=3))
def test_the_pieces_of_a_line_are_the_line_and_point_at_its_marks(text, columns):
    line = listing(
        f"x{text}", [finding(location=Location("", 1, one), pointer=str(one)) for one in columns]
    ).lines[0]
    assert "".join(piece for piece, _ in line.pieces).rstrip() == line.text.rstrip()
    assert sum(is_marked for _, is_marked in line.pieces) == len({mark.column for mark in line.marks})
