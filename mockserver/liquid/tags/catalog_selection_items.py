"""``{% catalog_selection_items CATALOG SELECTION %}``: loads the items of a selection into ``items``.

Page: https://www.braze.com/docs/user_guide/data/activation/catalogs/use/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liquid.ast import Node
from liquid.exceptions import LiquidSyntaxError
from liquid.token import Token

from mockserver.liquid.blocks import BrazeNode
from mockserver.liquid.fragments import Fragment, parse_markup, split_words
from mockserver.liquid.tags.base import BrazeTag
from mockserver.liquid.tags.catalog_items import rerendered

if TYPE_CHECKING:
    from mockserver.liquid.context import BrazeContext, Output
    from mockserver.liquid.syntax.stream import BrazeTokenStream

MOST_ITEMS = 50


class CatalogSelectionItemsNode(BrazeNode):
    """Sets ``items`` to the items of a selection; nothing is printed."""

    __slots__ = ("catalog", "rerenders", "selection")

    def __init__(self, token: Token, catalog: Fragment, selection: Fragment, *, rerenders: bool) -> None:
        super().__init__(token, blank=True)
        self.catalog = catalog
        self.selection = selection
        self.rerenders = rerenders

    def write(self, context: BrazeContext, output: Output) -> None:  # noqa: ARG002
        """Load the items."""
        wanted = f"{self.catalog.render(context)}/{self.selection.render(context)}"
        selections = context.resources.selections
        items = next((found for key, found in selections.items() if key.lower() == wanted.lower()), None)
        if items is None:
            context.note("LIQ108", f"there is no selection {wanted!r}", self.token)
        context.locals["items"] = [
            rerendered(item, context) if self.rerenders else dict(item) for item in (items or ())[:MOST_ITEMS]
        ]


class CatalogSelectionItemsTag(BrazeTag):
    """Loads the items of a selection."""

    name = "catalog_selection_items"

    def build(self, tag: Token, markup: Token, stream: BrazeTokenStream) -> Node:  # noqa: ARG002
        """Make the node.

        Raises ``LiquidSyntaxError`` unless a catalog and a selection are named.
        """
        parsed = parse_markup(markup)
        words = [Fragment(self.env, word) for word in split_words(parsed.head)]
        if len(words) != 2:
            raise LiquidSyntaxError("expected a catalog and a selection", token=tag)
        rerenders = parsed.option("rerender") is not None
        return CatalogSelectionItemsNode(tag, words[0], words[1], rerenders=rerenders)
