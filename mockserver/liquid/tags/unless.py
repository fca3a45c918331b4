"""``{% unless %}…{% endunless %}``: an ``if`` whose first condition is turned around."""

from __future__ import annotations

from mockserver.liquid.tags.if_block import IfTag


class UnlessTag(IfTag):
    """Prints a block unless its condition holds."""

    name = "unless"
    end = "endunless"
    negates = True
