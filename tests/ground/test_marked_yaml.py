"""YAML with places kept: plain words, positions, mistakes."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field

from mockserver.errors import WorkspaceError, YamlError
from mockserver.marked_yaml import YamlModel, load_yaml, parse_yaml, validate


class Item(YamlModel):
    name: str
    size: int = 0


class Box(YamlModel):
    items: list[Item] = Field(description="What lies in it.")
    labels: dict[str, Item] | None = None
    sizes: list[Literal["big", "small"]] = Field([])


@pytest.mark.parametrize("word", ["15:00", "on", "yes", "2019-02-21T15:00:00", "2026-01-01", "012", "1_000"])
def test_plain_words_stay_what_they_look_like(word: str) -> None:
    assert parse_yaml(f"a: {word}").data == {"a": word}


@pytest.mark.parametrize(
    ("word", "value"), [("true", True), ("~", None), ("-3", -3), ("1.5", 1.5), ("", None)]
)
def test_core_schema_words_have_their_type(word: str, value: object) -> None:
    assert parse_yaml(f"a: {word}").data == {"a": value}


def test_a_value_has_its_place() -> None:
    place, line = parse_yaml("a:\n  - b: 1\n    c: 2\n", source="f.yaml").place(["a", 0, "c"])
    assert (str(place), line) == ("f.yaml:3:5", "    c: 2")


def test_every_mistake_is_reported_with_its_place_and_the_nearest_key() -> None:
    marked = parse_yaml("items:\n  - nmae: x\n  - name: y\n    size: big\n", source="f.yaml")
    with pytest.raises(WorkspaceError) as caught:
        validate(Box, marked, WorkspaceError)
    text = str(caught.value)
    assert "f.yaml:2:5: unknown key 'nmae'" in text
    assert "did you mean name?" in text
    assert "'name' is missing" in text
    assert "f.yaml:4:5: size: must be a whole number, not 'big'" in text


def test_a_value_of_another_type_is_told_with_what_the_key_is_for() -> None:
    with pytest.raises(WorkspaceError) as caught:
        validate(Box, parse_yaml("items: true\nlabels: 1\n"), WorkspaceError)
    assert str(caught.value).count("hint: ") == 1
    assert "hint: items: What lies in it." in str(caught.value)


def test_a_key_that_may_be_meant_for_a_missing_one_is_named() -> None:
    with pytest.raises(WorkspaceError, match=r"'name' is missing.*\n.*\n.*\n.*is nmae meant for it"):
        validate(Box, parse_yaml("items:\n  - {nmae: a, size: 2}\n"), WorkspaceError)
    with pytest.raises(WorkspaceError) as caught:
        validate(Box, parse_yaml("labels: {}\n"), WorkspaceError)
    assert "hint" not in str(caught.value)


def test_an_item_is_named_by_its_list() -> None:
    with pytest.raises(WorkspaceError, match=r"yaml:2:14: sizes\[1\]: must be 'big' or 'small', not 'tiny'"):
        validate(Box, parse_yaml("items: []\nsizes: [big, tiny]\n"), WorkspaceError)


def test_a_member_is_found_through_what_is_merged() -> None:
    marked = parse_yaml("a: &a {x: 1}\nb: &b {x: 2, y: 3}\nc: {<<: [*a, *b], z: [4]}\n")
    found = [marked.member(["c", *path])[1].start_mark for path in (["x"], ["y"], ["z", 0])]
    assert [(mark.line, mark.column) for mark in found] == [(0, 10), (1, 16), (2, 22)]
    for path in (["c", "q"], ["c", "z", 1], ["c", "x", "x"]):
        with pytest.raises(KeyError):
            marked.member(path)


def test_an_unknown_key_below_a_named_member_is_explained() -> None:
    marked = parse_yaml("items: []\nlabels:\n  a: {name: x, siez: 1}\n")
    with pytest.raises(WorkspaceError, match="did you mean size"):
        validate(Box, marked, WorkspaceError)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [", "not YAML"),
        ("a: 1\na: 2", "second time"),
        ("&a [*a]", "contains itself"),
        ("", "yaml:1:1: the file holds nothing"),
        ("[" * 10_000, "1:102: not YAML: nested deeper than 100 levels"),
        ("- " * 10_000, "1:203: not YAML: nested deeper than 100 levels"),
        ("a: <<", '1:4: << stands for a key(.*\n)*.*"<<"'),
        ("a: !!binary aGk=", "1:4: the tag !!binary has no meaning here"),
        ("a: !!set {b}", "1:4: the tag !!set has no meaning here"),
        ("!!timestamp 2001-01-01: a", "1:1: the tag !!timestamp has no meaning here"),
        ("[a]: b", "1:1: a key must be a plain word"),
        ("a: !!int x", "1:4: 'x' is no whole number"),
        ("a: !!int ''", "1:4: '' is no whole number"),
        ("a: !!bool x", "1:4: 'x' is no boolean"),
        ("a: " + "9" * 5000, "1:4: a whole number of more than 1000 characters"),
        ('a: "\\UFFFFFFFF"', "1:5: not YAML: there is no such character"),
        ("a: b\x07", '1:5: not YAML: the character U\\+0007 (.*\n)*.*write it as "\\\\u0007"'),
        ("a: !!python/object:os.system x", "1:4: the tag !!python/object:os.system has no meaning here"),
        ("a: \x00", "1:4: not YAML: the character U\\+0000"),
    ],
)
def test_what_is_not_usable_yaml_is_a_yaml_error(text: str, message: str) -> None:
    with pytest.raises(YamlError, match=message):
        parse_yaml(text)


def laughs(lines: int) -> str:
    return "a0: &a0 [ha, ha]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, lines))


def test_aliases_may_repeat_much_but_not_more_than_memory_holds() -> None:
    assert len(parse_yaml(laughs(10)).data) == 10
    with pytest.raises(YamlError, match=r"yaml:17:\d+: aliases repeat more than 1000000 values"):
        parse_yaml(laughs(40))


def test_keys_are_text_as_in_json() -> None:
    assert parse_yaml("{5: a, true: b, ~: c, 1.5: d}").data == {"5": "a", "true": "b", "~": "c", "1.5": "d"}
    with pytest.raises(YamlError, match="1:8: the key '5' stands here a second time"):
        parse_yaml('{5: a, "5": b}')


def test_a_character_that_json_writes_as_two_is_one() -> None:
    assert parse_yaml(r'{"\ud83d\ude00": "\ud83d\ude00"}').data == {"😀": "😀"}
    assert parse_yaml(r'"\ud83d-"').data == "\ud83d-"


def test_a_merged_fragment_gives_way_to_the_mapping_s_own_keys() -> None:
    data = parse_yaml("base: &b {x: 1, y: 2}\nuse: {<<: *b, y: 3}").data
    assert data["use"] == {"x": 1, "y": 3}


def test_a_file_that_is_not_utf8_is_reported_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(b"a: 1\nb: \xff\n")
    with pytest.raises(YamlError, match=r"f\.yaml:2:1: not UTF-8"):
        load_yaml(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(YamlError, match=r"nowhere\.yaml: No such file"):
        load_yaml(tmp_path / "nowhere.yaml")


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab:-[]{}&*!|>'\"#%@,\n\t 1\\", max_size=60))
def test_any_text_parses_or_is_a_yaml_error(text: str) -> None:
    with suppress(YamlError):
        parse_yaml(text)
