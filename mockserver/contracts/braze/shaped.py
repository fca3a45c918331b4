"""Contracts of bodies that are a model and a few rules: shape first, then what the rules say of the value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from mockserver.contracts import sources
from mockserver.contracts.assumptions import Terms
from mockserver.contracts.braze.requests import SHAPE_RULES
from mockserver.contracts.braze.track import unknown_member
from mockserver.contracts.checked import Checked, Contract, conclude
from mockserver.contracts.shape import Members, parse_shape
from mockserver.contracts.wire import wire_names
from mockserver.contracts.wording import kind_of
from mockserver.findings import Severity
from mockserver.rules import Problem, Rule, apply, rule

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Asked(Generic[M]):
    """A body of the right shape, and the terms it is checked under."""

    value: M
    terms: Terms


@rule(
    "BRAZE400",
    Severity.ERROR,
    "The body is not a JSON object.",
    hint="send one JSON object, with curly braces around its members",
    source=sources.BRAZE_ERRORS,
    why="Braze answers 400 and does nothing.",
    of="alias-new",
    fails='"ada"',
    passes='{"user_aliases": [{"alias_name": "ada", "alias_label": "shop"}]}',
)
def no_object(body: object) -> Iterator[Problem]:
    if not isinstance(body, dict):
        yield Problem(message=f"the body is {kind_of(body)}, not an object")


def shaped(name: str, model: type[M], *rules: Rule[Asked[M]]) -> Contract[M]:
    """Make the contract of a model and its rules."""

    def examine(body: object, terms: Terms) -> Checked[M]:
        if not isinstance(body, dict):
            return conclude(no_object.findings(body), None)
        value, findings = parse_shape(model, body, SHAPE_RULES)
        findings += unknown_member.findings(Members(body, (*wire_names(model), "api_key")))
        return conclude([*findings, *(apply(rules, Asked(value, terms)) if value else ())], value)

    return Contract(name, model, examine)


def unchecked(name: str, model: type[BaseModel]) -> Contract[Mapping[str, Any]]:
    """Make the contract of a body that only its operation can check; ``model`` describes it to people."""

    def examine(body: object, terms: Terms) -> Checked[Mapping[str, Any]]:  # noqa: ARG001
        findings = tuple(no_object.findings(body))
        return conclude(findings, body if isinstance(body, dict) else None)

    return Contract(name, model, examine)
