"""Reads the inside of an output or a tag into tokens, each at its place in the template's source.

Braze's own syntax is read as it stands: ``ns.${any name}``, ``${name}``, and the braces of an output
inside a tag. Nothing is rewritten, so a token's index is always an index into the original text.
Characters that mean nothing become tokens too: what to do with them is the parsers' affair, because
Liquid ignores most of them.

Syntax: https://www.braze.com/docs/user_guide/personalization_and_dynamic_content/liquid/using_liquid/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from liquid.exceptions import LiquidSyntaxError
from liquid.token import (
    TOKEN_COLON,
    TOKEN_COMMA,
    TOKEN_DOT,
    TOKEN_EOF,
    TOKEN_FLOAT,
    TOKEN_ILLEGAL,
    TOKEN_INTEGER,
    TOKEN_LBRACKET,
    TOKEN_LPAREN,
    TOKEN_PIPE,
    TOKEN_RANGE,
    TOKEN_RBRACKET,
    TOKEN_RPAREN,
    TOKEN_STRING,
    TOKEN_WORD,
    Token,
)

KIND_MARKER: Final = "personalization marker"
"""``${name}``; the token's value is the name, blanks around it taken off."""
KIND_OPEN: Final = "opening braces"
KIND_CLOSE: Final = "closing braces"
KIND_OPERATOR: Final = "operator"
"""A run of ``= ! < >``, or ``&&``; whether there is such an operator is seen when it is applied."""

MARKER: Final = r"\$\{[ \t]*(?P<name>[^{}$\s](?:[^{}$\n]*[^{}$\s])?)[ \t]*\}"
"""A marker; ``$`` before an output's braces is text, and so is ``${`` without a name."""

_PUNCTUATION = {
    "|": TOKEN_PIPE,
    ":": TOKEN_COLON,
    ",": TOKEN_COMMA,
    ".": TOKEN_DOT,
    "(": TOKEN_LPAREN,
    ")": TOKEN_RPAREN,
    "[": TOKEN_LBRACKET,
    "]": TOKEN_RBRACKET,
}

_TOKEN = re.compile(
    rf"""
      (?P<blank>\s+)
    | (?P<marker>{MARKER})
    | (?P<open>\{{\{{-?)
    | (?P<close>-?\}}\}})
    | (?P<string>"[^"]*"|'[^']*')
    | (?P<float>-?\d+\.\d(?:\d|\.(?!\.))*(?![\w-])|-?\d+\.(?![\w.\[-]))
    | (?P<integer>-?\d+(?![\w-]))
    | (?P<word>[\w](?:\w|-(?!\}}\}}))*\??)
    | (?P<range>\.\.)
    | (?P<operator>[=!<>]+|&&)
    | (?P<other>.)
    """,
    re.VERBOSE,
)

_KINDS = {
    "open": KIND_OPEN,
    "close": KIND_CLOSE,
    "float": TOKEN_FLOAT,
    "integer": TOKEN_INTEGER,
    "word": TOKEN_WORD,
    "range": TOKEN_RANGE,
    "operator": KIND_OPERATOR,
}


def tokenize(source: str, start: int, end: int) -> Iterator[Token]:
    """Read the part of a source between two indexes; the last token is always the end.

    Raises ``LiquidSyntaxError`` for an output in three opening braces.
    """
    index = start
    while index < end:
        match = _TOKEN.match(source, index, end)
        if match is None:  # pragma: no cover - the pattern takes any character
            break
        token = _token(match, source)
        if token is not None:
            yield token
        index = match.end()
    yield Token(TOKEN_EOF, "", end, source)


def _token(match: re.Match[str], source: str) -> Token | None:
    kind = match.lastgroup
    index, text = match.start(), match[0]
    if kind == "blank":
        return None
    if kind == "marker":
        return Token(KIND_MARKER, match["name"], index, source)
    if kind == "string":
        return Token(TOKEN_STRING, text[1:-1], index, source)
    if kind == "other":
        return Token(_PUNCTUATION.get(text, TOKEN_ILLEGAL), text, index, source)
    if kind == "open" and source.startswith("{{{", index):
        raise LiquidSyntaxError("Unexpected end token: three opening braces", token=_at(index, source))
    return Token(_KINDS[str(kind)], text, index, source)


def _at(index: int, source: str) -> Token:
    return Token(TOKEN_ILLEGAL, "", index, source)
