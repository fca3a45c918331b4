"""``{% shopping_cart ID %}``: loads a cart, and gives the message up if it is not abandoned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liquid.ast import Node
from liquid.token import Token

from mockserver.liquid.blocks import BrazeNode
from mockserver.liquid.failures import RenderingAborted
from mockserver.liquid.fragments import Fragment, parse_markup
from mockserver.liquid.tags.abort_message import ABORT_TYPE
from mockserver.liquid.tags.base import BrazeTag

if TYPE_CHECKING:
    from mockserver.liquid.context import BrazeContext, Output
    from mockserver.liquid.syntax.stream import BrazeTokenStream


class ShoppingCartNode(BrazeNode):
    """Sets ``shopping_cart``; nothing is printed."""

    __slots__ = ("aborts", "cart_id")

    def __init__(self, token: Token, cart_id: Fragment, *, aborts: bool) -> None:
        super().__init__(token, blank=True)
        self.cart_id = cart_id
        self.aborts = aborts

    def write(self, context: BrazeContext, output: Output) -> None:  # noqa: ARG002
        """Load the cart."""
        cart = context.resources.shopping_carts.get(self.cart_id.render(context).strip("'\""))
        if self.aborts and (cart is None or cart.get("abandoned") is False):
            raise RenderingAborted(ABORT_TYPE, "the shopping cart is not abandoned")
        context.locals["shopping_cart"] = (
            None if cart is None else {key: value for key, value in cart.items() if key != "abandoned"}
        )


class ShoppingCartTag(BrazeTag):
    """Loads a cart."""

    name = "shopping_cart"

    def build(self, tag: Token, markup: Token, stream: BrazeTokenStream) -> Node:  # noqa: ARG002
        """Make the node."""
        parsed = parse_markup(markup)
        option = parsed.option("abort_if_not_abandoned")
        aborts = option is None or option.markup.value.strip() != "false"
        return ShoppingCartNode(tag, Fragment(self.env, parsed.head), aborts=aborts)
