"""What the compiler knows of a value while there is only code."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from typing import NamedTuple


class Kind(Enum):
    """What is certain of a value."""

    ANY = auto()
    """Nothing."""
    FLAG = auto()
    """It is true or false."""
    LOOP = auto()
    """It is the state of a ``for`` loop."""
    NUMBER = auto()
    TEXT = auto()


LOOP_MEMBERS: Mapping[str, Kind] = {
    "first": Kind.FLAG,
    "last": Kind.FLAG,
    "parentloop": Kind.ANY,
    **dict.fromkeys(("index", "index0", "length", "rindex", "rindex0"), Kind.NUMBER),
}
"""What a template may ask the state of a loop; attributes of the same names."""


class Atom(NamedTuple):
    """A value in the code: the name it has there, or a literal."""

    code: str
    kind: Kind = Kind.ANY
    is_constant: bool = False
    constant: object = None

    @property
    def is_set(self) -> bool:
        """Whether it is certain that the value is not nil."""
        return self.kind is not Kind.ANY or (self.is_constant and self.constant is not None)
