"""Finds text, outputs and tags in a template, by one walk over its source.

The inside of an output is scanned with its braces balanced, because Braze lets outputs stand inside
outputs and tags, and ends a marker with a brace of its own: ``{{a.${b} | plus: {{c.${d}}}}}``.
Quoted text keeps its braces. The walk takes linear time whatever the source.

Syntax: https://www.braze.com/docs/user_guide/personalization_and_dynamic_content/liquid/using_liquid/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from liquid.exceptions import LiquidSyntaxError
from liquid.token import (
    TOKEN_CONTENT,
    TOKEN_EXPRESSION,
    TOKEN_ILLEGAL,
    TOKEN_OUTPUT,
    TOKEN_TAG,
    Token,
)

from mockserver.liquid.ruby.values import BLANKS
from mockserver.liquid.syntax.tokens import MARKER

_START = re.compile(rf"\{{\{{|\{{%|<!--|{MARKER}")
_STEP = re.compile(rf"""{MARKER}|\{{\{{|\}}\}}|["']|\{{%""")
_TAG = re.compile(r"\{%-?\s*(#|\w+)\s*", re.ASCII)
_RAW_END = re.compile(r"\{%-?\s*endraw\b")
_LINE_TAG = re.compile(r"[ \t\r\f\v]*(#|\w+)[ \t\r\f\v]*", re.ASCII)


class TemplateLexer:
    """Reads one stretch of a source into tokens of text, outputs and tags."""

    def __init__(self, source: str, start: int = 0, end: int | None = None, *, keep_comments: bool) -> None:
        self._source = source
        self._index = start
        self._end = len(source) if end is None else end
        self._strips_comments = not keep_comments
        self._trims = False
        self._unclosed: set[str] = set()

    def tokens(self) -> Iterator[Token]:
        """Give the tokens in order.

        Raises ``LiquidSyntaxError`` for an output, a tag or a block of raw text that is not closed.
        """
        text_start = self._index
        while (match := _START.search(self._source, self._index, self._end)) is not None:
            opening, start = match[0], match.start()
            if opening == "<!--" and not self._is_removed_comment(start):
                self._index = match.end()
                continue
            yield from self._text(text_start, start, trims_end=self._trims_before(match))
            yield from self._markup(match)
            text_start = self._index
        yield from self._text(text_start, self._end, trims_end=False)

    def _markup(self, match: re.Match[str]) -> Iterator[Token]:
        opening, start = match[0], match.start()
        if opening == "{{":
            yield from self._output(start)
        elif opening == "{%":
            yield from self._tag(start)
        elif opening == "<!--":
            self._index = self._source.index("-->", start, self._end) + 3
        else:
            yield self._token(TOKEN_OUTPUT, start, match.end())
            yield self._token(TOKEN_EXPRESSION, start, match.end())
            self._index, self._trims = match.end(), False

    def _trims_before(self, match: re.Match[str]) -> bool:
        return match[0] in ("{{", "{%") and self._source.startswith("-", match.end(), self._end)

    def _text(self, start: int, end: int, *, trims_end: bool) -> Iterator[Token]:
        text = self._source[start:end]
        if self._trims:
            start += len(text) - len(text.lstrip(BLANKS))
            text = text.lstrip(BLANKS)
        if trims_end:
            text = text.rstrip(BLANKS)
        if end > start or text:
            self._trims = False
        if text:
            yield Token(TOKEN_CONTENT, text, start, self._source)

    def _is_removed_comment(self, start: int) -> bool:
        return self._strips_comments and self._find("-->", start) >= 0

    def _find(self, text: str, start: int) -> int:
        """Find a text, remembering that it comes no more so that no second search runs to the end."""
        if text in self._unclosed:
            return -1
        index = self._source.find(text, start, self._end)
        if index < 0:
            self._unclosed.add(text)
        return index

    # -- outputs

    def _output(self, start: int) -> Iterator[Token]:
        if self._source.startswith("{{{", start, self._end):
            raise self._error("Unexpected end token: an output opens with three braces", start)
        close = self._close_of_output(start)
        inner_start, inner_end = self._without_dashes(start + 2, close)
        yield self._token(TOKEN_OUTPUT, start, close + 2)
        yield self._token(TOKEN_EXPRESSION, inner_start, inner_end)
        self._index = close + 2

    def _close_of_output(self, start: int) -> int:
        depth, index = 0, start
        while (match := _STEP.search(self._source, index, self._end)) is not None:
            index = match.end()
            step = match[0]
            if step in "\"'":
                index = max(index, self._find(step, index) + 1)
            elif step == "{{":
                depth += 1
            elif step == "{%":
                raise self._error("Unexpected end token: a tag stands inside an output", match.start())
            elif step == "}}":
                depth -= 1
                if depth == 0:
                    return match.start()
        raise self._error("Unexpected end token: this output is never closed by '}}'", start)

    def _without_dashes(self, start: int, end: int) -> tuple[int, int]:
        if start < end and self._source[start] == "-":
            start += 1
        self._trims = start < end and self._source[end - 1] == "-"
        return start, end - self._trims

    # -- tags

    def _tag(self, start: int) -> Iterator[Token]:
        close = self._find("%}", start + 2)
        match = _TAG.match(self._source, start, close if close >= 0 else self._end)
        if close < 0 or match is None:
            raise self._error(self._fault_of_tag(start, close), start)
        self._trims = self._source[close - 1] == "-" and close - 1 >= match.end(1)
        self._index = close + 2
        name, markup_end = match[1], close - self._trims
        if name == "raw":
            yield from self._raw(start)
        elif name == "comment":
            self._skip_comment(start)
        else:
            yield self._token(TOKEN_TAG, match.start(1), match.end(1))
            yield from self._markup_of(name, match.end(), markup_end)

    def _fault_of_tag(self, start: int, close: int) -> str:
        if close < 0:
            return "this tag is never closed by '%}'"
        return f"a tag without a name: {self._source[start : close + 2][:40]!r}"

    def _markup_of(self, name: str, start: int, end: int) -> Iterator[Token]:
        # Ruby reads past whatever stands behind the name of an end tag.
        if start < end and not name.startswith("end"):
            yield self._token(TOKEN_EXPRESSION, start, end)

    def _raw(self, start: int) -> Iterator[Token]:
        match = _RAW_END.search(self._source, self._index, self._end)
        close = self._find("%}", match.end()) if match else -1
        if match is None or close < 0:
            raise self._error("'raw' tag was never closed", start)
        if match.start() > self._index:
            yield self._token(TOKEN_CONTENT, self._index, match.start())
        self._index = close + 2
        self._trims = self._source[close - 1] == "-"

    def _skip_comment(self, start: int) -> None:
        depth = 1
        while depth:
            opening = self._find("{%", self._index)
            close = self._find("%}", opening + 2) if opening >= 0 else -1
            if close < 0:
                raise self._error("'comment' tag was never closed", start)
            match = _TAG.match(self._source, opening, close)
            self._index = close + 2
            name = match[1] if match else ""
            depth += (name == "comment") - (name == "endcomment")
            if name == "raw":
                list(self._raw(opening))
        self._trims = self._source[self._index - 3] == "-"

    # -- pieces

    def _token(self, kind: str, start: int, end: int) -> Token:
        return Token(kind, self._source[start:end], start, self._source)

    def _error(self, message: str, index: int) -> LiquidSyntaxError:
        return LiquidSyntaxError(message, token=Token(TOKEN_ILLEGAL, "", index, self._source))


def tokenize_lines(source: str, start: int, end: int) -> Iterator[Token]:
    """Read the inside of a ``liquid`` tag, where every line is a tag without its delimiters.

    Raises ``LiquidSyntaxError`` for a line that does not begin with the name of a tag.
    """
    comments = 0
    for line_start, line_end in _lines(source, start, end):
        match = _LINE_TAG.match(source, line_start, line_end)
        if match is None:
            if comments or not source[line_start:line_end].strip():
                continue
            token = Token(TOKEN_ILLEGAL, "", line_start, source)
            raise LiquidSyntaxError("a line of a 'liquid' tag begins with the name of a tag", token=token)
        comments += (match[1] == "comment") - (match[1] == "endcomment" and comments > 0)
        if not comments and match[1] != "endcomment":
            yield Token(TOKEN_TAG, match[1], match.start(1), source)
            yield from _markup_of_line(source, match, line_end)


def _markup_of_line(source: str, match: re.Match[str], end: int) -> Iterator[Token]:
    if match.end() < end and not match[1].startswith("end"):
        yield Token(TOKEN_EXPRESSION, source[match.end() : end], match.end(), source)


def _lines(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        newline = source.find("\n", start, end)
        line_end = end if newline < 0 else newline
        yield start, line_end
        start = line_end + 1
