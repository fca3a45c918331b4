"""``{% translation id %}default copy{% endtranslation %}``: prints the copy in the recipient's language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from liquid.ast import Node
from liquid.context import RenderContext
from liquid.exceptions import LiquidSyntaxError
from liquid.token import Token

from mockserver.liquid.blocks import Block, BrazeNode
from mockserver.liquid.fragments import Fragment
from mockserver.liquid.tags.base import BrazeTag

if TYPE_CHECKING:
    from mockserver.liquid.context import BrazeContext, Output
    from mockserver.liquid.syntax.stream import BrazeTokenStream


class TranslationNode(BrazeNode):
    """Prints a translation, or the copy between the tags where there is none."""

    __slots__ = ("body", "key")

    def __init__(self, token: Token, key: Fragment, body: Block) -> None:
        super().__init__(token)
        self.key = key
        self.body = body

    def write(self, context: BrazeContext, output: Output) -> None:
        """Write the text of the recipient's locale, then of the language."""
        texts = context.resources.translations.get(self.key.render(context).strip("'\""), {})
        for locale in self._locales(context):
            if locale in texts:
                output.write(texts[locale])
                return
        self.body.write(context, output)

    def _locales(self, context: BrazeContext) -> Iterable[str]:
        for name in ("most_recent_locale", "language"):
            locale = context.personalization.attribute("", name)
            if isinstance(locale, str):
                yield from (locale, locale.replace("_", "-").partition("-")[0])

    def children(self, static_context: RenderContext, *, include_partials: bool = True) -> Iterable[Node]:  # noqa: ARG002
        """Give the nodes of the default copy."""
        return self.body.nodes


class TranslationTag(BrazeTag):
    """Translates copy."""

    name = "translation"
    block = True
    end = "endtranslation"

    def build(self, tag: Token, markup: Token, stream: BrazeTokenStream) -> Node:
        """Make the node.

        Raises ``LiquidSyntaxError`` for a translation inside another.
        """
        body = self.block_up_to(stream, tag, self.end, self.name)
        if stream.current.value == self.name:
            raise LiquidSyntaxError("a translation cannot stand inside another", token=stream.current)
        return TranslationNode(tag, Fragment(self.env, markup), body)
