"""``{{ value | filter }}``: prints a value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO, cast

from liquid.ast import Node
from liquid.expression import Expression
from liquid.stream import TokenStream
from liquid.token import TOKEN_OUTPUT, Token

from mockserver.liquid import values
from mockserver.liquid.blocks import BrazeNode
from mockserver.liquid.content_blocks import ContentBlockNode, content_block_named
from mockserver.liquid.expressions import Filtered
from mockserver.liquid.tags.base import BrazeTag

if TYPE_CHECKING:
    from mockserver.liquid.context import BrazeContext
    from mockserver.liquid.stream import BrazeTokenStream


class OutputNode(BrazeNode):
    """Prints what an expression gives."""

    __slots__ = ("expression",)

    def __init__(self, token: Token, expression: Filtered) -> None:
        super().__init__(token)
        self.expression = expression

    def write(self, context: BrazeContext, output: TextIO) -> None:
        """Write the value."""
        value = self.expression.value(context)
        if isinstance(value, list) and context.assumed.is_set("liquid.array_output", "inspected"):
            output.write(values.inspect(value))
        else:
            output.write(values.render_value(value))

    def expressions(self) -> Iterable[Expression]:
        """Give the expression."""
        return (self.expression,)


class Output(BrazeTag):
    """The tag behind every pair of braces."""

    name = TOKEN_OUTPUT

    def parse(self, stream: TokenStream) -> Node:
        """Make an output, or the insertion of a Content Block."""
        token = next(stream)
        return self.build(token, stream.current, cast("BrazeTokenStream", stream))

    def build(self, tag: Token, markup: Token, stream: BrazeTokenStream) -> Node:  # noqa: ARG002
        """Make the node."""
        expression = self.expressions(markup).filtered()
        block = content_block_named(expression)
        return ContentBlockNode(tag, block) if block is not None else OutputNode(tag, expression)
