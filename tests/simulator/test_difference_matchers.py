"""Matchers: values an expectation describes instead of naming them."""

from __future__ import annotations

import pytest

from mockserver.simulator.difference import ABSENT, difference, matcher_mistakes, matches

UUID = "9a9007c7-f5a4-e811-b13c-06424c4f2724"


@pytest.mark.parametrize(
    ("matcher", "fits", "fails"),
    [
        ({"$any": True}, None, ABSENT),
        ({"$absent": True}, ABSENT, None),
        ({"$type": "string"}, "", 1),
        ({"$type": "number"}, 1.5, "1.5"),
        ({"$type": "number"}, 1, True),
        ({"$type": "integer"}, 2.0, 2.5),
        ({"$type": "integer"}, 2, float("inf")),
        ({"$type": "boolean"}, False, 0),
        ({"$type": "array"}, [], {}),
        ({"$type": "object"}, {}, []),
        ({"$type": "null"}, None, ABSENT),
        ({"$pattern": "^Event_"}, "Event_1", "An Event_1"),
        ({"$pattern": "1"}, "1", 1),
        ({"$uuid": True}, UUID, UUID + "0"),
        ({"$uuid": True}, UUID.upper(), UUID[:-1]),
        ({"$exactly": {"a": 1}}, {"a": 1}, {"a": 1, "b": 2}),
        ({"$exactly": {"$any": True}}, {"$any": True}, 1),
        ({"$exactly": [1]}, [1.0], ["1"]),
    ],
)
def test_a_matcher_takes_what_fits_and_refuses_what_does_not(
    matcher: object, fits: object, fails: object
) -> None:
    assert matches({"value": matcher}, {"value": fits})
    assert not matches({"value": matcher}, {"value": fails})


def test_several_matchers_must_all_fit() -> None:
    both = {"$type": "string", "$pattern": "x"}
    assert matches(both, "xy")
    assert len(difference(both, 5)) == 2


def test_a_matcher_says_what_it_wanted() -> None:
    [found] = difference({"id": {"$pattern": "^E_"}}, {"id": "Game"})
    assert found.sentence == '/id: expected text matching /^E_/, got "Game"'
    [found] = difference({"id": {"$absent": True}}, {"id": 1})
    assert found.sentence == "/id: expected nothing, got 1"
    [found] = difference({"id": {"$uuid": True}}, {})
    assert found.sentence == "/id: expected a UUID, it is missing"


@pytest.mark.parametrize(
    ("expected", "place", "words"),
    [
        ({"a": [{"$patern": "x"}]}, ("a", 0, "$patern"), "did you mean $pattern?"),
        ({"a": {"$pattern": "("}}, ("a", "$pattern"), "not a regular expression"),
        ({"a": {"$pattern": 5}}, ("a", "$pattern"), "as text"),
        ({"a": {"$type": "text"}}, ("a", "$type"), "is no JSON type"),
        ({"a": {"$any": False}}, ("a", "$any"), "write true"),
        ({"a": {"$any": True, "b": 1}}, ("a", "$any"), "among plain members"),
    ],
)
def test_a_mistake_in_a_matcher_is_found_at_its_place(
    expected: object, place: tuple[str | int, ...], words: str
) -> None:
    [(found, message)] = matcher_mistakes(expected)
    assert found == place
    assert words in message


def test_nothing_inside_exactly_is_a_matcher() -> None:
    assert not list(matcher_mistakes({"a": {"$exactly": {"$odd": 1, "b": 2}}}))


def test_an_unknown_matcher_is_never_taken_for_a_match() -> None:
    with pytest.raises(ValueError, match="unknown matcher"):
        difference({"$odd": 1}, 1)


def test_exactly_names_each_member_that_differs_is_missing_or_is_too_much() -> None:
    expected = {"$exactly": {"title": "a", "tags": [1, 2], "place": "x"}}
    found = difference(expected, {"title": "b", "tags": [1, 3], "more": None})
    assert [(each.pointer, each.sentence) for each in found] == [
        ("/title", '/title: expected "a", got "b"'),
        ("/tags/1", "/tags/1: expected 2, got 3"),
        ("/place", '/place: expected "x", it is missing'),
        ("/more", "/more: unexpected, got null"),
    ]


def test_exactly_takes_matchers_for_plain_values() -> None:
    assert difference({"$exactly": {"a": {"$any": True}}}, {"a": {"$any": True}}) == []
    assert difference({"$exactly": {"a": {"$any": True}}}, {"a": 1})
