"""Where the characters of a YAML value stand, in every style it can be written in."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.fixes import Edit, apply_edits
from mockserver.marked_yaml import parse_yaml
from mockserver.yaml_scalars import transcribe_scalar

STYLES = ["'", '"', "|", ">", None]
TEXTS = st.text(st.sampled_from("ab{}%'\"\\ \n\t:#é“|"), max_size=25)


def node_of(text):
    return yaml.compose(text, Loader=yaml.SafeLoader).value[0][1].value[0][1]


def written(value, style, width):
    class Dumper(yaml.SafeDumper):
        pass

    Dumper.add_representer(
        str, lambda dumper, one: dumper.represent_scalar("tag:yaml.org,2002:str", one, style)
    )
    return yaml.dump({"x": {"k": value}}, Dumper=Dumper, width=width, allow_unicode=True)


def transcribed(text):
    return transcribe_scalar(node_of(text), text)


@given(TEXTS, st.sampled_from(STYLES), st.integers(2, 20))
@settings(max_examples=100, deadline=None)
def test_every_character_is_found_where_it_is_written(value, style, width):
    text = written(value, style, width)
    found = transcribed(text)
    assert (found.text, len(found.indexes)) == (node_of(text).value, len(found.text) + 1)
    for index, character in enumerate(found.text):
        if character.strip():
            assert text[found.indexes[index]] in (character, "\\")


@given(
    TEXTS, st.sampled_from(STYLES), st.integers(2, 20), st.sampled_from(["q", " | x", '"', "'"]), st.data()
)
@settings(max_examples=100, deadline=None)
def test_an_edit_changes_the_value_as_it_says_or_is_not_made(value, style, width, new, data):
    text = written(value, style, width)
    found = transcribed(text)
    start = data.draw(st.integers(0, len(found.text)))
    edit = found.edit(Edit(start, min(start + 1, len(found.text)), new))
    if edit is not None and found.text[start : start + 1].strip():
        expected = found.text[:start] + new + found.text[start + 1 :]
        assert node_of(apply_edits(text, [edit])).value == expected


@pytest.mark.parametrize("style", ["'", "|", ">", None])
@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\u2028"])
def test_a_line_break_is_put_only_where_it_can_be_written(style, line_break):
    text = written("one two", style, 80)
    assert transcribed(text).edit(Edit(3, 4, line_break)) is None


@pytest.mark.parametrize(
    "written",
    [
        "'it''s {{x}}'",
        r'"a\u00e9\"\t{{x}}"',
        "a {{x}} b",
        "&a !!str 'b {{x}}'",
        "|2-\n      {{x}}",
        ">\n    a\n    {{x}}",
    ],
)
def test_the_place_of_an_output_is_exact(written):
    text = f"x:\n  k: {written}\n"
    found = transcribed(text)
    assert found.indexes[found.text.index("{{x")] == text.index("{{x")


def test_what_cannot_be_told_stands_at_the_beginning():
    found = transcribed('x:\n  k: "a\\\n\n\n  b"\n')
    assert (set(found.indexes), found.edit(Edit(0, 1, "a"))) == ({8}, None)


def test_a_pair_of_surrogates_is_one_character():
    text = r'x: {k: "a\ud83d\ude00b"}'
    found = transcribe_scalar(parse_yaml(text).member(["x", "k"])[1], text)
    assert (found.text, list(found.indexes)) == ("a😀b", [8, 9, 21, 22])
