"""``{% for item in items limit:2 offset:1 %}…{% else %}…{% endfor %}``: prints a block for each element."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TextIO

from liquid.ast import Node
from liquid.context import RenderContext
from liquid.exceptions import LiquidSyntaxError
from liquid.expression import Expression
from liquid.token import TOKEN_COLON, TOKEN_EOF, TOKEN_WORD, Token

from mockserver.liquid.blocks import Block, BrazeNode, drop_blanks
from mockserver.liquid.expressions import Name, Path
from mockserver.liquid.failures import BreakLoop, ContinueLoop
from mockserver.liquid.tags.base import BrazeTag
from mockserver.liquid.values import Drop, to_integer

if TYPE_CHECKING:
    from mockserver.liquid.context import BrazeContext
    from mockserver.liquid.expression_parser import ExpressionParser
    from mockserver.liquid.stream import BrazeTokenStream


class Loop:
    """The head of a loop: ``variable in collection``, ``reversed`` and the options behind it."""

    __slots__ = ("collection", "is_reversed", "key", "options", "variable")

    def __init__(self, tag: Token, parser: ExpressionParser) -> None:
        stream = parser.stream
        variable, word = next(stream), next(stream)
        start = stream.current.start_index
        collection = parser.value()
        if variable.kind != TOKEN_WORD or word.value != "in" or collection is None:
            raise LiquidSyntaxError(f"expected '{tag.value} item in items'", token=tag)
        self.variable = variable.value
        self.collection = collection
        self.key = f"{self.variable}-{tag.source[start : stream.current.start_index].strip()}"
        self.is_reversed = stream.current.value == "reversed"
        self.options = _options(parser)

    def option(self, name: str, context: BrazeContext) -> object:
        """Give the value of an option, ``None`` where it is not set."""
        return self.options[name].evaluate(context) if name in self.options else None

    @property
    def continues(self) -> bool:
        """Whether the loop goes on where one of the same head stopped."""
        offset = self.options.get("offset")
        return isinstance(offset, Path) and isinstance(offset.root, Name) and str(offset) == "continue"

    @property
    def expressions(self) -> tuple[Expression, ...]:
        """The collection and the options."""
        return (self.collection, *self.options.values())


def _options(parser: ExpressionParser) -> dict[str, Expression]:
    options: dict[str, Expression] = {}
    stream = parser.stream
    while (token := next(stream)).kind != TOKEN_EOF:
        if token.kind == TOKEN_WORD and stream.current.kind == TOKEN_COLON:
            next(stream)
            value = parser.value()
            if value is not None:
                options[token.value] = value
    return options


def segment(collection: object, start: int, stop: int | None) -> Sequence[object]:
    """Give the elements of a collection between two indexes.

    A string is one element, an object is its pairs, and anything that is no collection is empty.
    """
    if isinstance(collection, str):
        return [collection] if collection else []
    items: Sequence[object] = ()
    if isinstance(collection, Mapping):
        items = [[key, value] for key, value in collection.items()]
    elif isinstance(collection, list | range):
        items = collection
    return items[max(start, 0) : None if stop is None else max(stop, 0)]


class ForLoop(Drop):
    """``forloop``: where a loop stands."""

    printed = "Liquid::ForloopDrop"

    def __init__(self, length: int, parent: object) -> None:
        self.length = length
        self.parent = parent
        self.index0 = 0

    def look_up(self, key: object) -> object:
        """Give one of the loop's numbers."""
        members: Mapping[str, object] = {
            "length": self.length,
            "index": self.index0 + 1,
            "index0": self.index0,
            "rindex": self.length - self.index0,
            "rindex0": self.length - self.index0 - 1,
            "first": self.index0 == 0,
            "last": self.index0 == self.length - 1,
            "parentloop": self.parent,
        }
        return members.get(key) if isinstance(key, str) else None


class ForNode(BrazeNode):
    """Prints a block for each element, or another block where there is none."""

    __slots__ = ("body", "loop", "otherwise")

    def __init__(self, token: Token, loop: Loop, body: Block, otherwise: Block | None) -> None:
        blocks = [body, otherwise] if otherwise is not None else [body]
        super().__init__(token, blank=drop_blanks(blocks))
        self.loop = loop
        self.body = body
        self.otherwise = otherwise

    def write(self, context: BrazeContext, output: TextIO) -> None:
        """Write the block for each element."""
        items = self._items(context)
        if items:
            self._loop(items, context, output)
        elif self.otherwise is not None:
            self.otherwise.write(context, output)

    def _items(self, context: BrazeContext) -> Sequence[object]:
        stops = context.tag_namespace["stopindex"]
        offset = None if self.loop.continues else self.loop.option("offset", context)
        start = stops.get(self.loop.key, 0) if self.loop.continues else _integer(offset)
        collection = self.loop.collection.evaluate(context)
        limit = self.loop.option("limit", context)
        items = segment(collection, start, None if limit is None else start + to_integer(limit))
        stops[self.loop.key] = start + len(items)
        return items[::-1] if self.loop.is_reversed else items

    def _loop(self, items: Sequence[object], context: BrazeContext, output: TextIO) -> None:
        state = ForLoop(len(items), context.loops[-1] if context.loops else None)
        context.loops.append(state)  # type: ignore[arg-type]
        try:
            with context.frame() as frame:
                frame["forloop"] = state
                for item in items:
                    frame[self.loop.variable] = item
                    context.work()
                    if not self._pass(context, output):
                        break
                    state.index0 += 1
        finally:
            context.loops.pop()

    def _pass(self, context: BrazeContext, output: TextIO) -> bool:
        try:
            self.body.write(context, output)
        except BreakLoop:
            return False
        except ContinueLoop:
            pass
        return True

    def children(self, static_context: RenderContext, *, include_partials: bool = True) -> Iterable[Node]:  # noqa: ARG002
        """Give the nodes of both blocks."""
        return [*self.body.nodes, *(self.otherwise.nodes if self.otherwise is not None else ())]

    def expressions(self) -> Iterable[Expression]:
        """Give the collection and the options."""
        return self.loop.expressions


def _integer(value: object) -> int:
    return 0 if value is None else to_integer(value)


class ForTag(BrazeTag):
    """Loops over a collection."""

    name = "for"
    block = True
    end = "endfor"

    def build(self, tag: Token, markup: Token, stream: BrazeTokenStream) -> Node:
        """Make the node."""
        loop = Loop(tag, self.expressions(markup))
        body = self.block_up_to(stream, tag, "else", self.end)
        otherwise: Block | None = None
        while stream.current.value == "else":
            stream.markup()
            otherwise = self.block_up_to(stream, tag, "else", self.end)
        return ForNode(tag, loop, body, otherwise)
