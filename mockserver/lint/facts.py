"""What a walk through a template notes down for the rules to look at."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mockserver.lint.fields import Field
from mockserver.lint.target import Place, Target
from mockserver.lint.values import Value

if TYPE_CHECKING:
    from liquid.token import Token

    from mockserver.lint.parsing import Fault
    from mockserver.liquid.expressions import Attribute, Comparison, Conditions, FilterCall
    from mockserver.liquid.tags.connected_content import ConnectedContentNode


@dataclass(frozen=True, slots=True)
class Sink:
    """A value that is printed, and where; ``end`` is behind the output's closing braces, 0 if it has none."""

    place: Place
    value: Value
    index: int
    end: int = 0


@dataclass(frozen=True, slots=True)
class Dead:
    """A branch that is never taken, or text that is never reached."""

    index: int
    why: str
    by_constant: bool = False
    """Because of a constant in a variable, which somebody may mean as a switch."""
    behind: bool = False
    """It stands behind a tag that ends the message or the pass of a loop."""


@dataclass(frozen=True, slots=True)
class UndefinedName:
    """A plain variable that is used where no assignment came before."""

    name: str
    index: int
    path: str
    defined: frozenset[str]


@dataclass(slots=True, eq=False)
class Call:
    """A Connected Content call."""

    node: ConnectedContentNode
    index: int
    body: Value
    headers: Value
    method: str
    url: Value
    used: bool = False
    unguarded: bool = False

    @property
    def key(self) -> str:
        """The name by which values tell that they came of this call."""
        return f"call {self.index}"


@dataclass(slots=True)
class Facts:
    """Everything noted about one field."""

    field: Field
    source: str
    target: Target
    tokens: list[Token] = dataclasses.field(default_factory=list)
    faults: list[Fault] = dataclasses.field(default_factory=list)
    attributes: list[Attribute] = dataclasses.field(default_factory=list)
    filters: list[FilterCall] = dataclasses.field(default_factory=list)
    comparisons: list[Comparison] = dataclasses.field(default_factory=list)
    conditions: list[Conditions] = dataclasses.field(default_factory=list)
    compared: set[str] = dataclasses.field(default_factory=set)
    """Keys of what is compared with something, not only asked whether it is there."""
    definitions: dict[str, int] = dataclasses.field(default_factory=dict)
    uses: set[str] = dataclasses.field(default_factory=set)
    undefined: list[UndefinedName] = dataclasses.field(default_factory=list)
    open_ended: bool = False
    sinks: list[Sink] = dataclasses.field(default_factory=list)
    inner: list[Target] = dataclasses.field(default_factory=list)
    dead: list[Dead] = dataclasses.field(default_factory=list)
    calls: list[Call] = dataclasses.field(default_factory=list)
    escaped_twice: list[int] = dataclasses.field(default_factory=list)
    zoned_late: list[int] = dataclasses.field(default_factory=list)
