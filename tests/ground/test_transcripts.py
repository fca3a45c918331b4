"""Texts written inside other texts."""

from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.fixes import Edit, apply_edits
from mockserver.transcripts import Transcript, as_it_is

SOURCE = "say: Bearer <name> {{x}}"
VALUE = Transcript.of(SOURCE[5:], 5)
WORDS = st.text("ab<> ", max_size=12)


@given(WORDS, WORDS.filter(bool), WORDS)
@settings(max_examples=150, deadline=None)
def test_replacing_is_that_of_texts_and_keeps_places(text, old, new):
    replaced = Transcript.of(text, 3).replaced(old, new)
    assert replaced.text == text.replace(old, new)
    assert len(replaced.indexes) == len(replaced.text) + 1 == len(replaced.quotings) + 1
    kept = zip(replaced.text, replaced.indexes, replaced.quotings, strict=False)
    assert all(text[index - 3] == one for one, index, quoting in kept if quoting is as_it_is)


def test_an_edit_of_the_text_is_one_of_its_source():
    edit = VALUE.edit(Edit(0, 6, "Basic"))
    assert apply_edits(SOURCE, [edit]) == "say: Basic <name> {{x}}"


def test_what_stands_in_place_of_something_is_not_edited():
    replaced = VALUE.replaced("<name>", "Rokt")
    assert replaced.text == "Bearer Rokt {{x}}"
    assert replaced.edit(Edit(8, 9, "a")) is None
    assert replaced.edit(Edit(14, 15, "y")) == Edit(21, 22, "y")
    assert Transcript.made_up("a", 3).edit(Edit(0, 1, "b")) is None


def test_white_space_is_not_put_at_an_edge():
    assert VALUE.edit(Edit(0, 0, " a")) is None
    assert VALUE.edit(Edit(0, 0, "a")) == Edit(5, 5, "a")


def test_texts_of_one_source_are_joined_and_cut():
    joined = VALUE[:7] + VALUE[14:]
    assert (joined.text, joined.indexes[6:9]) == ("Bearer {{x}}", (11, 19, 20))
    assert joined.edit(Edit(8, 9, "a")) == Edit(20, 21, "a")
