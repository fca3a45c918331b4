"""What is a difference, and what is said about it."""

from __future__ import annotations

import pytest

from mockserver.simulator.difference import ABSENT, Absent, difference, distance, matches


def sentences(expected: object, actual: object) -> list[str]:
    return [found.sentence for found in difference(expected, actual)]


def test_members_nobody_asked_for_are_no_difference() -> None:
    assert matches({"a": 1, "b": {}}, {"a": 1, "b": {"c": 2}, "d": 3})


def test_a_missing_member_is_named_with_its_place() -> None:
    assert sentences({"event": {"title": "Game"}}, {"event": {}}) == [
        '/event/title: expected "Game", it is missing'
    ]


def test_what_is_absent_may_say_why() -> None:
    actual = {"json": Absent("the body is not JSON")}
    assert sentences({"json": {"a": 1}}, actual) == ['/json: expected {"a": 1}, the body is not JSON']


def test_a_number_is_not_its_text() -> None:
    assert sentences({"notifyBefore": "15"}, {"notifyBefore": 15}) == [
        '/notifyBefore: expected the text "15", got the number 15'
    ]


@pytest.mark.parametrize(("expected", "actual"), [(True, 1), (0, False), (None, 0), ("", None), ([], {})])
def test_values_of_different_kinds_differ(expected: object, actual: object) -> None:
    assert not matches(expected, actual)
    assert not matches(actual, expected)


def test_a_whole_number_is_the_same_as_its_decimal() -> None:
    assert matches(15, 15.0)


def test_lists_are_compared_in_full() -> None:
    assert sentences([1], [1, 2]) == ["/1: unexpected, got 2"]
    assert sentences([1, 2], [1]) == ["/1: expected 2, it is missing"]


def test_lists_are_compared_in_order() -> None:
    assert sentences(["a", "b"], ["b", "a"]) == ['/0: expected "a", got "b"', '/1: expected "b", got "a"']


def test_mappings_in_lists_are_compared_by_subset() -> None:
    assert matches([{"id": 1}], [{"id": 1, "title": "Game"}])


def test_the_pointer_escapes_what_stands_in_names() -> None:
    [found] = difference({"rokt:tags/all~": 1}, {})
    assert found.pointer == "/rokt:tags~1all~0"


def test_long_texts_are_shown_where_they_part() -> None:
    long = "x" * 500
    [sentence] = sentences(f"{long}left{long}", f"{long}right{long}")
    assert "they part at character 501" in sentence
    assert "left" in sentence
    assert "right" in sentence
    assert len(sentence) < 320


def test_the_whole_is_named_where_nothing_else_can_be() -> None:
    assert sentences("a", "b") == ['the whole: expected "a", got "b"']


def test_a_missing_whole_weighs_as_much_as_everything_in_it() -> None:
    near = difference(
        {"operation": "x", "json": {"a": 1, "b": 2}}, {"operation": "y", "json": {"a": 1, "b": 2}}
    )
    far = difference({"operation": "x", "json": {"a": 1, "b": 2}}, {"operation": "x", "json": ABSENT})
    assert distance(near) < distance(far)
