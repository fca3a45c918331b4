"""``{% if %}…{% elsif %}…{% else %}…{% endif %}``: prints the first block whose condition holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from liquid.ast import Node
from liquid.context import RenderContext
from liquid.expression import Expression
from liquid.token import Token

from mockserver.liquid.atoms import Kind
from mockserver.liquid.blocks import Block, BrazeNode, assigned, drop_blanks
from mockserver.liquid.expressions import Conditions
from mockserver.liquid.ruby.values import is_truthy
from mockserver.liquid.tags.base import BrazeTag

if TYPE_CHECKING:
    from mockserver.liquid.compiler import Compiler
    from mockserver.liquid.context import BrazeContext, Output
    from mockserver.liquid.syntax.stream import BrazeTokenStream


class Branch:
    """A block and its condition; ``else`` has none. ``negated`` is the first branch of ``unless``."""

    __slots__ = ("body", "condition", "negated")

    def __init__(self, condition: Conditions | None, body: Block, *, negated: bool = False) -> None:
        self.condition = condition
        self.body = body
        self.negated = negated

    def holds(self, context: BrazeContext) -> bool:
        """Tell whether the block is to be printed."""
        return self.condition is None or is_truthy(self.condition.value(context)) != self.negated


class IfNode(BrazeNode):
    """Prints the first of its branches that holds."""

    __slots__ = ("branches",)

    def __init__(self, token: Token, branches: Sequence[Branch]) -> None:
        super().__init__(token, blank=drop_blanks(branch.body for branch in branches))
        self.branches = tuple(branches)

    def write(self, context: BrazeContext, output: Output) -> None:
        """Write the branch that holds."""
        for branch in self.branches:
            if branch.holds(context):
                branch.body.write(context, output)
                return

    def compile(self, compiler: Compiler) -> None:
        """Add the branches; one is tried where none before it held."""
        taken = compiler.let("False", Kind.FLAG)
        for branch in self.branches:
            with compiler.indented(f"if not {taken.code}:"):
                compiler.line(f"{taken.code} = {_condition(branch, compiler)}")
                with compiler.indented(f"if {taken.code}:"), compiler.branch():
                    compiler.block(branch.body)
        compiler.forget(self.assigns)

    @property
    def assigns(self) -> frozenset[str] | None:
        """What any branch assigns."""
        return assigned(branch.body for branch in self.branches)

    def children(self, static_context: RenderContext, *, include_partials: bool = True) -> Iterable[Node]:  # noqa: ARG002
        """Give the nodes of every branch."""
        return [node for branch in self.branches for node in branch.body.nodes]

    def expressions(self) -> Iterable[Expression]:
        """Give the conditions."""
        return [branch.condition for branch in self.branches if branch.condition is not None]


def _condition(branch: Branch, compiler: Compiler) -> str:
    if branch.condition is None:
        return "True"
    truth = compiler.truth(compiler.value(branch.condition))
    return f"not ({truth})" if branch.negated else truth


class IfTag(BrazeTag):
    """Chooses between blocks."""

    name = "if"
    block = True
    end = "endif"
    negates = False

    def build(self, tag: Token, markup: Token, stream: BrazeTokenStream) -> Node:
        """Make the node; whatever stands behind ``else`` is ignored."""
        branches: list[Branch] = []
        condition: Conditions | None = self.expressions(markup).conditions()
        while True:
            body = self.block_up_to(stream, tag, "elsif", "else", self.end)
            branches.append(Branch(condition, body, negated=self.negates and not branches))
            name = stream.current.value
            if name == self.end:
                return IfNode(tag, branches)
            markup = stream.markup()
            condition = self.expressions(markup).conditions() if name == "elsif" else None
