"""``{% increment name %}``: prints a counter and adds one to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liquid.ast import Node
from liquid.token import Token

from mockserver.liquid.blocks import BrazeNode
from mockserver.liquid.tags.base import BrazeTag

if TYPE_CHECKING:
    from mockserver.liquid.context import BrazeContext, Output
    from mockserver.liquid.syntax.stream import BrazeTokenStream


class IncrementNode(BrazeNode):
    """Prints a counter before it grows."""

    __slots__ = ("name",)

    def __init__(self, token: Token, name: str) -> None:
        super().__init__(token)
        self.name = name

    def write(self, context: BrazeContext, output: Output) -> None:
        """Write the counter."""
        output.write(str(context.count(self.name, 1) - 1))


class IncrementTag(BrazeTag):
    """Counts up."""

    name = "increment"

    def build(self, tag: Token, markup: Token, stream: BrazeTokenStream) -> Node:  # noqa: ARG002
        """Make the node."""
        return IncrementNode(tag, markup.value.strip())
