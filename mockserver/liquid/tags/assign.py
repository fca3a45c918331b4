"""``{% assign name = value | filter %}``: keeps a value for the rest of the field."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from liquid.ast import Node
from liquid.builtin.expressions import Identifier
from liquid.exceptions import LiquidSyntaxError
from liquid.expression import Expression
from liquid.token import Token

from mockserver.liquid.blocks import BrazeNode
from mockserver.liquid.expressions import Filtered
from mockserver.liquid.syntax.stream import part_of
from mockserver.liquid.tags.base import BrazeTag

if TYPE_CHECKING:
    from mockserver.liquid.compiler import Compiler
    from mockserver.liquid.context import BrazeContext, Output
    from mockserver.liquid.syntax.stream import BrazeTokenStream

_NAME_CHARACTERS = re.compile(r"[\w\-.\[\]]")


class AssignNode(BrazeNode):
    """Keeps a value under a name."""

    __slots__ = ("expression", "name")

    def __init__(self, token: Token, name: str, expression: Filtered) -> None:
        super().__init__(token, blank=True)
        self.name = name
        self.expression = expression

    def write(self, context: BrazeContext, output: Output) -> None:  # noqa: ARG002
        """Assign; nothing is printed."""
        context.locals[self.name] = self.expression.value(context)

    def compile(self, compiler: Compiler) -> None:
        """Add the assignment."""
        compiler.assign(self.name, compiler.value(self.expression))

    @property
    def is_straight(self) -> bool:
        """Always."""
        return True

    @property
    def assigns(self) -> frozenset[str]:
        """The one name."""
        return frozenset({self.name})

    def expressions(self) -> Iterable[Expression]:
        """Give the expression assigned."""
        return (self.expression,)

    def template_scope(self) -> Iterable[Identifier]:
        """Give the name assigned to."""
        return (Identifier(self.name, token=self.token),)


class AssignTag(BrazeTag):
    """Assigns a value to a name."""

    name = "assign"

    def build(self, tag: Token, markup: Token, stream: BrazeTokenStream) -> Node:  # noqa: ARG002
        """Make the node.

        Raises ``LiquidSyntaxError`` for anything but a name, ``=`` and a value.
        """
        before, sign, _ = markup.value.partition("=")
        name = _last_name(before.rstrip().removesuffix("}}").rstrip())
        if not (sign and name):
            raise LiquidSyntaxError("expected 'assign name = value'", token=tag)
        expression = self.expressions(part_of(markup, len(before) + 1)).filtered()
        return AssignNode(tag, name, expression)


def _last_name(text: str) -> str:
    start = len(text)
    while start and _NAME_CHARACTERS.match(text[start - 1]):
        start -= 1
    return text[start:]
