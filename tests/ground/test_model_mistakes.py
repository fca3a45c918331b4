"""What pydantic finds wrong, in the words of whoever writes the file."""

from __future__ import annotations

from typing import Annotated, Literal

import pytest
from pydantic import Field, StringConstraints

from mockserver.errors import WorkspaceError
from mockserver.marked_yaml import YamlModel, parse_yaml, validate
from mockserver.workspace.moments import Moment


class Inner(YamlModel):
    name: str


class Model(YamlModel):
    size: Annotated[int, Field(ge=1, le=9)] | None = None
    share: Annotated[float, Field(gt=0, lt=1)] = 0.5
    on: bool = False
    code: Annotated[str, StringConstraints(min_length=1, pattern="^a")] = "a"
    some: Annotated[list[Inner], Field(min_length=1, max_length=2)] = Field([], description="Inner ones.")
    seed: int | str = 0
    way: Literal["api", "event"] | Inner = "api"
    yes: Literal[True] = True
    now: Moment | None = None
    pair: tuple[int, int] = (1, 2)
    any: dict[str, str] | Inner | None = None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("size: big", "size: must be a whole number, not 'big'"),
        ("size: 1.5", "size: must be a whole number, not a number"),
        ("size: 0", "size: must be at least 1"),
        ("size: 10", "size: must be at most 9"),
        ("size: !!float .nan", "size: must be a finite number, not a number"),
        ("share: [0]", "share: must be a number, not a list"),
        ("share: 0", "share: must be more than 0.0"),
        ("share: 1", "share: must be less than 1.0"),
        ("on: 5", "on: must be true or false, not a number"),
        ("code: 5", "code: must be text, not a number; put it in quotes"),
        ("code: true", "code: must be text, not true; put it in quotes"),
        ('code: ""', "code: must not be empty"),
        ("code: b", "code: does not fit the pattern ^a"),
        (r'code: "a\ud800"', "code: is no text"),
        ("some: {}", "some: must be a list, not a mapping"),
        ("some: []", "some: must not be empty"),
        ("some: [{name: a}, {name: b}, {name: c}]", "some: must have at most 2 items"),
        ("some: [~]", "some[0]: must be a mapping, not nothing"),
        ("seed: []", "seed: must be a whole number or text, not a list"),
        ("way: apy", "way: must be 'api' or 'event' or a mapping, not 'apy'"),
        ("way: {name: 5}", "name: must be text, not a number; put it in quotes"),
        ("yes: false", "yes: must be true, not false"),
        ("now: soon", "now: must be a time such as 2026-03-02T09:00:00Z, not 'soon'"),
        ("now: 10000-01-01T00:00:00Z", "now: must be a time such as"),
        ("now: 2026-03-02T09:00:00", "now: must be a time with Z or an offset"),
        ("now: 2026", "now: give a time such as 2026-03-02T09:00:00Z"),
        ("now: 9999-12-31T23:00:00-02:00", "now: give a time whose year in UTC is between 1 and 9999"),
        ("pair: 5", "pair: must be a list, not a number"),
        ("any: x", "any: must be a mapping, not 'x'"),
    ],
)
def test_a_mistake_is_told_once_and_plainly(text: str, told: str) -> None:
    with pytest.raises(WorkspaceError) as caught:
        validate(Model, parse_yaml(text), WorkspaceError)
    assert caught.value.message.startswith(told)
    assert caught.value.others == ()


def test_long_values_are_cut_short() -> None:
    with pytest.raises(WorkspaceError, match=r"not 'x{40}…'") as caught:
        validate(Model, parse_yaml("some: " + "x" * 5000), WorkspaceError)
    assert caught.value.hint == "some: Inner ones."
    with pytest.raises(WorkspaceError, match=r"unknown key 'x{40}…'"):
        validate(Model, parse_yaml("? " + "x" * 5000 + "\n: 1"), WorkspaceError)
