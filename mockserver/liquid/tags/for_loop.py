"""``{% for item in items limit:2 offset:1 %}…{% else %}…{% endfor %}``: prints a block for each element."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from liquid.ast import Node
from liquid.context import RenderContext
from liquid.exceptions import LiquidSyntaxError
from liquid.expression import Expression
from liquid.token import TOKEN_COLON, TOKEN_EOF, TOKEN_WORD, Token

from mockserver.liquid.atoms import LOOP_MEMBERS, Atom, Kind
from mockserver.liquid.blocks import Block, BrazeNode, assigned, drop_blanks
from mockserver.liquid.expressions import Name, Path
from mockserver.liquid.failures import BreakLoop, ContinueLoop
from mockserver.liquid.ruby.values import Drop, to_integer
from mockserver.liquid.tags.base import BrazeTag

if TYPE_CHECKING:
    from mockserver.liquid.compiler import Compiler
    from mockserver.liquid.context import BrazeContext, Output
    from mockserver.liquid.syntax.expression_parser import ExpressionParser
    from mockserver.liquid.syntax.stream import BrazeTokenStream


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

    def __init__(self, length: int) -> None:
        self.length = length
        self.parentloop: ForLoop | None = None
        self.index0 = 0

    @property
    def index(self) -> int:
        """The number of this pass, from 1."""
        return self.index0 + 1

    @property
    def rindex(self) -> int:
        """The number of passes left, this one counted."""
        return self.length - self.index0

    @property
    def rindex0(self) -> int:
        """The number of passes left after this one."""
        return self.length - self.index0 - 1

    @property
    def first(self) -> bool:
        """Whether this is the first pass."""
        return self.index0 == 0

    @property
    def last(self) -> bool:
        """Whether this is the last pass."""
        return self.index0 == self.length - 1

    def look_up(self, key: object) -> object:
        """Give one of the loop's numbers."""
        return getattr(self, key) if isinstance(key, str) and key in LOOP_MEMBERS else None


class ForNode(BrazeNode):
    """Prints a block for each element, or another block where there is none."""

    __slots__ = ("body", "loop", "otherwise")

    def __init__(self, token: Token, loop: Loop, body: Block, otherwise: Block | None) -> None:
        blocks = [body, otherwise] if otherwise is not None else [body]
        super().__init__(token, blank=drop_blanks(blocks))
        self.loop = loop
        self.body = body
        self.otherwise = otherwise

    def write(self, context: BrazeContext, output: Output) -> None:
        """Write the block for each element."""
        items = self.items(context)
        if items:
            self._loop(items, context, output)
        elif self.otherwise is not None:
            self.otherwise.write(context, output)

    def items(self, context: BrazeContext) -> Sequence[object]:
        """Give what the loop goes through, and remember where it will have stopped."""
        stops = context.stops
        offset = None if self.loop.continues else self.loop.option("offset", context)
        start = stops.get(self.loop.key, 0) if self.loop.continues else _integer(offset)
        collection = self.loop.collection.evaluate(context)
        limit = self.loop.option("limit", context)
        items = segment(collection, start, None if limit is None else start + to_integer(limit))
        stops[self.loop.key] = start + len(items)
        return items[::-1] if self.loop.is_reversed else items

    def _loop(self, items: Sequence[object], context: BrazeContext, output: Output) -> None:
        state = ForLoop(len(items))
        frame = context.enter_loop(state)
        try:
            for item in items:
                frame[self.loop.variable] = item
                context.work()
                if not self._pass(context, output):
                    break
                state.index0 += 1
        finally:
            context.leave_loop()

    def _pass(self, context: BrazeContext, output: Output) -> bool:
        try:
            self.body.write(context, output)
        except BreakLoop:
            return False
        except ContinueLoop:
            pass
        return True

    def compile(self, compiler: Compiler) -> None:
        """Add the loop; its variables are Python's, and the context's for whoever asks there."""
        compiler.forget(self.assigns)
        items = compiler.let(f"{compiler.bind(self)}.items(context)")
        compiler.fails = True
        with compiler.indented(f"if {items.code}:"):
            self._compile_loop(items, compiler)
        if self.otherwise is not None:
            with compiler.indented("else:"), compiler.branch():
                compiler.block(self.otherwise)

    def _compile_loop(self, items: Atom, compiler: Compiler) -> None:
        state = compiler.let(f"{compiler.bind(ForLoop)}(len({items.code}))", Kind.LOOP)
        frame = compiler.let(f"context.enter_loop({state.code})")
        item = compiler.let("None")
        variables = {"forloop": state, self.loop.variable: item}
        with compiler.indented("try:"), compiler.indented(f"for {item.code} in {items.code}:"):
            compiler.line(f"{frame.code}[{self.loop.variable!r}] = {item.code}")
            compiler.work(1)
            with compiler.indented("try:"), compiler.frame(variables), compiler.branch():
                compiler.block(self.body)
            compiler.line("except BreakLoop: break")
            compiler.line("except ContinueLoop: pass")
            compiler.line(f"{state.code}.index0 += 1")
        compiler.line("finally: context.leave_loop()")

    @property
    def assigns(self) -> frozenset[str] | None:
        """What either block assigns."""
        return assigned([self.body] if self.otherwise is None else [self.body, self.otherwise])

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
