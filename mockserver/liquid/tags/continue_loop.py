"""``{% continue %}``: goes on with the next element; outside of a loop it ends the rendering."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liquid.ast import Node
from liquid.token import Token

from mockserver.liquid.blocks import BrazeNode
from mockserver.liquid.failures import ContinueLoop
from mockserver.liquid.tags.base import BrazeTag

if TYPE_CHECKING:
    from mockserver.liquid.compiler import Compiler
    from mockserver.liquid.context import BrazeContext, Output
    from mockserver.liquid.syntax.stream import BrazeTokenStream


class ContinueNode(BrazeNode):
    """Interrupts the pass of a loop."""

    __slots__ = ()

    def write(self, context: BrazeContext, output: Output) -> None:  # noqa: ARG002
        """Interrupt."""
        raise ContinueLoop

    def compile(self, compiler: Compiler) -> None:
        """Add the interruption."""
        compiler.line("raise ContinueLoop")


class ContinueTag(BrazeTag):
    """Interrupts the pass of a loop."""

    name = "continue"

    def build(self, tag: Token, markup: Token, stream: BrazeTokenStream) -> Node:  # noqa: ARG002
        """Make the node."""
        return ContinueNode(tag)
