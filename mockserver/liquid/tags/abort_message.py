"""``{% abort_message('reason') %}``: gives the message up.

Page: https://www.braze.com/docs/user_guide/personalization_and_dynamic_content/liquid/aborting_messages/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liquid.ast import Node
from liquid.token import Token

from mockserver.liquid.blocks import BrazeNode
from mockserver.liquid.failures import RenderingAborted
from mockserver.liquid.tags.base import BrazeTag

if TYPE_CHECKING:
    from mockserver.liquid.compiler import Compiler
    from mockserver.liquid.context import BrazeContext, Output
    from mockserver.liquid.syntax.stream import BrazeTokenStream

ABORT_TYPE = "liquid_abort_message"
UNSAID = "{% abort_message %} called"
"""What Braze logs when no reason is given."""


class AbortMessageNode(BrazeNode):
    """Ends the rendering; ``quoted`` tells whether the reason stood in quotes."""

    __slots__ = ("quoted", "reason")

    def __init__(self, token: Token, reason: str, *, quoted: bool) -> None:
        super().__init__(token)
        self.reason = reason
        self.quoted = quoted

    def write(self, context: BrazeContext, output: Output) -> None:  # noqa: ARG002
        """Abort."""
        given = self.quoted or context.assumed.is_set("liquid.unquoted_abort_reason", "reason")
        raise RenderingAborted(ABORT_TYPE, self.reason if given and self.reason else UNSAID)

    def compile(self, compiler: Compiler) -> None:
        """Add the abort."""
        compiler.line(f"{compiler.bind(self)}.write(context, None)")


class AbortMessageTag(BrazeTag):
    """Gives the message up."""

    name = "abort_message"

    def build(self, tag: Token, markup: Token, stream: BrazeTokenStream) -> Node:  # noqa: ARG002
        """Make the node; the reason is fixed text, without Liquid."""
        reason = markup.value.strip().removeprefix("(").removesuffix(")").strip()
        quoted = len(reason) > 1 and reason[0] == reason[-1] and reason[0] in "'\""
        return AbortMessageNode(tag, reason[1:-1] if quoted else reason, quoted=quoted)
