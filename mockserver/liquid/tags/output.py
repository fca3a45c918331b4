"""``{{ value | filter }}``: prints a value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from liquid.ast import Node
from liquid.expression import Expression
from liquid.stream import TokenStream
from liquid.token import TOKEN_OUTPUT, Token

from mockserver.liquid.blocks import BrazeNode
from mockserver.liquid.content_blocks import ContentBlockNode, content_block_named
from mockserver.liquid.expressions import Filtered, Path
from mockserver.liquid.tags.base import BrazeTag

if TYPE_CHECKING:
    from mockserver.liquid.compiler import Compiler
    from mockserver.liquid.context import BrazeContext, Output
    from mockserver.liquid.syntax.stream import BrazeTokenStream


ISO_TIMESTAMP = "$isoTimestamp"


class OutputNode(BrazeNode):
    """Prints what an expression gives."""

    __slots__ = ("expression",)

    def __init__(self, token: Token, expression: Filtered) -> None:
        super().__init__(token)
        self.expression = expression

    def write(self, context: BrazeContext, output: Output) -> None:
        """Write the value."""
        output.write(context.printed(self.expression.value(context)))

    def compile(self, compiler: Compiler) -> None:
        """Add the value to what is written."""
        left = self.expression.left
        if type(left) is Path and not self.expression.filters:
            compiler.print(left.compile_printed(compiler))
        else:
            compiler.print(compiler.printed(compiler.value(self.expression)))

    @property
    def is_straight(self) -> bool:
        """Always."""
        return True

    def expressions(self) -> Iterable[Expression]:
        """Give the expression."""
        return (self.expression,)


class BareMarkerNode(OutputNode):
    """``${name}`` in plain text, without braces around it."""

    __slots__ = ()

    def write(self, context: BrazeContext, output: Output) -> None:
        """Write the attribute, or the marker as it stands."""
        if context.assumed.is_set("liquid.bare_marker", "printed"):
            super().write(context, output)
        else:
            output.write(self.token.value)


class IsoTimestampNode(BrazeNode):
    """``{{$isoTimestamp}}``, which one page uses and none explains."""

    __slots__ = ()

    def write(self, context: BrazeContext, output: Output) -> None:
        """Write the time, or nothing."""
        if context.assumed.is_set("liquid.iso_timestamp", "time"):
            output.write(f"{context.now():%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z")


class OutputTag(BrazeTag):
    """The tag behind every pair of braces."""

    name = TOKEN_OUTPUT

    def parse(self, stream: TokenStream) -> Node:
        """Make an output, or the insertion of a Content Block."""
        token = next(stream)
        return self.build(token, stream.current, cast("BrazeTokenStream", stream))

    def build(self, tag: Token, markup: Token, stream: BrazeTokenStream) -> Node:  # noqa: ARG002
        """Make the node."""
        if markup.value.strip() == ISO_TIMESTAMP:
            return IsoTimestampNode(tag)
        expression = self.expressions(markup).filtered()
        if tag.value.startswith("$"):
            return BareMarkerNode(tag, expression)
        block = content_block_named(expression)
        return ContentBlockNode(tag, block) if block is not None else OutputNode(tag, expression)
