"""``{% message_extras :key name :value text %}``: stores a pair with the send.

Page: https://www.braze.com/docs/user_guide/personalization_and_dynamic_content/liquid/advanced_filters/message_extras/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liquid.ast import Node
from liquid.exceptions import LiquidSyntaxError
from liquid.token import Token

from mockserver.liquid.blocks import BrazeNode
from mockserver.liquid.fragments import Fragment, parse_markup
from mockserver.liquid.tags.base import BrazeTag

if TYPE_CHECKING:
    from mockserver.liquid.context import BrazeContext, Output
    from mockserver.liquid.syntax.stream import BrazeTokenStream

MOST_BYTES = 1024
"""Of all keys and values together."""


class MessageExtrasNode(BrazeNode):
    """Stores a pair and prints nothing."""

    __slots__ = ("key", "text")

    def __init__(self, token: Token, key: Fragment, text: Fragment) -> None:
        super().__init__(token, blank=True)
        self.key = key
        self.text = text

    def write(self, context: BrazeContext, output: Output) -> None:  # noqa: ARG002
        """Store the pair; of two with the same key the first stays."""
        extras = context.story.extras
        extras.setdefault(self.key.render(context), self.text.render(context))
        if sum(len((key + text).encode(errors="surrogatepass")) for key, text in extras.items()) > MOST_BYTES:
            context.note("LIQ107", f"message extras are larger than {MOST_BYTES} bytes", self.token)


class MessageExtrasTag(BrazeTag):
    """Adds to what is stored with the send."""

    name = "message_extras"

    def build(self, tag: Token, markup: Token, stream: BrazeTokenStream) -> Node:  # noqa: ARG002
        """Make the node.

        Raises ``LiquidSyntaxError`` for anything but a key and then a value.
        """
        options = parse_markup(markup).options
        if [option.name for option in options] != ["key", "value"]:
            raise LiquidSyntaxError("expected 'message_extras :key name :value text'", token=tag)
        key, text = (Fragment(self.env, option.markup) for option in options)
        return MessageExtrasNode(tag, key, text)
