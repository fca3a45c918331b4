"""``{% promotion('list') %}``: prints a promotion code, one of each list for a message.

Page: https://www.braze.com/docs/user_guide/personalization_and_dynamic_content/promotion_codes/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, cast

from liquid.ast import Node
from liquid.context import RenderContext
from liquid.token import Token

from mockserver.liquid.blocks import BrazeNode
from mockserver.liquid.failures import RenderingAborted
from mockserver.liquid.tags.base import BrazeTag

if TYPE_CHECKING:
    from mockserver.liquid.context import BrazeContext, Output
    from mockserver.liquid.syntax.stream import BrazeTokenStream

EMPTY_ABORT = "promotion_list_empty"
"""The abort type of a message whose list has run out; Braze's own name for it is not public."""


class PromotionNode(BrazeNode):
    """Prints the message's code of a list."""

    __slots__ = ("list_name",)

    def __init__(self, token: Token, list_name: str) -> None:
        super().__init__(token)
        self.list_name = list_name

    def write(self, context: BrazeContext, output: Output) -> None:
        """Write the code, or give the message up where the list is empty."""
        code = context.resources.promotions(self.list_name)
        if code is None:
            raise RenderingAborted(EMPTY_ABORT, f"promotion code list {self.list_name!r} is empty")
        output.write(code)


class PromotionTag(BrazeTag):
    """Hands out a promotion code."""

    name = "promotion"

    def build(self, tag: Token, markup: Token, stream: BrazeTokenStream) -> Node:  # noqa: ARG002
        """Make the node."""
        return PromotionNode(tag, markup.value.strip("() \t\r\n'\""))


def promotion_lists(nodes: Iterable[Node]) -> Iterator[str]:
    """Name the lists that tags below some nodes name, taken branch or not."""
    for node in nodes:
        if isinstance(node, PromotionNode):
            yield node.list_name
        # Nothing here loads other templates, so the children need no context to be listed.
        yield from promotion_lists(node.children(cast("RenderContext", None)))
