"""``{% random 10 %}``: prints a random integer below a bound, without one a fraction of 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liquid.ast import Node
from liquid.token import Token

from mockserver.liquid.blocks import BrazeNode
from mockserver.liquid.fragments import Fragment
from mockserver.liquid.ruby.values import leading_integer, to_text
from mockserver.liquid.tags.base import BrazeTag

if TYPE_CHECKING:
    from mockserver.liquid.context import BrazeContext, Output
    from mockserver.liquid.syntax.stream import BrazeTokenStream


class RandomNode(BrazeNode):
    """Prints a random number."""

    __slots__ = ("bound",)

    def __init__(self, token: Token, bound: Fragment) -> None:
        super().__init__(token)
        self.bound = bound

    def write(self, context: BrazeContext, output: Output) -> None:
        """Write the number."""
        bound = leading_integer(self.bound.render(context))
        ids = context.resources.ids
        output.write(str(ids.below(bound)) if bound > 0 else to_text(ids.fraction()))


class RandomTag(BrazeTag):
    """Makes chance."""

    name = "random"

    def build(self, tag: Token, markup: Token, stream: BrazeTokenStream) -> Node:  # noqa: ARG002
        """Make the node."""
        return RandomNode(tag, Fragment(self.env, markup))
