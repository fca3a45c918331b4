import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mockserver.contracts import parse_json
from mockserver.contracts.json_text.places import places_in
from mockserver.contracts.rokt.flow_rules import strings_in
from mockserver.findings import pointer

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


def only(body):
    checked = parse_json(body, source="body")
    [finding] = checked.findings
    assert finding.code.startswith("JSON")
    return finding


@pytest.mark.parametrize(
    ("body", "code", "place"),
    [
        (b'{"a": "\xff"}', "JSON001", "body:1:8"),
        (b" \n", "JSON002", "body:1:1"),
        (b'{"a": "say "hi""}', "JSON003", "body:1:13"),
        (b'{\n "a": "x\ny"}', "JSON003", "body:2:9"),
        (b'{"a": 1}}', "JSON003", "body:1:9"),
        (b'{\n  "event": {\n    "a": 1\n  }\n', "JSON004", "body:4:4"),
        (b'{"a": 1, "b": {"a": 2}, "a": 3}', "JSON005", "body:1:25"),
        (b"[" * 101, "JSON006", "body:1:101"),
        (b'{"a": NaN}', "JSON007", "body:1:7"),
        (b'{"a": "NaN", "b": -Infinity}', "JSON007", "body:1:19"),
        (b'{"a": 1e999}', "JSON007", "body:1:7"),
    ],
)
def test_each_fault_has_its_code_and_its_place(body, code, place):
    finding = only(body)
    assert (finding.code, str(finding.location)) == (code, place)


def test_the_missing_last_brace_of_an_older_edition_is_named():
    finding = only(b'{\n  "event": {\n    "eventId": "a"\n  }\n')
    assert "inside an object opened at line 1, column 1" in finding.message
    assert finding.hint == "the closing brace } is missing"


def test_brackets_in_strings_are_not_counted():
    finding = only(b'[{"a": "}]"}, {"b": "{"')
    assert "an object opened at line 1, column 15" in finding.message


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        (b'{"a": "say "hi""}', "json_escape"),
        (b'{"a": "x\ny"}', "json_escape"),
        (b'{"a": "C:\\x"}', "json_escape"),
        (b'{"a": 1,}', "comma"),
        (b"{'a': 1}", "straight"),
        ("{“a”: 1}".encode(), "straight"),
        (b'{"a": {{x}}}', "Liquid"),
        (b"{% if x %}", "Liquid"),
        (b"<html>", "HTML"),
        (b"a=b", "JSON object"),
    ],
)
def test_common_faults_say_how_to_mend_them(body, hint):
    assert hint in only(body).hint


def test_a_repeated_name_is_a_warning_and_the_last_value_counts():
    checked = parse_json(b'{"a": 1, "a": 2}')
    assert checked.ok
    assert checked.value == {"a": 2}
    assert checked.findings[0].pointer == "/a"


def test_half_a_character_becomes_a_replacement_character():
    checked = parse_json(b'{"a": ["\\ud83d"], "\\udc00": "\\ud83d\\ude00"}')
    assert checked.value == {"a": ["\ufffd"], "\ufffd": "\U0001f600"}
    assert [finding.pointer for finding in checked.findings] == ["/a/0", "/\\udc00"]
    assert [str(finding.location) for finding in checked.findings] == ["body:1:8", "body:1:19"]
    str(checked.findings[0]).encode()


def test_a_byte_order_mark_is_passed_over():
    assert parse_json(b'\xef\xbb\xbf{"a": 1}').value == {"a": 1}


def test_one_hundred_levels_are_not_too_deep():
    assert parse_json(b"[" * 100 + b"]" * 100).ok


def test_numbers_of_thousands_of_digits_are_refused():
    assert only(b"9" * 5000).code == "JSON007"


@given(JSON)
def test_what_is_written_is_read_back(value):
    checked = parse_json(json.dumps(value).encode())
    assert checked.findings == ()
    assert checked.value == value


@given(st.binary(max_size=200))
@example(b'{"a": "\\ud800\\"}')
@example(b'"\\')
def test_any_bytes_give_a_value_or_an_error(body):
    checked = parse_json(body)
    assert checked.ok or checked.findings
    assert all(finding.location for finding in checked.findings)


@given(JSON, st.integers(0, 80), st.sampled_from('{}[]",:\\x\n1'))
def test_a_text_broken_anywhere_gives_places_inside_it(value, index, letter):
    text = json.dumps(value, indent=1)
    broken = text[:index] + letter + text[index + 1 :]
    for finding in parse_json(broken.encode()).findings:
        line = finding.location.line
        assert 1 <= line <= broken.count("\n") + 1
        assert 1 <= finding.location.column <= len(broken.split("\n")[line - 1]) + 1


@given(JSON)
def test_the_places_of_a_text_are_those_of_its_members(value):
    text = json.dumps(value)
    places = dict(places_in(text))
    for path, string in strings_in(value):
        if path and isinstance(path[-1], int):
            assert text[places[pointer(*path)] :].startswith(json.dumps(string))
