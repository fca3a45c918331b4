"""Evaluates expressions without a user: to what is known of their value at that point."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from mockserver.lint.facts import Facts, UndefinedName
from mockserver.lint.filtering import filtered
from mockserver.lint.knowledge import attribute_key, attribute_value
from mockserver.lint.state import State
from mockserver.lint.values import ANYTHING, NUMBER, Pick, Source, Value, constant
from mockserver.liquid.expressions import (
    Attribute,
    Comparison,
    Conditions,
    Constant,
    DynamicName,
    Filtered,
    Key,
    Name,
    NestedOutput,
    Path,
    Range,
)

if TYPE_CHECKING:
    from liquid.expression import Expression

BUILT_IN = frozenset({"context", "forloop", "tablerowloop"})


def key_of(expression: Expression) -> str:
    """Give the key of an expression that names something, an empty text for any other."""
    if isinstance(expression, NestedOutput) and not expression.expression.filters:
        return key_of(expression.expression.left)
    if isinstance(expression, Attribute):
        return attribute_key(expression.namespace, expression.name)
    if isinstance(expression, Name):
        return expression.name
    return str(expression) if isinstance(expression, Path) and key_of(expression.root) else ""


def keys_proven_by(expression: Expression) -> frozenset[str]:
    """Give the keys of what must hold something for an expression to: itself and what it is a part of."""
    if not isinstance(expression, Path):
        key = key_of(expression)
        return frozenset({key}) if key else frozenset()
    if not key_of(expression.root):
        return frozenset()
    steps = expression.steps
    lengths = range(len(steps) + 1)
    return frozenset(str(Path(expression.token, expression.root, steps[:length])) for length in lengths)


class Evaluator:
    """Evaluates expressions and notes down what they use."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def value(self, expression: Expression, state: State) -> Value:
        """Give what is known of an expression's value."""
        match expression:
            case Path():
                return self._path(expression, state)
            case Filtered():
                return self._filtered(expression, state)
            case Constant():
                return _constant(expression)
            case Name() | Attribute():
                return self._root(expression, state, str(expression))
            case NestedOutput():
                return self.value(expression.expression, state)
            case Conditions() | Comparison():
                self._all(expression, state)
                return ANYTHING
            case _:
                self._all(expression, state)
                return NUMBER if isinstance(expression, Range) else ANYTHING

    def _all(self, expression: Expression, state: State) -> None:
        for child in expression.children():
            self.value(child, state)

    def _filtered(self, expression: Filtered, state: State) -> Value:
        value = self.value(expression.left, state)
        for before, call in pairwise(expression.filters):
            if (before.name, call.name) == ("date", "time_zone"):
                self.facts.zoned_late.append(call.token.start_index)
        for call in expression.filters:
            self.facts.filters.append(call)
            arguments = [self.value(argument, state) for argument in call.arguments]
            for keyword in call.keywords.values():
                self.value(keyword, state)
            if call.name == "json_escape" and (value.escaped or value.partly_escaped) and state.reachable:
                self.facts.escaped_twice.append(call.token.start_index)
            value = filtered(value, call, arguments)
        return value

    # -- names

    def _path(self, expression: Path, state: State) -> Value:
        value = self._root(expression.root, state, str(expression))
        for count, step in enumerate(expression.steps, start=1):
            if not isinstance(step, Key | Constant):
                self.value(step, state)
            prefix = Path(expression.token, expression.root, expression.steps[:count])
            value = _proven(_member(value, step), str(prefix), state)
        return value

    def _root(self, root: Expression, state: State, path: str) -> Value:
        if isinstance(root, Attribute):
            self.facts.attributes.append(root)
            self.facts.uses.add(root.namespace)
            key = attribute_key(root.namespace, root.name)
            return _proven(attribute_value(root.namespace, root.name), key, state)
        if isinstance(root, Name):
            return _proven(self._variable(root, state, path), root.name, state)
        if isinstance(root, DynamicName):
            self.facts.open_ended = True
        return self.value(root, state)

    def _variable(self, name: Name, state: State, path: str) -> Value:
        self.facts.uses.add(name.name)
        if name.name in state.variables:
            return state.variables[name.name]
        if name.name not in BUILT_IN and not state.open_ended and state.reachable:
            defined = frozenset(state.variables)
            self.facts.undefined.append(UndefinedName(name.name, name.token.start_index, path, defined))
        return ANYTHING


def _constant(expression: Constant) -> Value:
    value, token = expression.constant, expression.token
    if not isinstance(value, str):
        return constant(value)
    start = token.start_index + token.source.startswith(("'", '"'), token.start_index)
    return constant(value, start, start + len(value))


def _member(value: Value, step: Expression) -> Value:
    index = step.token.start_index
    if isinstance(step, Key) and step.name == "size":
        return replace(NUMBER, absent=value.absent, size_of=value.absent)
    if (isinstance(step, Key) and step.name in ("first", "last")) or _is_index(step):
        return picked(value, index)
    return replace(value, literals=(), closed=False, is_array=False, escaped=False, named=True)


def _is_index(step: Expression) -> bool:
    if isinstance(step, Constant):
        return isinstance(step.constant, int)
    return not isinstance(step, Key)


def picked(value: Value, index: int) -> Value:
    """Give one element of a value; where there may be none, that is remembered."""
    known = {pick.key for pick in value.picks}
    picks = value.picks | {Pick(key, index) for key in value.absent if key not in known}
    return replace(
        value,
        literals=(),
        closed=False,
        is_array=False,
        picks=picks,
        sources=frozenset(Source(source.key, one=True) for source in value.sources),
    )


def _proven(value: Value, key: str, state: State) -> Value:
    """Give what is left of a value with what is proven at this point."""
    if key in state.proven.known:
        return replace(state.proven.known[key], sources=value.sources, named=value.named)
    if key in state.proven.present:
        return value.present()
    gone = value.absent & state.proven.present
    if gone:
        picks = frozenset(pick for pick in value.picks if pick.key not in state.proven.present)
        return replace(value, absent=value.absent - gone, picks=picks)
    return value
