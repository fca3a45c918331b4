"""Steps through tokens; what stands inside an output or a tag is read where it stands."""

from __future__ import annotations

from collections.abc import Iterable

from liquid.exceptions import LiquidSyntaxError
from liquid.stream import TokenStream
from liquid.token import TOKEN_EXPRESSION, Token

from mockserver.liquid.syntax.tokens import tokenize


class BrazeTokenStream(TokenStream):
    """A stream of a template's tokens, or of the tokens inside one of its tags."""

    def __init__(self, tokens: Iterable[Token], block_depth_carry: int = 0) -> None:
        super().__init__(iter(tokens), block_depth_carry)
        if self.tokens:
            # Past the end the stream stands on its last token's kind of end, so that errors have a place.
            self.eof = self.eof._replace(source=self.tokens[-1].source, start_index=_end_of(self.tokens[-1]))

    def into_inner(self, *, tag: Token | None = None, eat: bool = True) -> BrazeTokenStream:
        """Give the tokens of the current expression, each at its place in the whole source.

        Raises ``LiquidSyntaxError`` where there is no expression.
        """
        token = self.current
        if token.kind != TOKEN_EXPRESSION:
            raise LiquidSyntaxError("missing expression", token=tag or token)
        if eat:
            next(self)
        return expression_stream(token)

    def markup(self) -> Token:
        """Step onto the markup of the tag the stream stands on, and give it; empty where there is none."""
        tag = self.current
        if self.peek.kind == TOKEN_EXPRESSION:
            next(self)
            return self.current
        return Token(TOKEN_EXPRESSION, "", _end_of(tag), tag.source)


def expression_stream(token: Token) -> BrazeTokenStream:
    """Give the tokens of one stretch of markup."""
    return BrazeTokenStream(tokenize(token.source, token.start_index, _end_of(token)))


def part_of(markup: Token, start: int, end: int | None = None) -> Token:
    """Give a stretch of markup as markup of its own, its place kept."""
    text = markup.value[start:end]
    return Token(TOKEN_EXPRESSION, text, markup.start_index + start, markup.source)


def _end_of(token: Token) -> int:
    return token.start_index + len(token.value)
