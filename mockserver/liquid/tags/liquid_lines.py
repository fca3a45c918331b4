"""``{% liquid … %}``: one tag on each line, without delimiters."""

from __future__ import annotations

from liquid.ast import Node
from liquid.token import Token

from mockserver.liquid.syntax.lexer import tokenize_lines
from mockserver.liquid.syntax.stream import BrazeTokenStream
from mockserver.liquid.tags.base import BrazeTag


class LiquidTag(BrazeTag):
    """Holds tags; what it opens it also closes."""

    name = "liquid"

    def build(self, tag: Token, markup: Token, stream: BrazeTokenStream) -> Node:
        """Make a block of the lines."""
        end = markup.start_index + len(markup.value)
        lines = tokenize_lines(markup.source, markup.start_index, end)
        return self.env.parse_tokens(lines, tag, stream.block_depth + 1)
