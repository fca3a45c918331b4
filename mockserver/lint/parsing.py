"""Parses a field however broken it is: each mistake is noted, taken out, and the rest parsed on."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Final

from liquid.exceptions import LiquidError
from liquid.token import TOKEN_CONTENT, Token

from mockserver.lint.fields import Field
from mockserver.liquid.blocks import Block
from mockserver.liquid.environment import BrazeEnvironment, braze_environment
from mockserver.liquid.syntax.lexer import TemplateLexer
from mockserver.liquid.tags import TAGS

MOST_FAULTS: Final = 25
_TOO_DEEP: Final = "nested too deeply"
_TAG_NAME: Final = re.compile(r"\{%-?\s*(\w+)")
_ENDS: Final = frozenset({tag.end for tag in TAGS if getattr(tag, "end", "")} | {"endraw", "endcomment"})
_LINE_NAME: Final = re.compile(r"\s*(\w+)")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something the parser refuses; ``tag`` is the name of the tag it happened in, if it was a tag.

    ``start`` and ``end`` are what has to be taken out for the rest to be parsed, and ``instead`` what is
    read in its place.
    """

    index: int
    message: str
    tag: str
    start: int
    end: int
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What could be parsed, and what not."""

    source: str
    block: Block
    tokens: list[Token]
    faults: list[Fault]


def parse_field(field: Field, *, keep_comments: bool) -> Parsed:
    """Parse a field; never raises."""
    environment = braze_environment(keep_comments=keep_comments)
    source, rounds = field.text.text, 0
    faults: list[Fault] = []
    while rounds < MOST_FAULTS:
        try:
            return _parse(environment, source, field, faults)
        except LiquidError as error:
            fault = _as_meant(_fault(error, source, field), source)
            if not _is_consequence(fault, faults):
                faults.append(fault)
            rounds += 1
            mended = _without(source, fault)
            if mended == source:
                break
            source = mended
    at = Token(TOKEN_CONTENT, "", field.start, source)
    return Parsed(source, Block(at, []), [], faults)


def _parse(environment: BrazeEnvironment, source: str, field: Field, faults: list[Fault]) -> Parsed:
    lexer = TemplateLexer(source, field.start, field.end, keep_comments=environment.keep_comments)
    tokens = list(lexer.tokens())
    block = environment.parse_tokens(tokens, Token(TOKEN_CONTENT, "", field.start, source))
    return Parsed(source, block, tokens, faults)


def _fault(error: LiquidError, source: str, field: Field) -> Fault:
    place = error.token.start_index if error.token is not None else field.start
    index = min(max(place, field.start), max(field.end - 1, field.start))
    start = _opening(source, index, field)
    match = _TAG_NAME.match(source, start)
    name = match[1] if match else ""
    end = _end_of_markup(source, start, field.end)
    if name == "liquid":
        start, end = _line(source, index, start, end)
        line = _LINE_NAME.match(source, start, end)
        name = line[1] if line else ""
    return Fault(index, str(error.message), name, start, end)


def _is_consequence(fault: Fault, earlier: list[Fault]) -> bool:
    """Tell whether a tag is out of place because the one that opens its block was taken out, or as deep."""
    if not earlier:
        return False
    if fault.message.endswith(_TOO_DEEP):
        return any(each.message == fault.message for each in earlier)
    return fault.tag in _ENDS or fault.tag in ("else", "elsif", "when")


def _as_meant(fault: Fault, source: str) -> Fault:
    """Let the tag that was probably meant close the block, where the one that stands there is misspelt."""
    near = get_close_matches(fault.tag, _ENDS, n=1, cutoff=0.75)
    if not fault.tag.startswith("end") or fault.tag in _ENDS or not near:
        return fault
    instead = f"{{%{near[0]}%}}".ljust(fault.end - fault.start)
    fits = len(instead) == fault.end - fault.start and source.startswith("{%", fault.start)
    return replace(fault, instead=instead) if fits else fault


def _opening(source: str, index: int, field: Field) -> int:
    """Give where the output or tag begins that an index lies in."""
    starts = (source.rfind(braces, field.start, index + 2) for braces in ("{%", "{{", "<!--"))
    return max(field.start, *starts)


def _line(source: str, index: int, start: int, end: int) -> tuple[int, int]:
    """Give the line of a ``liquid`` tag that an index lies in; of the first line, what follows the name."""
    newline = source.rfind("\n", start, index + 1)
    line_end = source.find("\n", index, end)
    behind_name = source.index("liquid", start) + len("liquid")
    return max(newline + 1, behind_name), line_end if line_end >= 0 else max(end - 2, index)


def _without(source: str, fault: Fault) -> str:
    """Overwrite what is wrong with blanks, so that every other place stays what it is."""
    taken_out = fault.instead or re.sub(r"[^\n]", " ", source[fault.start : fault.end])
    return source[: fault.start] + taken_out + source[fault.end :]


def _end_of_markup(source: str, start: int, end: int) -> int:
    """Give the end of a tag or output; where it is not closed before the next begins, of its braces."""
    closer = "%}" if source.startswith("{%", start) else "}}"
    close = source.find(closer, start, end)
    following = min((at for at in (source.find("{%", start + 2, end),) if at >= 0), default=end)
    if close < 0 or following < close:
        return min(start + 2, end)
    while closer == "}}" and source.startswith("}", close + 2):
        close += 1
    return close + 2
