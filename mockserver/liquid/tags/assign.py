"""``{% assign name = value | filter %}``: keeps a value for the rest of the field."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO

from liquid.ast import Node
from liquid.builtin.expressions import Identifier
from liquid.exceptions import LiquidSyntaxError
from liquid.expression import Expression
from liquid.token import Token

from mockserver.liquid.blocks import BrazeNode
from mockserver.liquid.expressions import Filtered
from mockserver.liquid.tags.base import BrazeTag, part_of

if TYPE_CHECKING:
    from mockserver.liquid.context import BrazeContext
    from mockserver.liquid.stream import BrazeTokenStream

_ASSIGNMENT = re.compile(r"([\w\-.\[\]]+)\s*(?:\}\}\s*)?=")


class AssignNode(BrazeNode):
    """Keeps a value under a name."""

    __slots__ = ("expression", "name")

    def __init__(self, token: Token, name: str, expression: Filtered) -> None:
        super().__init__(token, blank=True)
        self.name = name
        self.expression = expression

    def write(self, context: BrazeContext, output: TextIO) -> None:  # noqa: ARG002
        """Assign; nothing is printed."""
        context.locals[self.name] = self.expression.value(context)

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
        match = _ASSIGNMENT.search(markup.value)
        if match is None:
            raise LiquidSyntaxError("expected 'assign name = value'", token=tag)
        expression = self.expressions(part_of(markup, match.end())).filtered()
        return AssignNode(tag, match[1], expression)
