"""What becomes of a tag that does not exist."""

from __future__ import annotations

from difflib import get_close_matches

from liquid.ast import Node
from liquid.exceptions import LiquidSyntaxError
from liquid.token import TOKEN_ILLEGAL, Token

from mockserver.liquid.syntax.stream import BrazeTokenStream
from mockserver.liquid.tags.base import BrazeTag


class UnknownTag(BrazeTag):
    """Stands in for every name no tag has."""

    name = TOKEN_ILLEGAL

    def build(self, tag: Token, markup: Token, stream: BrazeTokenStream) -> Node:  # noqa: ARG002
        """Refuse the tag, naming the nearest one there is."""
        name = tag.value
        if name.startswith("end") or name in ("else", "elsif", "when"):
            raise LiquidSyntaxError(f"unexpected {name!r}: no block it belongs to is open", token=tag)
        near = get_close_matches(name, [*self.env.tags, "elsif"], n=1)
        guess = f"; did you mean {near[0]!r}?" if near else ""
        raise LiquidSyntaxError(f"Unknown tag {name!r}{guess}", token=tag)
