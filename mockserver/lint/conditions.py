"""Decides conditions where the template alone decides them, and says what each outcome proves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mockserver.lint.evaluation import Evaluator, key_of, keys_proven_by
from mockserver.lint.state import UNPROVEN, Proven, State
from mockserver.lint.values import Value, constant
from mockserver.liquid.expressions import Comparison, Conditions, Constant, NestedOutput
from mockserver.liquid.failures import LiquidFailure
from mockserver.liquid.ruby import values

if TYPE_CHECKING:
    from liquid.expression import Expression

_TURNED: Mapping[str, str] = {"==": "!=", "!=": "==", "<>": "=="}
_MEANS_SOMETHING = (">", ">=", "<", "<=", "contains")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a condition holds (``None``: that depends), and what each outcome proves."""

    holds: bool | None
    if_true: Proven = UNPROVEN
    if_false: Proven = UNPROVEN
    by_constant: bool = False

    def turned(self) -> Verdict:
        """Give the verdict on the opposite."""
        holds = None if self.holds is None else not self.holds
        return Verdict(holds, self.if_false, self.if_true, self.by_constant)


def judge(conditions: Conditions, evaluator: Evaluator, state: State) -> Verdict:
    """Judge a condition; as Braze does, from the right, and what stands behind && not at all."""
    evaluator.facts.conditions.append(conditions)
    pairs = list(zip(("", *conditions.joints), conditions.comparisons, strict=True))
    verdicts = [(joint, _judge_one(comparison, evaluator, state)) for joint, comparison in pairs]
    counted = [(joint, verdict) for joint, verdict in verdicts if joint != "&&"]
    joint, result = counted.pop()
    while counted:
        before, verdict = counted.pop()
        result = _and(verdict, result) if joint == "and" else _or(verdict, result)
        joint = before
    return result


def _and(left: Verdict, right: Verdict) -> Verdict:
    holds = None
    if left.holds is False or right.holds is False:
        holds = False
    elif left.holds and right.holds:
        holds = True
    proof = left.if_true.both(right.if_true)
    return Verdict(holds, proof, _refuted(left, right), left.by_constant or right.by_constant)


def _refuted(left: Verdict, right: Verdict) -> Proven:
    """Give what follows where two conditions do not both hold."""
    if left.holds:
        return right.if_false
    return left.if_false if right.holds else left.if_false.common(right.if_false)


def _or(left: Verdict, right: Verdict) -> Verdict:
    return _and(left.turned(), right.turned()).turned()


def _judge_one(comparison: Comparison, evaluator: Evaluator, state: State) -> Verdict:
    evaluator.facts.comparisons.append(comparison)
    left = evaluator.value(comparison.left, state)
    right = evaluator.value(comparison.right, state) if comparison.right is not None else None
    if right is not None and not _tests_for_nothing(comparison.right):
        evaluator.facts.compared.update(source.key for source in left.sources | right.sources)
    if comparison.glued or _is_filtered(comparison.left):
        # What such a condition tests is not what it says; a rule tells of it.
        return Verdict(None, Proven(present=_inner_keys(comparison.left)))
    if right is None:
        return _truthiness(comparison.left, left)
    operator = comparison.operator
    if operator in _TURNED and operator != "==":
        return _equality(comparison, left, right, state).turned()
    if operator == "==":
        return _equality(comparison, left, right, state)
    return _order(comparison, left, right)


def _is_filtered(expression: Expression) -> bool:
    return isinstance(expression, NestedOutput) and bool(expression.expression.filters)


def _inner_keys(expression: Expression) -> frozenset[str]:
    inner = expression.expression.left if isinstance(expression, NestedOutput) else expression
    return keys_proven_by(inner)


def _truthiness(expression: Expression, value: Value) -> Verdict:
    proof = Proven(present=keys_proven_by(expression))
    outcomes = {values.is_truthy(literal.value) for literal in value.literals} if value.closed else set()
    return Verdict(*_settled(outcomes), if_true=proof, by_constant=value.named)


def _settled(outcomes: Iterable[bool]) -> tuple[bool | None]:
    listed = set(outcomes)
    return (listed.pop() if len(listed) == 1 else None,)


def _equality(comparison: Comparison, left: Value, right: Value, state: State) -> Verdict:
    keys = keys_proven_by(comparison.left)
    key = key_of(comparison.left)
    named = left.named or right.named
    holds = _compared("==", left, right)
    if _tests_for_nothing(comparison.right):
        return Verdict(holds, if_false=Proven(present=keys), by_constant=named)
    only = right.only
    if only is None or not isinstance(only.value, str | int | float):
        return Verdict(holds, by_constant=named)
    if holds is None and only.value in state.proven.excluded.get(key, frozenset()):
        holds = False
    if not key or isinstance(only.value, bool):
        return Verdict(holds, by_constant=named)
    empty = only.value in ("", 0)
    counts = only.value == 0 and left.size_of and not left.absent
    counted = Proven(present=left.size_of) if counts else UNPROVEN
    equal = UNPROVEN if empty else Proven(present=keys, known={key: constant(only.value)})
    differs = Proven(excluded={key: frozenset({only.value})}).both(counted)
    return Verdict(holds, equal, differs, by_constant=named)


def _tests_for_nothing(expression: Expression | None) -> bool:
    if not isinstance(expression, Constant):
        return False
    return expression.constant is None or expression.constant is values.BLANK


def _order(comparison: Comparison, left: Value, right: Value) -> Verdict:
    operator = comparison.operator
    named = left.named or right.named
    if operator not in _MEANS_SOMETHING:
        return Verdict(None)
    keys = keys_proven_by(comparison.left) | (left.size_of if operator in (">", ">=") else frozenset())
    below = left.size_of if operator in ("<", "<=") and not left.absent else frozenset()
    holds = _compared(operator, left, right)
    return Verdict(holds, Proven(present=keys), Proven(present=below), by_constant=named)


def _compared(operator: str, left: Value, right: Value) -> bool | None:
    if not (left.closed and right.closed):
        return None
    outcomes = set()
    try:
        for one in left.literals:
            for other in right.literals:
                outcomes.add(_compare(operator, one.value, other.value))
    except LiquidFailure:
        return None
    return _settled(outcomes)[0]


def _compare(operator: str, left: object, right: object) -> bool:
    if operator == "==":
        return values.is_equal(left, right)
    return values.contains(left, right) if operator == "contains" else values.compare(left, operator, right)
