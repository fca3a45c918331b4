"""Braze's dialect of Liquid: python-liquid's frame with Braze's syntax, tags and filters in it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from liquid.ast import Node
from liquid.builtin.content import Literal
from liquid.environment import Environment
from liquid.mode import Mode
from liquid.tag import Tag
from liquid.token import Token

from mockserver.liquid.blocks import Block, BrazeParser
from mockserver.liquid.failures import LIMITS
from mockserver.liquid.filters import FILTERS, Filter
from mockserver.liquid.syntax.expression_parser import ExpressionParser
from mockserver.liquid.syntax.lexer import TemplateLexer
from mockserver.liquid.syntax.stream import BrazeTokenStream, expression_stream
from mockserver.liquid.tags import TAGS
from mockserver.liquid.tags.illegal import UnknownTag
from mockserver.liquid.tags.output import OutputTag


class BrazeEnvironment(Environment):
    """The tags, filters and syntax of Braze; never changed after it was made."""

    block_nesting_limit = LIMITS.depth

    def __init__(self, *, keep_comments: bool) -> None:
        self.keep_comments = keep_comments
        self.braze_filters: dict[str, Filter] = {}
        super().__init__(tolerance=Mode.STRICT, strict_filters=False)
        self.parser = BrazeParser(self)

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:  # noqa: ARG002
        """Register Braze's own tags and filters, and none of python-liquid's."""
        tags: tuple[type[Tag], ...] = (Literal, OutputTag, UnknownTag, *TAGS)
        for tag in tags:
            self.add_tag(tag)
        self.braze_filters = dict(FILTERS)
        self.filters = {name: item.function for name, item in self.braze_filters.items()}

    def _parse(self, source: str) -> list[Node]:
        return self.parse_part(source, 0, len(source)).nodes

    def parse_part(self, source: str, start: int, end: int) -> Block:
        """Parse one stretch of a source; every position stays one of the whole source."""
        lexer = TemplateLexer(source, start, end, keep_comments=self.keep_comments)
        return self.parse_tokens(lexer.tokens(), Token("content", "", start, source))

    def parse_tokens(self, tokens: Iterable[Token], at: Token, depth: int = 0) -> Block:
        """Parse tokens of a template that are no block's."""
        return Block(at, self.parser.parse(BrazeTokenStream(tokens, depth)))

    def expressions(self, markup: Token) -> ExpressionParser:
        """Give a parser for the inside of an output or a tag."""
        return ExpressionParser(expression_stream(markup), self.braze_filters)


@cache
def braze_environment(*, keep_comments: bool) -> BrazeEnvironment:
    """Give the environment; there are two, by what becomes of HTML comments."""
    return BrazeEnvironment(keep_comments=keep_comments)
