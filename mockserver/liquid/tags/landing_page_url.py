"""``{% landing_page_url handle %}``: prints the URL of a landing page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liquid.ast import Node
from liquid.token import Token

from mockserver.liquid.blocks import BrazeNode
from mockserver.liquid.fragments import Fragment
from mockserver.liquid.tags.base import BrazeTag

if TYPE_CHECKING:
    from mockserver.liquid.context import BrazeContext, Output
    from mockserver.liquid.syntax.stream import BrazeTokenStream


class LandingPageUrlNode(BrazeNode):
    """Prints a URL."""

    __slots__ = ("handle",)

    def __init__(self, token: Token, handle: Fragment) -> None:
        super().__init__(token)
        self.handle = handle

    def write(self, context: BrazeContext, output: Output) -> None:
        """Write the URL; nothing for a page that does not exist."""
        handle = self.handle.render(context).strip("'\"")
        url = context.resources.landing_pages.get(handle)
        if url is None:
            context.note("LIQ106", f"there is no landing page {handle!r}", self.token)
        output.write(url or "")


class LandingPageUrlTag(BrazeTag):
    """Names a landing page."""

    name = "landing_page_url"

    def build(self, tag: Token, markup: Token, stream: BrazeTokenStream) -> Node:  # noqa: ARG002
        """Make the node."""
        return LandingPageUrlNode(tag, Fragment(self.env, markup))
