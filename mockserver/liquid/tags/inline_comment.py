"""``{% # note %}``: a comment on a line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from liquid.ast import Node
from liquid.exceptions import LiquidSyntaxError
from liquid.token import Token

from mockserver.liquid.blocks import BrazeNode
from mockserver.liquid.tags.base import BrazeTag

if TYPE_CHECKING:
    from mockserver.liquid.compiler import Compiler
    from mockserver.liquid.context import BrazeContext, Output
    from mockserver.liquid.syntax.stream import BrazeTokenStream

_BARE_LINE = re.compile(r"\n\s*[^#\s]")


class CommentNode(BrazeNode):
    """Prints nothing."""

    __slots__ = ()

    def write(self, context: BrazeContext, output: Output) -> None:
        """Write nothing."""

    def compile(self, compiler: Compiler) -> None:
        """Add nothing."""

    @property
    def is_straight(self) -> bool:
        """Always."""
        return True


class InlineCommentTag(BrazeTag):
    """A comment; every further line of it begins with ``#`` too."""

    name = "#"

    def build(self, tag: Token, markup: Token, stream: BrazeTokenStream) -> Node:  # noqa: ARG002
        """Make the node.

        Raises ``LiquidSyntaxError`` for a line that does not begin with ``#``.
        """
        if _BARE_LINE.search(markup.value):
            raise LiquidSyntaxError("every line of this comment must begin with '#'", token=tag)
        return CommentNode(tag, blank=True)
