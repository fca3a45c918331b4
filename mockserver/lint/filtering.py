"""What filters do to what is known of a value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mockserver.lint.knowledge import HARMLESS_FILTERS, NEVER_NIL, UNDOING
from mockserver.lint.values import (
    ANYTHING,
    Danger,
    Literal,
    Pick,
    Source,
    Value,
    breaks_json,
    constant,
    joined,
)
from mockserver.liquid.ruby.values import is_truthy

if TYPE_CHECKING:
    from mockserver.liquid.expressions import FilterCall

_URL_FILTERS = frozenset({"url_escape", "url_param_escape", "url_encode"})


def filtered(value: Value, call: FilterCall, arguments: Sequence[Value]) -> Value:
    """Give what is known behind a filter."""
    name, index = call.name, call.token.start_index
    if name == "default":
        return _default(value, arguments)
    if name == "json_escape":
        return _json_escaped(value)
    if name in _URL_FILTERS:
        return replace(_opened(value), json=Danger.NONE, url=Danger.NONE)
    if name in HARMLESS_FILTERS:
        return _harmless(value, name)
    if name in ("first", "last"):
        return _picked(value, index)
    if name == "join":
        return _joined(value, arguments, index)
    if name in ("append", "prepend"):
        return _beside(value, arguments, behind=name == "append")
    return _other(value, name, arguments)


def _other(value: Value, name: str, arguments: Sequence[Value]) -> Value:
    if name == "split":
        cuts_suffix = any(argument.only and argument.only.text == "/" for argument in arguments)
        suffixed = value.suffixed and not cuts_suffix
        json = max(value.json, value.raw)
        return replace(_opened(value), is_array=True, suffixed=suffixed, escaped=False, json=json)
    if name == "as_json_string":
        return replace(_opened(value), is_json=True, is_array=False, json=Danger.NONE)
    if name in UNDOING:
        return replace(_opened(value), escaped=False, json=max(value.json, value.raw))
    if name == "strip" and value.only:
        return _stripped(value, value.only)
    return _opened(value)


def _opened(value: Value) -> Value:
    """Give a value changed in a way that is not followed any further."""
    return replace(value, literals=(), closed=False, size_of=frozenset())


def _stripped(value: Value, literal: Literal) -> Value:
    text = literal.text
    lead = len(text) - len(text.lstrip())
    start = literal.start + lead if literal.start >= 0 else -1
    core = text.strip()
    return replace(value, literals=(Literal(core, start, start + len(core) if start >= 0 else -1),))


def _default(value: Value, arguments: Sequence[Value]) -> Value:
    fallback = arguments[0] if arguments else ANYTHING
    if value.closed and all(is_truthy(item.value) and item.value != "" for item in value.literals):
        return value
    holds = bool(fallback.only and fallback.only.text) or not (fallback.closed or fallback.absent)
    kept = replace(
        value,
        literals=(*(item for item in value.literals if item.text), *fallback.literals),
        closed=value.closed and fallback.closed,
        json=max(value.json, fallback.json),
        url=max(value.url, fallback.url),
        sources=value.sources | fallback.sources,
        is_array=value.is_array and fallback.is_array,
    )
    return kept.present() if holds else kept


def _json_escaped(value: Value) -> Value:
    literals = tuple(item for item in value.literals if not breaks_json(item.text))
    closed = value.closed and len(literals) == len(value.literals)
    raw = max(value.raw, value.json, Danger.NONE if closed else Danger.SENDER)
    safe = replace(value, json=Danger.NONE, raw=raw, escaped=True, partly_escaped=True)
    return replace(safe, literals=literals, closed=closed)


def _harmless(value: Value, name: str) -> Value:
    absent = frozenset() if name in NEVER_NIL else value.absent
    counted = frozenset(value.absent) if name == "size" else value.size_of
    picks = value.picks if absent else frozenset()
    return Value(absent=absent, picks=picks, sources=value.sources, size_of=counted)


def _picked(value: Value, index: int) -> Value:
    known = {pick.key for pick in value.picks}
    picks = value.picks | {Pick(key, index) for key in value.absent if key not in known}
    sources = frozenset(Source(source.key, one=True) for source in value.sources)
    return replace(_opened(value), is_array=False, picks=picks, sources=sources)


def _joined(value: Value, arguments: Sequence[Value], index: int) -> Value:
    known = {pick.key for pick in value.picks}
    picks = value.picks | {Pick(key, index, joined=True) for key in value.absent if key not in known}
    separator = arguments[0] if arguments else constant(" ")
    escaped = value.partly_escaped or bool(separator.only and '"' in separator.only.text)
    return replace(_opened(value), is_array=False, picks=picks, partly_escaped=escaped)


def _beside(value: Value, arguments: Sequence[Value], *, behind: bool) -> Value:
    other = arguments[0] if arguments else constant("")
    together = joined((value, other) if behind else (other, value))
    holds = bool(other.only and other.only.text.strip())
    return replace(together, absent=frozenset() if holds else value.absent)
