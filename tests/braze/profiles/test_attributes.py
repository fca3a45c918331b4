"""How custom attributes on the wire become kept values."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.braze.profiles.attributes import AttributeRules, exported, updated
from mockserver.braze.profiles.nested import Dropped

RULES = AttributeRules()
PLAIN = st.one_of(st.text(max_size=8), st.integers(-9, 9), st.booleans())
JSON: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


def kept(sent, stored=None, rules=RULES, *, merge=False):
    return updated(stored, sent, rules, merge=merge)


@pytest.mark.parametrize("value", [True, False, 0, 7, -1, 2.5, "text", 2**63 - 1])
def test_plain_values_are_kept_as_they_are(value):
    result = kept(value)
    assert result == value
    assert type(result) is type(value)


def test_null_removes():
    assert kept(None, stored="gold") is None


def test_an_integer_beyond_64_bits_becomes_a_float():
    assert kept(2**63) == float(2**63)
    assert isinstance(kept(2**63), float)


def test_a_number_beyond_all_bounds_is_dropped():
    with pytest.raises(Dropped, match="too large"):
        kept(10**400)


@pytest.mark.parametrize(
    ("sent", "result"),
    [("  a  b \n", "a  b"), ("one\ntwo", "one\ntwo"), ("My \udc80Field", "My Field"), ("", "")],
)
def test_strings_are_cleaned(sent, result):
    assert kept(sent) == result


def test_line_breaks_inside_can_be_removed():
    assert kept("one\r\ntwo", rules=AttributeRules(remove_line_breaks=True)) == "onetwo"


def test_a_long_string_is_cut_at_479_bytes_between_characters():
    assert kept("ä" * 300) == "ä" * 239


def test_a_long_string_can_leave_the_attribute_alone():
    rules = AttributeRules(cut_long_strings=False)
    assert kept("a" * 255, rules=rules) == "a" * 255
    with pytest.raises(Dropped, match="255 characters"):
        kept("a" * 256, rules=rules)


def test_an_empty_string_changes_nothing_of_another_type():
    assert kept("", stored="gold") == ""
    with pytest.raises(Dropped, match="another type"):
        kept("", stored=5)


def test_a_date_becomes_a_time():
    assert kept("2019-02-21T15:00:00") == datetime(2019, 2, 21, 15, tzinfo=UTC)


def test_dates_in_arrays_stay_text():
    assert kept(["2019-02-21"]) == ["2019-02-21"]


@pytest.mark.parametrize(
    ("stored", "sent", "result"),
    [
        (None, ["hotdog", "hotdog", "hotdog", "pizza"], ["hotdog", "pizza"]),
        (["a"], ["b", "c"], ["b", "c"]),
        (["a"], [], []),
        (["a", "b"], {"add": ["c"]}, ["a", "b", "c"]),
        (["a", "b"], {"add": ["a"]}, ["b", "a"]),
        (None, {"add": ["a", "a"]}, ["a"]),
        (["a", "b"], {"remove": ["a", "z"]}, ["b"]),
        (["a"], {"add": ["b", "c"], "remove": ["a", "c"]}, ["b"]),
        (None, [1, 1.0, True, "1"], [1, 1.0, True, "1"]),
    ],
)
def test_arrays_are_ordered_sets(stored, sent, result):
    value = kept(sent, stored)
    assert [(type(one), one) for one in value] == [(type(one), one) for one in result]


def test_arrays_can_be_lists():
    rules = AttributeRules(arrays_are_sets=False)
    assert kept(["a", "a"], rules=rules) == ["a", "a"]
    assert kept({"add": ["a"]}, ["a", "b"], rules) == ["a", "b", "a"]


@pytest.mark.parametrize("sent", [{"add": ["d"]}, ["a", "b", "c", "d"]])
def test_the_oldest_values_go_where_an_array_is_too_long(sent):
    assert kept(sent, ["a", "b", "c"], AttributeRules(array_limit=3)) == ["b", "c", "d"]


def test_a_limit_of_none_keeps_none():
    assert kept(["a"], rules=AttributeRules(array_limit=0)) == []


@pytest.mark.parametrize(
    ("stored", "sent"),
    [
        ("text", {"add": ["a"]}),
        (None, {"add": "a"}),
        (None, [["a"]]),
        (None, ["a", None]),
        (None, ["x" * 400] * 1 + [f"{n}" * 100 for n in range(10_000)]),
        ("text", {"inc": 1}),
        (True, {"inc": 1}),
        (None, {"inc": 1.5}),
        (None, {"inc": True}),
        (1.5, {"inc": 10**400}),
        (["plain"], {"$add": [{"a": 1}]}),
        (None, {"$add": {"a": 1}}),
        (None, {"$update": [{"$identifier_key": "id"}]}),
        (None, {"a": None}),
        (None, {"a b": 1}),
        (None, {"a.b": 1}),
        (None, {"a": {"$b": 1}}),
        (None, {"a": "x" * 256}),
        (None, {"when": {"$time": "soon"}}),
        (None, {"a": [{"b": [None]}]}),
        (None, [{"a": 1}, "text"]),
    ],
)
def test_updates_that_make_no_sense_are_dropped(stored, sent):
    with pytest.raises(Dropped):
        kept(sent, stored)


def test_a_hostile_depth_is_dropped():
    deep: Any = {}
    for _ in range(5_000):
        deep = {"a": [deep]}
    with pytest.raises(Dropped, match="levels deep"):
        kept(deep)


@pytest.mark.parametrize(("stored", "step", "result"), [(None, 3, 3), (5, -2, 3), (1.5, 1, 2.5)])
def test_numbers_are_incremented(stored, step, result):
    assert kept({"inc": step}, stored) == result


def test_an_object_replaces_unless_it_is_to_be_merged():
    stored = {"song": {"name": "Solea", "plays": 1}, "year": 1960}
    sent = {"song": {"plays": 2}}
    assert kept(sent, stored) == {"song": {"plays": 2}}
    merged = {"song": {"name": "Solea", "plays": 2}, "year": 1960}
    assert kept(sent, stored, merge=True) == merged
    assert stored["song"]["plays"] == 1


def test_times_inside_objects_are_marked():
    value = kept({"at": {"$time": "2026-03-26T18:12:00Z"}, "text": "2026-03-26"})
    assert value == {"at": datetime(2026, 3, 26, 18, 12, tzinfo=UTC), "text": "2026-03-26"}
    assert exported(value) == {"at": "2026-03-26T18:12:00.000Z", "text": "2026-03-26"}


PETS = [{"id": 1, "name": "Rex"}, {"id": 2, "name": "Tom"}]


@pytest.mark.parametrize(
    ("change", "merge", "result"),
    [
        ({"$add": [{"id": 3}]}, False, [*PETS, {"id": 3}]),
        ({"$remove": [{"$identifier_key": "id", "$identifier_value": 1}]}, False, [PETS[1]]),
        (
            {
                "$update": [
                    {"$identifier_key": "id", "$identifier_value": 2, "$new_object": {"id": 2, "age": 4}}
                ]
            },
            False,
            [PETS[0], {"id": 2, "age": 4}],
        ),
        (
            {"$update": [{"$identifier_key": "id", "$identifier_value": 2, "$new_object": {"age": 4}}]},
            True,
            [PETS[0], {"id": 2, "name": "Tom", "age": 4}],
        ),
    ],
)
def test_arrays_of_objects_are_changed_by_element(change, merge, result):
    assert kept(change, PETS, merge=merge) == result


@settings(max_examples=150, deadline=None)
@given(JSON, JSON, st.booleans())
def test_any_update_gives_a_value_or_is_dropped(first, second, merge):
    stored = None
    for sent in (first, second):
        try:
            stored = updated(stored, sent, RULES, merge=merge)
        except Dropped:
            continue
    exported(stored)


@settings(max_examples=100, deadline=None)
@given(st.lists(PLAIN), st.lists(PLAIN))
def test_sets_never_repeat_and_added_values_stand_last(start, added):
    before = updated(None, start, RULES)
    after = updated(before, {"add": added}, RULES)
    distinct = updated(None, added, RULES)
    assert len({(type(one), one) for one in after}) == len(after)
    assert after[len(after) - len(distinct) :] == distinct
    assert updated(after, after, RULES) == after
