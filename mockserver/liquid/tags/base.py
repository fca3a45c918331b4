"""What every tag of this room starts from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from liquid.ast import Node
from liquid.exceptions import LiquidSyntaxError
from liquid.stream import TokenStream
from liquid.tag import Tag
from liquid.token import TOKEN_EOF, Token

if TYPE_CHECKING:
    from mockserver.liquid.blocks import Block
    from mockserver.liquid.environment import BrazeEnvironment
    from mockserver.liquid.syntax.expression_parser import ExpressionParser
    from mockserver.liquid.syntax.stream import BrazeTokenStream

_NAME = re.compile(r"[\w\-.\[\]]+")


class BrazeTag(Tag):
    """A tag; ``build`` makes its node from the tag's token and its markup."""

    block = False
    env: BrazeEnvironment

    def parse(self, stream: TokenStream) -> Node:
        """Make the tag's node, leaving the stream on the last token of the tag."""
        tag = stream.current
        return self.build(tag, cast("BrazeTokenStream", stream).markup(), cast("BrazeTokenStream", stream))

    def build(self, tag: Token, markup: Token, stream: BrazeTokenStream) -> Node:
        """Make the tag's node."""
        raise NotImplementedError

    def expressions(self, markup: Token) -> ExpressionParser:
        """Give a parser for markup."""
        return self.env.expressions(markup)

    def block_up_to(self, stream: BrazeTokenStream, tag: Token, *ends: str) -> Block:
        """Parse the nodes behind the token the stream stands on, up to one of the tags named.

        The stream is left on that tag. Raises ``LiquidSyntaxError`` where none comes.
        """
        next(stream)
        block = self.env.parser.parse_block(stream, ends)
        if stream.current.kind == TOKEN_EOF:
            raise LiquidSyntaxError(f"{tag.value!r} tag was never closed", token=tag)
        return block


def name_in(markup: Token, tag: Token) -> str:
    """Give the first name in markup, quoted or not.

    Raises ``LiquidSyntaxError`` where there is none.
    """
    match = _NAME.search(markup.value)
    if match is None:
        raise LiquidSyntaxError(f"{tag.value!r} needs the name of a variable", token=tag)
    return match[0]
