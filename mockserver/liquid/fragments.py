"""Pieces of a tag's markup that are templates of their own: a URL, a body, an id.

Braze's own tags take their arguments as text that may hold outputs, and options that begin with a
colon: ``{% connected_content https://example.com/{{id}} :method post :save result %}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liquid.builtin.content import ContentNode
from liquid.token import Token

from mockserver.liquid.blocks import Block
from mockserver.liquid.context import BrazeContext, Output
from mockserver.liquid.syntax.stream import part_of
from mockserver.liquid.syntax.tokens import MARKER

if TYPE_CHECKING:
    from mockserver.liquid.environment import BrazeEnvironment

_STEP = re.compile(
    rf"""(?P<marker>{MARKER})|(?P<open>\{{\{{)|(?P<close>\}}\}})|(?P<quote>["'])
    |(?P<option>(?<![^\s}}]):(?P<word>[a-z_]+)(?=[\s{{]|$))|(?P<blank>\s+)""",
    re.VERBOSE,
)
_JSON_STEP = re.compile(rf"""{MARKER}|\\.|\{{\{{|\}}\}}|[{{}}"]""")


class Fragment:
    """A stretch of markup as a template."""

    __slots__ = ("_text", "body", "source", "token")

    def __init__(self, environment: BrazeEnvironment, markup: Token) -> None:
        text = markup.value
        start = markup.start_index + len(text) - len(text.lstrip())
        self.source = text.strip()
        self.token = markup._replace(value=self.source, start_index=start)
        self.body: Block = environment.parse_part(markup.source, start, start + len(self.source))
        texts = [node.text for node in self.body.nodes if isinstance(node, ContentNode)]
        self._text = "".join(texts) if len(texts) == len(self.body.nodes) else None

    def render(self, context: BrazeContext) -> str:
        """Render the fragment with what is in scope where its tag stands."""
        if self._text is not None:
            return self._text
        output = Output()
        self.body.write(context, output)
        return output.getvalue()


@dataclass(frozen=True, slots=True)
class Option:
    """An option: its name without the colon, where it stands, and the text behind it."""

    name: str
    token: Token
    markup: Token


@dataclass(frozen=True, slots=True)
class Markup:
    """A tag's markup taken apart: what stands before the first option, and the options."""

    head: Token
    options: tuple[Option, ...]

    def option(self, name: str) -> Option | None:
        """Give the first option of a name."""
        return next((option for option in self.options if option.name == name), None)


def parse_markup(markup: Token) -> Markup:
    """Take a tag's markup apart; colons inside braces, and inside ``:headers``, begin no option."""
    places = list(_option_places(markup.value))
    ends = [start for start, _, _ in places[1:]] + [len(markup.value)]
    head = part_of(markup, 0, places[0][0] if places else None)
    options = tuple(
        Option(name, part_of(markup, start, behind), part_of(markup, behind, end))
        for (start, behind, name), end in zip(places, ends, strict=False)
    )
    return Markup(head, options)


def split_words(markup: Token) -> list[Token]:
    """Split markup at blanks, except between braces."""
    words: list[Token] = []
    start = 0
    for match, depth in _walk(markup.value):
        if match["blank"] and not depth:
            words.append(part_of(markup, start, match.start()))
            start = match.end()
    words.append(part_of(markup, start))
    return [word for word in words if word.value]


def _option_places(text: str) -> Iterator[tuple[int, int, str]]:
    behind_headers = 0
    for match, depth in _walk(text):
        if match["option"] and not depth and match.start() >= behind_headers:
            yield match.start(), match.end(), match["word"]
            if match["word"] == "headers":
                behind_headers = end_of_json(text, match.end())


def _walk(text: str) -> Iterator[tuple[re.Match[str], int]]:
    """Give every step of interest with the number of braces open around it."""
    depth = index = 0
    while (match := _STEP.search(text, index)) is not None:
        index = match.end()
        if match["open"]:
            depth += 1
        elif match["close"]:
            depth = max(depth - 1, 0)
        elif match["quote"] and depth:
            close = text.find(match[0], index)
            index = close + 1 if close >= 0 else len(text)
        yield match, depth


def end_of_json(text: str, start: int) -> int:
    """Give the index behind the JSON object that begins at or after an index; outputs may stand in it."""
    depth = braces = 0
    in_string = False
    for match in _JSON_STEP.finditer(text, start):
        step = match[0]
        if step == "{{" and depth:
            braces += 1
        elif step == "}}" and braces:
            braces -= 1
        elif braces:
            continue
        elif step == '"':
            in_string = not in_string
        elif step[0] in "{}" and not in_string:
            depth += step.count("{") - step.count("}")
            if depth <= 0:
                return match.end() if depth == 0 else match.end() - 1
    return len(text)
