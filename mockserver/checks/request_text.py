"""A request as text, as previews show it: the method and the URL, headers, an empty line, the body."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mockserver.contracts.wording import nearest
from mockserver.http import Headers

_START: Final = re.compile(
    r"(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) +(\S(?:[^\r\n]*?\S)?)(?: +HTTP/[0-9.]+)?[ \t]*(?:\r?\n|\Z)"
)
_FIELD: Final = re.compile(r"([^:\r\n]+):[ \t]*([^\r\n]*)(?:\r?\n|\Z)")
_BLANK: Final = re.compile(r"[ \t]*(?:\r?\n|\Z)")


@dataclass(frozen=True, slots=True)
class RequestText:
    """A request read from a text, with the indexes its parts begin at."""

    method: str
    url: str
    url_index: int
    headers: Headers
    header_indexes: Mapping[str, int]
    body: str
    body_index: int

    def header_index(self, name: str) -> int:
        """Give the index of the header of that name, or most like it; the request's own where none is."""
        near = nearest(name, self.header_indexes)
        return self.header_indexes[near] if near else 0


def parse_request_text(text: str) -> RequestText | None:
    """Read a request; None for a text that does not begin like one."""
    start = _START.match(text)
    if start is None:
        return None
    index = start.end()
    fields, indexes = [], {}
    while field := _FIELD.match(text, index):
        fields.append((field[1].strip(), field[2].strip()))
        indexes[field[1].strip()] = field.start()
        index = field.end()
    blank = _BLANK.match(text, index)
    body = blank.end() if blank else index
    return RequestText(start[1], start[2], start.start(2), Headers(fields), indexes, text[body:], body)
