"""How well a simulated behaviour is known, and the switches for what nobody can know.

Every question the vendors' public pages leave open is one :class:`Assumption`: a name, the question,
the choices and a default. A workspace, a scenario or Python code may choose otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from math import inf

from mockserver.errors import AssumptionError

Choice = str | int | float
"""What an assumption can be set to: the name of a choice, or a number."""


class Evidence(StrEnum):
    """How a behaviour is known."""

    DOCUMENTED = "documented"
    """A vendor's or a partner's public page says it."""
    RECORDED = "recorded"
    """It was seen in a published recording of the real service."""
    ASSUMED = "assumed"
    """Nobody outside knows; a choice had to be made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """One open question of the vendors' documentation, as a switch.

    ``choices`` names what it can be set to, each with a word of explanation. Where it is empty any
    number is a choice, in ``unit``, or any text where the default is one. ``source`` is the public page
    that leaves the question open.
    """

    name: str
    question: str
    default: Choice
    choices: Mapping[str, str]
    unit: str = ""
    evidence: Evidence = Evidence.ASSUMED
    source: str = ""

    def accept(self, value: object) -> Choice:
        """Give the value back if it can be chosen.

        Raises ``AssumptionError`` naming the choices if not.
        """
        if self.choices:
            return self._accept_name(value)
        return self._accept_text(value) if isinstance(self.default, str) else self._accept_number(value)

    def _accept_text(self, value: object) -> Choice:
        if not isinstance(value, str) or not value.strip():
            raise AssumptionError(
                f"assumption {self.name}: {value!r} is not a text of {self.unit}",
                hint=f"write it as {self.default!r}",
            )
        return value

    def _accept_number(self, value: object) -> Choice:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < inf:
            raise AssumptionError(
                f"assumption {self.name}: {value!r} is not a number of {self.unit}",
                hint=f"give a number that is not negative, such as {self.default}",
            )
        return value

    def _accept_name(self, value: object) -> Choice:
        # YAML 1.1 reads a bare yes, no, on and off as booleans; people mean the words.
        name = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
        if not isinstance(name, str) or name not in self.choices:
            raise AssumptionError(
                f"assumption {self.name}: {value!r} is not one of its choices",
                hint="choose one of: " + ", ".join(self.choices),
            )
        return name


class Assumptions(Mapping[str, Choice]):
    """The choices in force: each declared assumption's default, or what was set instead."""

    def __init__(self, declared: Iterable[Assumption], chosen: Mapping[str, object] | None = None) -> None:
        self._declared = {assumption.name: assumption for assumption in declared}
        self._in_force: dict[str, Choice] = {one.name: one.default for one in self._declared.values()}
        for name, value in (chosen or {}).items():
            self.set(name, value)

    def __getitem__(self, name: str) -> Choice:
        return self._in_force[name]

    def __contains__(self, name: object) -> bool:
        return name in self._declared

    def __iter__(self) -> Iterator[str]:
        return iter(self._declared)

    def __len__(self) -> int:
        return len(self._declared)

    @property
    def in_force(self) -> Mapping[str, Choice]:
        """The same choices as a plain mapping, which is faster to read and must not be changed."""
        return self._in_force

    @property
    def declared(self) -> tuple[Assumption, ...]:
        """Every assumption there is, in order of declaration."""
        return tuple(self._declared.values())

    def set(self, name: str, value: object) -> None:
        """Choose otherwise.

        Raises ``AssumptionError`` for a name or a choice that does not exist.
        """
        if name not in self._declared:
            near = get_close_matches(name, self._declared, n=1)
            hint = f"did you mean {near[0]}?" if near else "`mockserver assumptions` lists them all"
            raise AssumptionError(f"there is no assumption {name!r}", hint=hint)
        self._in_force[name] = self._declared[name].accept(value)

    def is_set(self, name: str, choice: str) -> bool:
        """Tell whether the choice in force is this one."""
        return self[name] == choice

    def number(self, name: str) -> float:
        """Give the number in force for an assumption that is one.

        Raises ``TypeError`` for an assumption with named choices.
        """
        value = self[name]
        if isinstance(value, str):
            raise TypeError(f"assumption {name} is a choice, not a number")
        return value
