"""``{% capture name %}…{% endcapture %}``: keeps what a block prints as a string."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from liquid.ast import Node
from liquid.builtin.expressions import Identifier
from liquid.context import RenderContext
from liquid.token import Token

from mockserver.liquid.atoms import Kind
from mockserver.liquid.blocks import Block, BrazeNode
from mockserver.liquid.context import Output
from mockserver.liquid.tags.base import BrazeTag, name_in

if TYPE_CHECKING:
    from mockserver.liquid.compiler import Compiler
    from mockserver.liquid.context import BrazeContext
    from mockserver.liquid.syntax.stream import BrazeTokenStream


class CaptureNode(BrazeNode):
    """Keeps the text of a block under a name."""

    __slots__ = ("body", "name")

    def __init__(self, token: Token, name: str, body: Block) -> None:
        super().__init__(token, blank=True)
        self.name = name
        self.body = body

    def write(self, context: BrazeContext, output: Output) -> None:  # noqa: ARG002
        """Capture; nothing is printed. What stood before a ``break`` is kept."""
        text = Output()
        try:
            self.body.write(context, text)
        finally:
            context.locals[self.name] = text.getvalue()
            context.work_on(context.locals[self.name])

    def compile(self, compiler: Compiler) -> None:
        """Add the block, and the assignment of what it prints."""
        if self.is_straight:
            text = compiler.captured(self.body)
            compiler.assign(self.name, text)
            compiler.work_on(text, "captured")
            return
        with compiler.output() as output:
            compiler.line(f"{output} = Output()")
            with compiler.indented("try:"), compiler.branch():
                compiler.block(self.body)
            compiler.forget(self.body.assigns)
            with compiler.indented("finally:"):
                text = compiler.let(f"{output}.getvalue()", Kind.TEXT)
                compiler.assign(self.name, text)
                compiler.work_on(text)

    @property
    def is_straight(self) -> bool:
        """Whether the block is."""
        return self.body.is_straight

    @property
    def assigns(self) -> frozenset[str] | None:
        """The name, and what the block assigns."""
        inside = self.body.assigns
        return None if inside is None else inside | {self.name}

    def children(self, static_context: RenderContext, *, include_partials: bool = True) -> Iterable[Node]:  # noqa: ARG002
        """Give the nodes of the block."""
        return self.body.nodes

    def template_scope(self) -> Iterable[Identifier]:
        """Give the name captured into."""
        return (Identifier(self.name, token=self.token),)


class CaptureTag(BrazeTag):
    """Captures a block."""

    name = "capture"
    block = True
    end = "endcapture"

    def build(self, tag: Token, markup: Token, stream: BrazeTokenStream) -> Node:
        """Make the node."""
        return CaptureNode(tag, name_in(markup, tag), self.block_up_to(stream, tag, self.end))
