"""``{% cycle 'a', 'b' %}``: prints its values in turn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from liquid.ast import Node
from liquid.exceptions import LiquidSyntaxError
from liquid.expression import Expression
from liquid.token import TOKEN_COLON, TOKEN_COMMA, TOKEN_EOF, Token

from mockserver.liquid.blocks import BrazeNode
from mockserver.liquid.expressions import Constant
from mockserver.liquid.ruby.values import inspect, render_value
from mockserver.liquid.tags.base import BrazeTag

if TYPE_CHECKING:
    from mockserver.liquid.context import BrazeContext, Output
    from mockserver.liquid.syntax.expression_parser import ExpressionParser
    from mockserver.liquid.syntax.stream import BrazeTokenStream


class CycleNode(BrazeNode):
    """Prints the next of its values; cycles of the same name, or of the same constants, share a turn."""

    __slots__ = ("group", "items")

    def __init__(self, token: Token, group: Expression | None, items: Sequence[Expression]) -> None:
        super().__init__(token)
        self.group = group
        self.items = tuple(items)

    def write(self, context: BrazeContext, output: Output) -> None:
        """Write the value whose turn it is."""
        turns, key = context.turns, self._key(context)
        turn = turns.get(key, 0)
        item = self.items[turn].evaluate(context) if turn < len(self.items) else None
        output.write(render_value(item))
        turns[key] = turn + 1 if turn + 1 < len(self.items) else 0

    def _key(self, context: BrazeContext) -> object:
        if self.group is not None:
            return inspect(self.group.evaluate(context))
        if all(isinstance(item, Constant) for item in self.items):
            return tuple(inspect(item.evaluate(context)) for item in self.items)
        return self

    def expressions(self) -> Iterable[Expression]:
        """Give the group and the values."""
        return self.items if self.group is None else (self.group, *self.items)


class CycleTag(BrazeTag):
    """Takes turns."""

    name = "cycle"

    def build(self, tag: Token, markup: Token, stream: BrazeTokenStream) -> Node:  # noqa: ARG002
        """Make the node.

        Raises ``LiquidSyntaxError`` where there is nothing to cycle through.
        """
        parser = self.expressions(markup)
        value, group = parser.value(), None
        if parser.stream.current.kind == TOKEN_COLON:
            next(parser.stream)
            group, value = value, parser.value()
        items = [item for item in (value, *_others(parser)) if item is not None]
        if not items:
            raise LiquidSyntaxError("expected 'cycle value, value'", token=tag)
        return CycleNode(tag, group, items)


def _others(parser: ExpressionParser) -> Iterable[Expression | None]:
    while (token := next(parser.stream)).kind != TOKEN_EOF:
        if token.kind == TOKEN_COMMA:
            yield parser.value()
