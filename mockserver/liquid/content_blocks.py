"""Content Blocks: ``{{content_blocks.${name}}}`` puts a shared piece of Liquid into a message.

Page: https://www.braze.com/docs/user_guide/messaging/design_and_edit/content_blocks/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liquid.exceptions import LiquidError
from liquid.token import Token

from mockserver.liquid.blocks import BrazeNode
from mockserver.liquid.expressions import Attribute, Filtered, Path
from mockserver.liquid.failures import RenderingAborted

if TYPE_CHECKING:
    from mockserver.liquid.context import BrazeContext, Output

NAMESPACES = ("content_blocks", "content_block")
MOST_LEVELS = 2
"""Blocks inside one another; what stands in a third is dropped."""
PARSE_ABORT = "template_parse_error"


class ContentBlockNode(BrazeNode):
    """Renders a block's Liquid in place, with the message's variables."""

    __slots__ = ("name",)

    def __init__(self, token: Token, name: str) -> None:
        super().__init__(token)
        self.name = name

    def write(self, context: BrazeContext, output: Output) -> None:
        """Write what the block renders to; nothing for one that does not exist."""
        source = context.resources.content_blocks.get(self.name)
        if source is None:
            context.note("LIQ103", f"there is no Content Block {self.name!r}", self.token)
        elif context.block_level >= MOST_LEVELS:
            context.note(
                "LIQ104", f"Content Block {self.name!r} is nested too deeply; it is dropped", self.token
            )
        else:
            self._render(source, context, output)

    def _render(self, source: str, context: BrazeContext, output: Output) -> None:
        if len(source.encode(errors="surrogatepass")) > context.assumed.number("liquid.content_block_size"):
            context.note("LIQ105", f"Content Block {self.name!r} is larger than Braze allows", self.token)
        name = f"{context.name}: {self.name}"
        context.block_level += 1
        try:
            with context.inside(name):
                context.parse(source).write(context, output)
        except LiquidError as error:
            raise RenderingAborted(PARSE_ABORT, f"Content Block {self.name!r}: {error.message}") from error
        finally:
            context.block_level -= 1


def content_block_named(expression: Filtered) -> str | None:
    """Give the name of the block an output inserts, if it inserts one."""
    root = expression.left.root if isinstance(expression.left, Path) else None
    plain = isinstance(expression.left, Path) and not expression.left.steps and not expression.filters
    if plain and isinstance(root, Attribute) and root.namespace in NAMESPACES:
        return root.name
    return None
