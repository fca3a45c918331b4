"""The nodes of blocks and the parser that makes them."""

from __future__ import annotations

from collections.abc import Container, Iterable
from functools import cache
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

    from mockserver.liquid.compiler import Compiler
    from mockserver.liquid.context import BrazeContext, Output


class BrazeNode(Node):
    """A node that is rendered in the context of a Braze rendering.

    ``blank`` says that the node never prints anything, nor an error of its own. A node that is rendered
    often has a method ``compile`` beside ``write``, which adds code that does the same.
    """

    __slots__ = ()

    @property
    def is_straight(self) -> bool:
        """Whether the node always goes on to the next and does nothing but print and assign."""
        return False

    @property
    def assigns(self) -> frozenset[str] | None:
        """The variables the node may assign, ``None`` where it may be any."""
        return frozenset()

    def __init__(self, token: Token, *, blank: bool = False) -> None:
        super().__init__(token)
        self.blank = blank

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        """Render the node."""
        self.write(cast("BrazeContext", context), cast("Output", buffer))
        return 0

    def write(self, context: BrazeContext, output: Output) -> None:
        """Write what the node prints."""
        raise NotImplementedError

    def compile(self, compiler: Compiler) -> None:
        """Add the code that writes what the node prints."""
        raise NotImplementedError


class Block(BlockNode):
    """Nodes that are rendered one after another.

    A run-time error takes the place of the node it happened in, and rendering goes on.
    """

    __slots__ = ()

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        """Render the nodes in order."""
        self.write(cast("BrazeContext", context), cast("Output", buffer))
        return 0

    def write(self, context: BrazeContext, output: Output) -> None:
        """Write what the nodes print."""
        context.work(len(self.nodes))
        for node in self.nodes:
            try:
                node.render_to_output(context, cast("TextIO", output))
            except LiquidFailure as failure:
                output.write(context.failed(failure, node))

    def compile(self, compiler: Compiler) -> None:
        """Add the code of the nodes."""
        compiler.nodes(self) if self.is_straight else compiler.block(self)

    @property
    def is_straight(self) -> bool:
        """Whether every node always goes on to the next."""
        return all(map(is_straight, self.nodes))

    @property
    def assigns(self) -> frozenset[str] | None:
        """The variables the nodes may assign, ``None`` where it may be any."""
        return assigned(self.nodes)


def compiles(node: Node) -> bool:
    """Tell whether a node can be compiled: where it has its rendering from, it has its code from."""
    return _class_compiles(type(node))


@cache
def _class_compiles(node_class: type[Node]) -> bool:
    for owner in node_class.__mro__:
        if owner is BrazeNode:
            return False
        if "compile" in vars(owner):
            return True
        if "write" in vars(owner) or "render_to_output" in vars(owner):
            return False
    return False


def is_straight(node: Node) -> bool:
    """Tell whether a node always goes on to the next and does nothing but print and assign."""
    return type(node) is ContentNode or (compiles(node) and cast("BrazeNode", node).is_straight)


def assigned(nodes: Iterable[Node]) -> frozenset[str] | None:
    """Give the variables that nodes may assign, ``None`` where it may be any."""
    names: frozenset[str] = frozenset()
    for node in nodes:
        if type(node) is ContentNode:
            continue
        more = cast("BrazeNode", node).assigns if compiles(node) else None
        if more is None:
            return None
        names |= more
    return names


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
