"""``{% tablerow item in items cols:3 %}…{% endtablerow %}``: prints the rows of an HTML table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from liquid.ast import Node
from liquid.context import RenderContext
from liquid.expression import Expression
from liquid.token import Token

from mockserver.liquid.blocks import Block, BrazeNode
from mockserver.liquid.failures import BreakLoop, ContinueLoop
from mockserver.liquid.ruby.values import Drop, is_truthy, leading_integer, to_text
from mockserver.liquid.tags.base import BrazeTag
from mockserver.liquid.tags.for_loop import Loop, segment

if TYPE_CHECKING:
    from mockserver.liquid.context import BrazeContext, Output
    from mockserver.liquid.syntax.stream import BrazeTokenStream


class TablerowLoop(Drop):
    """``tablerowloop``: where a table stands."""

    printed = "Liquid::TablerowloopDrop"

    def __init__(self, length: int, columns: int) -> None:
        self.length = length
        self.columns = columns
        self.index0 = 0
        self.row = 1
        self.column = 1

    def advance(self) -> None:
        """Go on to the next cell."""
        self.index0 += 1
        at_end = self.column == self.columns
        self.row, self.column = (self.row + 1, 1) if at_end else (self.row, self.column + 1)

    def look_up(self, key: object) -> object:
        """Give one of the table's numbers."""
        members: Mapping[str, object] = {
            "length": self.length,
            "index": self.index0 + 1,
            "index0": self.index0,
            "rindex": self.length - self.index0,
            "rindex0": self.length - self.index0 - 1,
            "first": self.index0 == 0,
            "last": self.index0 == self.length - 1,
            "row": self.row,
            "col": self.column,
            "col0": self.column - 1,
            "col_first": self.column == 1,
            "col_last": self.column == self.columns,
        }
        return members.get(key) if isinstance(key, str) else None


class TablerowNode(BrazeNode):
    """Prints a cell for each element."""

    __slots__ = ("body", "loop")

    def __init__(self, token: Token, loop: Loop, body: Block) -> None:
        super().__init__(token)
        self.loop = loop
        self.body = body

    def write(self, context: BrazeContext, output: Output) -> None:
        """Write the rows."""
        collection = self.loop.collection.evaluate(context)
        if not is_truthy(collection):
            return
        start = leading_integer(to_text(self.loop.option("offset", context)))
        limit = self.loop.option("limit", context)
        stop = None if limit is None else start + leading_integer(to_text(limit))
        columns = leading_integer(to_text(self.loop.option("cols", context)))
        output.write('<tr class="row1">\n')
        self._cells(segment(collection, start, stop), columns, context, output)
        output.write("</tr>\n")

    def _cells(self, items: Sequence[object], columns: int, context: BrazeContext, output: Output) -> None:
        state = TablerowLoop(len(items), columns)
        with context.frame() as frame:
            frame["tablerowloop"] = state
            for item in items:
                frame[self.loop.variable] = item
                context.work()
                if not self._cell(state, context, output):
                    break
                if state.column == columns and state.index0 < state.length - 1:
                    output.write(f'</tr>\n<tr class="row{state.row + 1}">')
                state.advance()

    def _cell(self, state: TablerowLoop, context: BrazeContext, output: Output) -> bool:
        goes_on = True
        output.write(f'<td class="col{state.column}">')
        try:
            self.body.write(context, output)
        except BreakLoop:
            goes_on = False
        except ContinueLoop:
            pass
        output.write("</td>")
        return goes_on

    def children(self, static_context: RenderContext, *, include_partials: bool = True) -> Iterable[Node]:  # noqa: ARG002
        """Give the nodes of the cell."""
        return self.body.nodes

    def expressions(self) -> Iterable[Expression]:
        """Give the collection and the options."""
        return self.loop.expressions


class TablerowTag(BrazeTag):
    """Loops over a collection, cell by cell."""

    name = "tablerow"
    block = True
    end = "endtablerow"

    def build(self, tag: Token, markup: Token, stream: BrazeTokenStream) -> Node:
        """Make the node."""
        loop = Loop(tag, self.expressions(markup))
        return TablerowNode(tag, loop, self.block_up_to(stream, tag, self.end))
