"""Variables: ``$(name)`` in texts and keys."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.scenarios.variables import Definitions, VariableError, check_size, references, substitute

VALUES = {"n": 5, "name": "Ada", "user": {"id": "u1", "tags": ["a", "b"]}, "nothing": None}


def put(value: Any) -> Any:
    return substitute(value, Definitions(VALUES))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$(n)", 5),
        ("$(nothing)", None),
        ("$(user)", {"id": "u1", "tags": ["a", "b"]}),
        ("$(user.id)", "u1"),
        ("$(user.tags[1])", "b"),
        ("$(name) is $(n)", "Ada is 5"),
        ("tags: $(user.tags)", 'tags: ["a", "b"]'),
        ("$$(n)", "$(n)"),
        ("costs $$(5)", "costs $(5)"),
        ("{{ $(n) }} ${n} $n", "{{ 5 }} ${n} $n"),
        ("^a$(?=b)", "^a$(?=b)"),
    ],
)
def test_a_variable_gives_way_to_its_value(text: str, value: Any) -> None:
    assert put(text) == value


def test_keys_and_all_that_lies_inside_are_reached() -> None:
    assert put({"$(name)": [{"x": "$(n)"}], "b": True}) == {"Ada": [{"x": 5}], "b": True}


def test_a_key_from_a_variable_goes_before_one_written_out() -> None:
    assert put({"$(name)": 1, "Ada": 2}) == {"Ada": 1}


def test_a_key_is_text_whatever_its_variable_holds() -> None:
    assert put({"$(n)": 1, "$(nothing)": 2}) == {"5": 1, "null": 2}
    with pytest.raises(VariableError, match=r"the key \$\(user\) must be text") as caught:
        put([{"$(user)": 1}])
    assert caught.value.path == (0, "$(user)")


def doubling(kind: str) -> Definitions:
    return Definitions({"v0": "ha"} | {f"v{n}": kind.format(n - 1) for n in range(1, 60)})


def test_a_text_that_would_fill_the_memory_is_refused() -> None:
    with pytest.raises(VariableError, match="more than 1000000 characters"):
        substitute("$(v59)", doubling("$(v{0})$(v{0})"))


def test_a_value_that_would_fill_the_memory_is_refused() -> None:
    raw = {"v0": 1, **{f"v{n}": [f"$(v{n - 1})"] * 2 for n in range(1, 60)}}
    with pytest.raises(VariableError, match="more than 1000000 values"):
        substitute("all: $(v59)", Definitions(raw))
    with pytest.raises(VariableError, match="deeper than 100 levels"):
        check_size(
            substitute(
                "$(v120)", Definitions({"v0": 1} | {f"v{n}": [f"$(v{n - 1})"] for n in range(1, 121)})
            ),
            (),
        )


def test_a_chain_of_variables_too_long_to_follow_is_refused() -> None:
    raw = {"v0": 1, **{f"v{n}": f"$(v{n - 1})" for n in range(1, 3000)}}
    with pytest.raises(VariableError, match="too many variables are made of each other"):
        substitute("$(v2999)", Definitions(raw))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("$(nam)", "did you mean $(name)?"),
        ("$(user.name)", "there is no .name in"),
        ("$(user.tags[7])", "there is no [7] in"),
        ("$(n.x)", "there is no .x in 5"),
        ("$( n )", "is no variable"),
        ("$(n", "is no variable"),
        ("$()", "is no variable"),
    ],
)
def test_what_has_no_value_is_refused_at_its_place(text: str, words: str) -> None:
    with pytest.raises(VariableError) as caught:
        put({"a": ["x", text]})
    assert words in f"{caught.value}"
    assert caught.value.path == ("a", 1)


def test_definitions_may_name_each_other_in_any_order() -> None:
    assert Definitions({"a": "$(b)!", "b": "$(c)", "c": 1})("a") == "1!"


def test_a_variable_made_of_itself_is_refused() -> None:
    with pytest.raises(VariableError, match="a -> b -> a"):
        Definitions({"a": "$(b)", "b": "x$(a)"})("a")


def test_a_capture_stays_until_it_has_its_value() -> None:
    first = substitute("$(n) $(later) $$(x)", Definitions(VALUES), later=frozenset({"later"}))
    assert first == "5 $(later) $$(x)"
    assert substitute(first, Definitions({"later": "now"})) == "5 now $(x)"


def test_references_are_found_everywhere() -> None:
    assert set(references({"$(a)": ["$(b.c)", "$$(d)", 1]})) == {"a", "b"}


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text().filter(lambda text: "$(" not in text),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.sampled_from("abc"), inside, max_size=3),
)


@given(plain)
@settings(max_examples=100, deadline=None)
def test_what_names_no_variable_stays_as_it_is(value: Any) -> None:
    assert put(value) == value


@given(st.text(alphabet="$()ab.[]0?{} "))
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_written_by_doubling_the_dollar(text: str) -> None:
    assert put(text.replace("$(", "$$(")) == text
