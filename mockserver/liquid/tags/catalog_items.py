"""``{% catalog_items CATALOG id id id :rerender %}``: loads items of a catalog into ``items``.

Page: https://www.braze.com/docs/user_guide/data/activation/catalogs/use/
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from liquid.ast import Node
from liquid.exceptions import LiquidError, LiquidSyntaxError
from liquid.token import Token

from mockserver.liquid.blocks import BrazeNode
from mockserver.liquid.context import Output
from mockserver.liquid.fragments import Fragment, parse_markup, split_words
from mockserver.liquid.tags.base import BrazeTag

if TYPE_CHECKING:
    from mockserver.liquid.context import BrazeContext
    from mockserver.liquid.syntax.stream import BrazeTokenStream

MOST_IDS = 3


class CatalogItemsNode(BrazeNode):
    """Sets ``items`` to the items with the ids given; nothing is printed."""

    __slots__ = ("catalog", "ids", "rerenders")

    def __init__(self, token: Token, catalog: Fragment, ids: Sequence[Fragment], *, rerenders: bool) -> None:
        super().__init__(token, blank=True)
        self.catalog = catalog
        self.ids = tuple(ids)
        self.rerenders = rerenders

    def write(self, context: BrazeContext, output: Output) -> None:  # noqa: ARG002
        """Load the items; an id without an item is left out."""
        name = self.catalog.render(context)
        items = catalog_named(name, context)
        if items is None:
            context.note("LIQ108", f"there is no catalog {name!r}", self.token)
        by_id = {str(item.get("id")): item for item in items or ()}
        wanted = [by_id[key] for part in self.ids if (key := part.render(context)) in by_id]
        context.locals["items"] = [
            rerendered(item, context) if self.rerenders else dict(item) for item in wanted
        ]


def catalog_named(name: str, context: BrazeContext) -> Sequence[Mapping[str, object]] | None:
    """Give a catalog's items; its name is matched without case."""
    catalogs = context.resources.catalogs
    return next((items for key, items in catalogs.items() if key.lower() == name.lower()), None)


def rerendered(item: Mapping[str, object], context: BrazeContext) -> dict[str, object]:
    """Render the Liquid in an item's texts, one level deep, with attributes already referenced."""
    return {
        key: _render(value, context) if isinstance(value, str) and "{" in value else value
        for key, value in item.items()
    }


def _render(source: str, context: BrazeContext) -> str:
    output = Output()
    with context.inside(f"{context.name}: catalog item", visible=frozenset(context.referenced)):
        try:
            context.parse(source).write(context, output)
        except LiquidError:
            return source
    return output.getvalue()


class CatalogItemsTag(BrazeTag):
    """Loads items by id."""

    name = "catalog_items"

    def build(self, tag: Token, markup: Token, stream: BrazeTokenStream) -> Node:  # noqa: ARG002
        """Make the node.

        Raises ``LiquidSyntaxError`` unless a catalog and one to three ids are named.
        """
        parsed = parse_markup(markup)
        words = [Fragment(self.env, word) for word in split_words(parsed.head)]
        if not 2 <= len(words) <= 1 + MOST_IDS:
            raise LiquidSyntaxError(f"expected a catalog and one to {MOST_IDS} ids", token=tag)
        rerenders = parsed.option("rerender") is not None
        return CatalogItemsNode(tag, words[0], words[1:], rerenders=rerenders)
