"""What is known at one point of a template: variables, what is proven present, where output goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mockserver.lint.values import Value, either


@dataclass(frozen=True, slots=True)
class Proven:
    """What follows where a condition holds: present keys, known values, values that are ruled out."""

    present: frozenset[str] = frozenset()
    known: Mapping[str, Value] = field(default_factory=dict)
    excluded: Mapping[str, frozenset[object]] = field(default_factory=dict)

    def both(self, other: Proven) -> Proven:
        """Give what follows where two conditions hold."""
        excluded = dict(self.excluded)
        for key, values in other.excluded.items():
            excluded[key] = excluded.get(key, frozenset()) | values
        return Proven(self.present | other.present, {**self.known, **other.known}, excluded)

    def common(self, other: Proven) -> Proven:
        """Give what follows where at least one of two conditions holds."""
        known = {key: value for key, value in self.known.items() if other.known.get(key) == value}
        excluded = {
            key: values & other.excluded[key]
            for key, values in self.excluded.items()
            if key in other.excluded
        }
        return Proven(self.present & other.present, known, excluded)


UNPROVEN = Proven()


@dataclass(slots=True)
class State:
    """What is known at one point of a template."""

    variables: dict[str, Value] = field(default_factory=dict)
    proven: Proven = UNPROVEN
    reachable: bool = True
    open_ended: bool = False
    """A Content Block was inserted: it may have assigned anything."""

    def fork(self) -> State:
        """Give a copy that goes on by itself."""
        return State(dict(self.variables), self.proven, self.reachable, self.open_ended)

    def assume(self, proof: Proven) -> None:
        """Take a condition for true from here on."""
        self.proven = self.proven.both(proof)
        for key in proof.present:
            if key in self.variables:
                value = self.variables[key]
                present = value.absent | {pick.key for pick in value.picks}
                self.proven = self.proven.both(Proven(present=frozenset(present)))
                self.variables[key] = value.present()
        for key, value in proof.known.items():
            if key in self.variables:
                self.variables[key] = value

    def assign(self, name: str, value: Value) -> None:
        """Give a variable a new value; what was proven of the old one holds no longer."""
        self.variables[name] = value
        self.proven = _without(self.proven, name)


def _without(proven: Proven, name: str) -> Proven:
    def is_other(key: str) -> bool:
        return key != name and not key.startswith((f"{name}.", f"{name}["))

    if all(map(is_other, (*proven.present, *proven.known, *proven.excluded))):
        return proven
    return Proven(
        frozenset(filter(is_other, proven.present)),
        {key: value for key, value in proven.known.items() if is_other(key)},
        {key: values for key, values in proven.excluded.items() if is_other(key)},
    )


def merge(states: Iterable[State], undefined: Value) -> State:
    """Give the state behind branches; ``undefined`` is what a variable is that a branch left alone."""
    reached = [state for state in states if state.reachable]
    if not reached:
        return State(reachable=False)
    merged = reached[0]
    for state in reached[1:]:
        names = dict.fromkeys((*merged.variables, *state.variables))
        merged = State(
            {
                name: either(merged.variables.get(name, undefined), state.variables.get(name, undefined))
                for name in names
            },
            merged.proven.common(state.proven),
            open_ended=merged.open_ended or state.open_ended,
        )
    return merged
