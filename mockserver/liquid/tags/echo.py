"""``{% echo value %}``: an output that may stand in a ``liquid`` tag."""

from __future__ import annotations

from liquid.ast import Node
from liquid.token import Token

from mockserver.liquid.syntax.stream import BrazeTokenStream
from mockserver.liquid.tags.base import BrazeTag
from mockserver.liquid.tags.output import OutputNode


class EchoTag(BrazeTag):
    """Prints a value."""

    name = "echo"

    def build(self, tag: Token, markup: Token, stream: BrazeTokenStream) -> Node:  # noqa: ARG002
        """Make the node."""
        return OutputNode(tag, self.expressions(markup).filtered())
