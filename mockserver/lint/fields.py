"""What is linted: the fields of a webhook, each a stretch of some source text.

A webhook may be given as its fields, or as one text in the shape of a request::

    POST https://api.roktcalendar.com/v1/subscriptionevent/acme
    Authorization: Bearer {{token}}

    {"event": …}
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from mockserver.errors import Location, UsageError
from mockserver.fixes import Edit
from mockserver.transcripts import Transcript


class Kind(StrEnum):
    """What a field is to the request."""

    URL = "url"
    HEADER = "header"
    BODY = "body"
    PAIR = "pair"
    """The value of one of a body's JSON key-value pairs; Braze makes a JSON string of it."""


@dataclass(frozen=True)
class Text:
    """A source text under the name findings give it."""

    name: str
    text: str
    _lines: list[int] = field(default_factory=list, init=False, repr=False, compare=False)

    def locate(self, index: int) -> Location:
        """Give the line and column of a character."""
        if not self._lines:
            self._lines.extend([0, *(match.end() for match in re.finditer("\n", self.text))])
        line = bisect_right(self._lines, index)
        return Location(self.name, line, index - self._lines[line - 1] + 1)

    def written(self, edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
        """Give edits of the text as edits of what it is written in; none if one of them cannot be made."""
        return edits


@dataclass(frozen=True)
class WrittenText(Text):
    """A text put together of what other texts say, such as a template in YAML; its places are theirs."""

    stretches: tuple[tuple[Text, Transcript], ...] = ()

    @classmethod
    def of(cls, *stretches: tuple[Text, Transcript]) -> WrittenText:
        """Put stretches together; the text goes by the name of the last one's."""
        text = "".join(transcript.text for _, transcript in stretches)
        return cls(stretches[-1][0].name, text, stretches)

    def locate(self, index: int) -> Location:
        """Give the line and column a character is written at."""
        origin, transcript, start = self._stretch(index)
        return origin.locate(transcript.indexes[index - start])

    def written(self, edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
        """Give edits of the text as edits of what it is written in; none if one of them cannot be made."""
        made = [self._written(edit) for edit in edits]
        return tuple(edit for edit in made if edit) if all(made) else ()

    def _written(self, edit: Edit) -> Edit | None:
        _, transcript, start = self._stretch(edit.start)
        if edit.end > start + len(transcript.text):
            return None
        return transcript.edit(Edit(edit.start - start, edit.end - start, edit.text))

    def _stretch(self, index: int) -> tuple[Text, Transcript, int]:
        """Give the stretch an index lies in, and where it begins; the last one for the end of the text."""
        start = 0
        for origin, transcript in self.stretches[:-1]:
            if index < start + len(transcript.text):
                return origin, transcript, start
            start += len(transcript.text)
        return (*self.stretches[-1], start)


@dataclass(frozen=True)
class Field:
    """One field: a stretch of a text, and for a header its name and where that stands (-1: nowhere)."""

    kind: Kind
    text: Text
    start: int
    end: int
    header: str = ""
    header_at: int = -1

    @classmethod
    def whole(cls, kind: Kind, source: str, *, name: str, header: str = "") -> Field:
        """Make a field of a whole text."""
        return cls(kind, Text(name, source), 0, len(source), header)

    @property
    def source(self) -> str:
        """The Liquid of the field."""
        return self.text.text[self.start : self.end]


Webhook = tuple[Field, ...]
"""The fields of one webhook, or those of them there are."""

_TAGS: Final = re.compile(r"\{%.*?%\}|\{#.*?#\}|\s+", re.DOTALL)
_REQUEST: Final = re.compile(r"\s*(?:POST|GET|PUT|DELETE|PATCH)[ \t]+(?=\S)")
_HEADER: Final = re.compile(r"([^\W\d_][\w\- ]{0,60}?)[ \t]*:[ \t]+(?=\S)")
_SCHEME: Final = re.compile(r"(?:bearer|basic|porteur|portador|träger|portatore|inhaber)\b", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"https?:/|\{\{[^}]*\}+[\w.-]*/\S*\s*$", re.IGNORECASE)


def webhook_of(fields: Mapping[str, str], *, name: str = "webhook") -> Webhook:
    """Make a webhook of its fields' Liquid by name.

    Names are ``url``, ``headers.<name>``, ``body``, and ``body.<key>`` for JSON key-value pairs. Raises
    ``UsageError`` for any other.
    """
    return tuple(_named(field_name, source, name) for field_name, source in fields.items())


def _named(field_name: str, source: str, webhook: str) -> Field:
    kind, _, rest = field_name.partition(".")
    kinds = {"url": Kind.URL, "headers": Kind.HEADER, "body": Kind.PAIR if rest else Kind.BODY}
    if kind not in kinds:
        hint = "there are url, headers.<name>, body and body.<key>"
        raise UsageError(f"a webhook has no field {field_name!r}", hint=hint)
    header = rest if kind == "headers" else ""
    return Field.whole(kinds[kind], source, name=f"{webhook}.{field_name}", header=header)


def parse_webhook(source: str, *, name: str = "template", kind: Kind | None = None) -> Webhook:
    """Read a text as what it is: a request, a list of headers, a URL, a header's value or a body.

    ``kind`` says so where it is known; a file's name may tell too (``url.liquid``, ``body.liquid``).
    """
    text = Text(name, source)
    kind = kind or _kind_by_name(name)
    if kind is None and _REQUEST.match(source):
        return tuple(_request_fields(text))
    if kind in (None, Kind.HEADER) and _is_header_list(source):
        return tuple(_header_fields(text, 0, len(source)))
    return (_single(text, kind or _kind_by_text(source)),)


def _single(text: Text, kind: Kind) -> Field:
    header = "Authorization" if kind is Kind.HEADER else ""
    return Field(kind, text, 0, len(text.text), header)


def _kind_by_name(name: str) -> Kind | None:
    stem = re.split(r"[/\\]", name)[-1].partition(".")[0].lower()
    words = set(re.split(r"[\W_]+", stem))
    if "url" in words or "uri" in words:
        return Kind.URL
    if words & {"header", "headers", "authorization", "authorisation", "autorisation"}:
        return Kind.HEADER
    return Kind.BODY if "body" in words else None


def _kind_by_text(source: str) -> Kind:
    printed = _TAGS.sub(" ", source).strip()
    if _SCHEME.match(printed):
        return Kind.HEADER
    return Kind.URL if _ADDRESS.match(printed) else Kind.BODY


def _request_fields(text: Text) -> Iterator[Field]:
    match = _REQUEST.match(text.text)
    start = match.end() if match else 0
    url_end = _end_of_line(text.text, start)
    yield Field(Kind.URL, text, start, url_end)
    blank = re.compile(r"\n[ \t]*\r?\n").search(text.text, url_end)
    head_end = blank.start() if blank else len(text.text)
    yield from _header_fields(text, url_end, head_end)
    if blank:
        yield Field(Kind.BODY, text, blank.end(), len(text.text))


def _is_header_list(source: str) -> bool:
    """Tell whether every line is a header's name and value; a tag may go on over several."""
    start, found = 0, False
    while start < len(source):
        newline = source.find("\n", start)
        line = source[start : newline if newline >= 0 else len(source)]
        if line.strip():
            found = True
            if not _HEADER.match(source, start + len(line) - len(line.lstrip())):
                return False
        start = _end_of_line(source, start) + 1
    return found


def _header_fields(text: Text, start: int, end: int) -> Iterator[Field]:
    while start < end:
        line_end = _end_of_line(text.text, start)
        indent = len(text.text[start:line_end]) - len(text.text[start:line_end].lstrip())
        match = _HEADER.match(text.text, start + indent, line_end)
        if match:
            yield Field(Kind.HEADER, text, match.end(), min(line_end, end), match[1], match.start())
        start = line_end + 1


def _end_of_line(text: str, start: int) -> int:
    """Give the end of a line that goes on as long as a tag is open on it."""
    end = text.find("\n", start)
    while end >= 0 and text.count("{%", start, end) > text.count("%}", start, end):
        end = text.find("\n", end + 1)
    return len(text) if end < 0 else end
