"""Assumptions: what may be chosen, and how a wrong choice is answered."""

from __future__ import annotations

import pytest

from mockserver.errors import AssumptionError
from mockserver.evidence import Assumption, Assumptions

END = Assumption(
    name="rokt.end_required", question="?", default="no", choices={"no": "optional", "yes": "required"}
)
DELAY = Assumption(name="rokt.delay", question="?", default=3, choices={}, unit="seconds")


def test_the_default_holds_until_something_else_is_chosen() -> None:
    assumptions = Assumptions([END, DELAY])
    assert assumptions.is_set("rokt.end_required", "no")
    assumptions.set("rokt.end_required", "yes")
    assert (assumptions["rokt.end_required"], assumptions.number("rokt.delay")) == ("yes", 3)


def test_a_yaml_boolean_means_the_word() -> None:
    assert Assumptions([END], {"rokt.end_required": True})["rokt.end_required"] == "yes"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("rokt.end_requierd", "yes", "did you mean rokt.end_required"),
        ("zzz", "yes", "mockserver assumptions"),
        ("rokt.end_required", "maybe", "choose one of: no, yes"),
        ("rokt.end_required", 3, "choose one of"),
        ("rokt.delay", "soon", "not a number of seconds"),
        ("rokt.delay", -1, "not negative"),
        ("rokt.delay", True, "not a number"),
        ("rokt.delay", float("nan"), "not a number"),
        ("rokt.delay", float("inf"), "not a number"),
    ],
)
def test_what_cannot_be_chosen_is_refused_with_what_can(name: str, value: object, message: str) -> None:
    with pytest.raises(AssumptionError, match=message):
        Assumptions([END, DELAY]).set(name, value)


def test_any_text_is_a_choice_where_the_default_is_one() -> None:
    ids = Assumption(name="rokt.ids", question="?", default="a, b", choices={}, unit="ids")
    assumptions = Assumptions([ids], {"rokt.ids": "c"})
    assert assumptions["rokt.ids"] == "c"
    for wrong in ("", 3, True):
        with pytest.raises(AssumptionError, match="not a text of ids"):
            assumptions.set("rokt.ids", wrong)


def test_a_named_choice_is_not_a_number() -> None:
    with pytest.raises(TypeError):
        Assumptions([END]).number("rokt.end_required")
