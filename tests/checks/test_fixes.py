"""Fixes: what they make of a text, and the difference shown."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.findings import Finding, Severity
from mockserver.fixes import Edit, Fix, apply_edits, apply_fixes, render_diff

FOUND = Finding(code="ROKT120", severity=Severity.NOTE, message="m")


def fix(*edits: Edit) -> Fix:
    return Fix(FOUND, edits)


def test_edits_are_made_wherever_others_move_the_text():
    assert apply_edits("one two three", [Edit(0, 3, "1"), Edit(8, 13, "3"), Edit(3, 3, ",")]) == "1, two 3"


def test_a_fix_that_overlaps_an_earlier_one_is_passed_over_as_a_whole():
    mended = apply_fixes("abcdef", [fix(Edit(0, 2, "X")), fix(Edit(1, 3, "Y"), Edit(5, 6, "Z"))])
    assert mended.text == "Xcdef"
    assert len(mended.applied) == 1


def test_an_edit_that_two_fixes_share_is_made_once():
    mended = apply_fixes("abc", [fix(Edit(0, 1, "X")), fix(Edit(0, 1, "X"), Edit(2, 3, "Z"))])
    assert mended.text == "XbZ"
    assert len(mended.applied) == 2


def test_an_edit_over_several_earlier_ones_is_passed_over():
    earlier = [fix(Edit(1, 2, "X")), fix(Edit(3, 4, "Y"))]
    for later in (Edit(0, 5, ""), Edit(2, 4, ""), Edit(1, 1, "Z"), Edit(0, 2, "")):
        assert len(apply_fixes("abcdef", [*earlier, fix(later)]).applied) == 2


def test_edits_side_by_side_do_not_overlap():
    assert apply_fixes("ab", [fix(Edit(0, 1, "X")), fix(Edit(1, 2, "Y"))]).text == "XY"
    assert not Edit(0, 1, "X").overlaps(Edit(1, 2, "Y"))


def test_the_difference_is_a_unified_diff():
    diff = render_diff("/tmp/a.json", '{"a": 1}\n', '{"a": 2}\n')
    head = ["--- a/tmp/a.json", "+++ b/tmp/a.json", "@@ -1 +1 @@"]
    assert diff.split("\n") == [*head, '-{"a": 1}', '+{"a": 2}']
    assert render_diff("a.json", "x", "x") == ""


@given(text=st.text(max_size=30), cuts=st.lists(st.integers(0, 30), max_size=8), data=st.data())
@settings(max_examples=100, deadline=None)
def test_what_lies_between_edits_is_kept(text, cuts, data):
    ends = sorted({min(cut, len(text)) for cut in cuts})
    spans = list(zip(ends[::2], ends[1::2], strict=False))
    edits = [Edit(start, end, data.draw(st.text(max_size=3))) for start, end in spans]
    kept, last = "", 0
    for edit in edits:
        kept, last = kept + text[last : edit.start] + edit.text, edit.end
    assert apply_fixes(text, [fix(edit) for edit in edits]).text == kept + text[last:]
