"""The nodes of blocks and the parser that makes them."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import TYPE_CHECKING, TextIO, cast

from liquid.ast import BlockNode, Node
from liquid.builtin.content import ContentNode
from liquid.exceptions import BlockNestingError, LiquidSyntaxError
from liquid.parser import Parser
from liquid.stream import TokenStream
from liquid.token import Token

from mockserver.liquid.failures import LiquidFailure

if TYPE_CHECKING:
    from liquid.context import RenderContext

    from mockserver.liquid.context import BrazeContext


class BrazeNode(Node):
    """A node that is rendered in the context of a Braze rendering.

    ``blank`` says that the node never prints anything, nor an error of its own.
    """

    __slots__ = ()

    def __init__(self, token: Token, *, blank: bool = False) -> None:
        super().__init__(token)
        self.blank = blank

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        """Render the node."""
        self.write(cast("BrazeContext", context), buffer)
        return 0

    def write(self, context: BrazeContext, output: TextIO) -> None:
        """Write what the node prints."""
        raise NotImplementedError


class Block(BlockNode):
    """Nodes that are rendered one after another.

    A run-time error takes the place of the node it happened in, and rendering goes on.
    """

    __slots__ = ()

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        """Render the nodes in order."""
        self.write(cast("BrazeContext", context), buffer)
        return 0

    def write(self, context: BrazeContext, output: TextIO) -> None:
        """Write what the nodes print."""
        for node in self.nodes:
            context.work()
            try:
                node.render_to_output(context, output)
            except LiquidFailure as failure:
                context.note("LIQ101", failure.printed, node.token)
                if not node.blank:
                    output.write(failure.printed)


def drop_blanks(blocks: Iterable[Block]) -> bool:
    """Tell whether blocks never print anything, and take their blank text out if so."""
    listed = list(blocks)
    if not all(block.blank for block in listed):
        return False
    for block in listed:
        block.nodes = [node for node in block.nodes if not isinstance(node, ContentNode)]
    return True


class BrazeParser(Parser):
    """Makes blocks out of tokens."""

    def parse_block(self, stream: TokenStream, end: Container[str]) -> Block:
        """Parse nodes up to one of the tags that end the block.

        Raises ``LiquidSyntaxError`` for blocks nested too deeply.
        """
        try:
            block = super().parse_block(stream, end)
        except BlockNestingError as error:
            raise LiquidSyntaxError("blocks are nested too deeply", token=stream.current) from error
        return Block(block.token, block.nodes)
