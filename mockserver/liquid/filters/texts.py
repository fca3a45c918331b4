"""Filters of texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from mockserver.liquid.failures import LIMITS, LimitReached
from mockserver.liquid.ruby.values import BLANKS, STRIPPED, is_blank, is_empty, is_truthy, to_integer, to_text

if TYPE_CHECKING:
    from mockserver.liquid.context import BrazeContext

_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
_HTML_CHARACTER = re.compile(r"""[&<>"']""")
_HTML_ONCE = re.compile(r"""["><']|&(?!(?:[a-zA-Z]+|#\d+);)""")
_HTML_BLOCKS = (("<script", "</script>"), ("<!--", "-->"), ("<style", "</style>"))
_REFERENCE = re.compile(r"\\([0-9&\\`'])")


def append(value: object, other: object) -> str:
    """Put a text behind another."""
    return to_text(value) + to_text(other)


def prepend(value: object, other: object) -> str:
    """Put a text before another."""
    return to_text(other) + to_text(value)


def capitalize(value: object) -> str:
    """Make the first letter a capital and the others small."""
    text = to_text(value)
    return text[:1].title() + _lower(text[1:])


def upcase(value: object) -> str:
    """Make capitals."""
    return to_text(value).upper()


def downcase(value: object) -> str:
    """Make small letters."""
    return _lower(to_text(value))


def _lower(text: str) -> str:
    # Ruby does not look at what stands around a sigma.
    return text.lower() if text.isascii() else text.replace("Σ", "σ").lower()


def strip(value: object) -> str:
    """Take blanks off both ends."""
    return to_text(value).lstrip(STRIPPED).rstrip(STRIPPED)


def lstrip(value: object) -> str:
    """Take blanks off the beginning."""
    return to_text(value).lstrip(STRIPPED)


def rstrip(value: object) -> str:
    """Take blanks off the end."""
    return to_text(value).rstrip(STRIPPED)


def strip_newlines(value: object) -> str:
    """Take line breaks out."""
    return re.sub(r"\r?\n", "", to_text(value))


def newline_to_br(value: object) -> str:
    """Put ``<br />`` before line breaks."""
    return re.sub(r"\r?\n", "<br />\n", to_text(value))


def escape(value: object) -> str | None:
    """Write HTML's own characters as entities."""
    return None if value is None else _HTML_CHARACTER.sub(lambda match: _HTML[match[0]], to_text(value))


def escape_once(value: object) -> str:
    """Write HTML's own characters as entities, but leave entities alone."""
    return _HTML_ONCE.sub(lambda match: _HTML[match[0]], to_text(value))


def strip_html(value: object) -> str:
    """Take tags out, and scripts, styles and comments with what they hold."""
    text = to_text(value)
    for opening, closing in _HTML_BLOCKS:
        text = _without(text, opening, closing)
    return _without(text, "<", ">")


def _without(text: str, opening: str, closing: str) -> str:
    kept: list[str] = []
    index = 0
    while (start := text.find(opening, index)) >= 0:
        end = text.find(closing, start + len(opening))
        if end < 0:
            break
        kept.append(text[index:start])
        index = end + len(closing)
    return "".join([*kept, text[index:]])


def replace(value: object, old: object, new: object = "") -> str:
    """Replace every occurrence."""
    return _replace(to_text(value), to_text(old), to_text(new), -1)


def replace_first(value: object, old: object, new: object = "") -> str:
    """Replace the first occurrence."""
    return _replace(to_text(value), to_text(old), to_text(new), 1)


def replace_last(value: object, old: object, new: object) -> str:
    """Replace the last occurrence."""
    text, wanted = to_text(value), to_text(old)
    start = text.rfind(wanted)
    return text if start < 0 else text[:start] + to_text(new) + text[start + len(wanted) :]


def remove(value: object, old: object) -> str:
    """Take every occurrence out."""
    return replace(value, old)


def remove_first(value: object, old: object) -> str:
    """Take the first occurrence out."""
    return replace_first(value, old)


def remove_last(value: object, old: object) -> str:
    """Take the last occurrence out."""
    return replace_last(value, old, "")


def _replace(text: str, old: str, new: str, count: int) -> str:
    occurrences = text.count(old) if count < 0 else min(text.count(old), count)
    if "\\" in new:
        new = _REFERENCE.sub(lambda match: _referenced(match[1], old), new)
    if occurrences * len(new) > LIMITS.text:
        raise LimitReached("a text that is too long")
    return text.replace(old, new, count)


def _referenced(sign: str, found: str) -> str:
    # Ruby reads \0 and \& in a replacement as what was found, and \1 to \9 as groups there are none of.
    if sign in "0&":
        return found
    return "\\" if sign == "\\" else ""


def split(value: object, separator: object) -> list[object]:
    """Split a text; empty parts at the end are dropped."""
    text, between = to_text(value), to_text(separator)
    if between == " ":
        return list(filter(None, re.split(f"[{BLANKS}\0]+", text)))
    parts: list[object] = list(text.split(between)) if between else list(text)
    while parts and parts[-1] == "":
        parts.pop()
    return parts


def slice_(value: object, start: object, length: object = None) -> object:
    """Take a part of a text or an array."""
    first, count = to_integer(start), 1 if length is None or length is False else to_integer(length)
    whole: str | list[object] = value if isinstance(value, list) else to_text(value)
    if first < 0:
        first += len(whole)
    if first < 0 or first > len(whole) or count < 0:
        return whole[:0]
    return whole[first : first + count]


def truncate(value: object, length: object = 50, tail: object = "...") -> str | None:
    """Cut a text to a length that includes the tail."""
    if value is None:
        return None
    text, most, ending = to_text(value), to_integer(length), to_text(tail)
    return text if len(text) <= most else text[: max(most - len(ending), 0)] + ending


def truncatewords(value: object, words: object = 15, tail: object = "...") -> str | None:
    """Cut a text to a number of words."""
    if value is None:
        return None
    text, most = to_text(value), max(to_integer(words), 1)
    if most >= 2**31 - 1:
        return text
    # What stands behind the last word counts as one more, even if it is nothing but a blank.
    found = re.split(f"[{BLANKS}\0]+", text.lstrip(STRIPPED), maxsplit=most)
    if len(found) <= most:
        return text
    return " ".join(found[:most]) + to_text(tail)


def default(context: BrazeContext, value: object, fallback: object = "", options: object = None) -> object:
    """Give a fallback for nil, false and what is empty."""
    allows_false = isinstance(options, Mapping) and is_truthy(options.get("allow_false"))
    missing = value is None if allows_false else not is_truthy(value)
    if context.assumed.is_set("liquid.default_for_blank", "yes") and isinstance(value, str):
        missing = missing or is_blank(value)
    return fallback if missing or is_empty(value) else value


FILTERS = {
    "append": append,
    "capitalize": capitalize,
    "default": default,
    "downcase": downcase,
    "escape": escape,
    "escape_once": escape_once,
    "h": escape,
    "lstrip": lstrip,
    "newline_to_br": newline_to_br,
    "prepend": prepend,
    "remove": remove,
    "remove_first": remove_first,
    "remove_last": remove_last,
    "replace": replace,
    "replace_first": replace_first,
    "replace_last": replace_last,
    "rstrip": rstrip,
    "slice": slice_,
    "split": split,
    "strip": strip,
    "strip_html": strip_html,
    "strip_newlines": strip_newlines,
    "truncate": truncate,
    "truncatewords": truncatewords,
    "upcase": upcase,
}
