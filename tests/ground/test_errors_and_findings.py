"""How mistakes and findings read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.errors import Location, SourceError, locate
from mockserver.findings import Finding, Severity, has_errors, pointer
from mockserver.ids import Ids


def test_an_error_shows_its_line_and_a_caret() -> None:
    error = SourceError("no", location=Location("f", 2, 3), line_text="abcdef", hint="yes")
    assert str(error) == "f:2:3: no\n  2 | abcdef\n    |   ^\n  hint: yes"


def test_a_long_line_is_cut_around_the_caret() -> None:
    error = SourceError("no", location=Location("f", 1, 500), line_text="x" * 499 + "Y" + "x" * 500)
    shown, caret = str(error).splitlines()[1:]
    assert len(shown) < 120
    assert shown[caret.index("^")] == "Y"


@pytest.mark.parametrize(("index", "place"), [(0, (1, 1)), (2, (1, 3)), (3, (2, 1)), (99, (2, 3))])
def test_an_index_is_located(index: int, place: tuple[int, int]) -> None:
    location, _ = locate("ab\ncd", index, "f")
    assert (location.line, location.column) == place


@given(st.text(alphabet="a\n\r", max_size=30), st.integers(-3, 40))
def test_any_index_has_a_place(text: str, index: int) -> None:
    location, line = locate(text, index, "f")
    assert location.line >= 1
    assert location.column >= 1
    assert "\n" not in line


def test_a_finding_reads_as_a_sentence() -> None:
    finding = Finding(code="X1", severity=Severity.ERROR, message="bad", pointer="/a", hint="mend it")
    assert str(finding) == "X1 error at /a: bad (mend it)"
    assert str(replace(finding, pointer="", hint="")) == "X1 error: bad"
    assert has_errors([finding])
    assert not has_errors([])


def test_pointers_escape_what_rfc_6901_says() -> None:
    assert pointer("a/b", 0, "~") == "/a~1b/0/~0"


def test_the_same_seed_makes_the_same_identifiers() -> None:
    first, second = Ids(7), Ids(7)
    assert first.uuid() == second.uuid()
    assert (first.hex(24), first.token(), first.below(10)) == (
        second.hex(24),
        second.token(),
        second.below(10),
    )
    assert len(first.hex(12)) == 12
    assert 0 <= first.fraction() < 1
    assert Ids(8).uuid() != Ids(7).uuid()
