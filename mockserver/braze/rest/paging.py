"""Pages of lists: cursors, and the ``Link`` header that leads from one to the next.

Source: https://www.braze.com/docs/api/endpoints/catalogs/catalog_items/synchronous/get_catalog_items_details_bulk/
"""

from __future__ import annotations

import base64
import binascii
import re

_SKIP = re.compile(rb"skip:(\d{1,9})")


def render_cursor(skip: int) -> str:
    """Make the cursor of the page that begins after so many entries."""
    return base64.b64encode(f"skip:{skip}".encode()).decode()


def parse_cursor(text: str) -> int | None:
    """Read a cursor: 0 for none, None for a text that is none."""
    if not text:
        return 0
    try:
        found = _SKIP.fullmatch(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError):
        return None
    return int(found[1]) if found else None


def page_links(path: str, start: int, size: int, total: int, *, origin: str = "") -> dict[str, str]:
    """Give the ``Link`` header of a page: the pages before and after it, where there are any.

    Targets are relative unless an ``origin`` such as ``https://rest.iad-01.braze.com`` is given.
    """
    ways = [("prev", max(0, start - size))] if start > 0 else []
    ways += [("next", start + size)] if start + size < total else []
    links = (f'<{origin}{path}?cursor={render_cursor(skip)}>; rel="{name}"' for name, skip in ways)
    return {"Link": ",".join(links)} if ways else {}
