"""Filters for JSON and for members of objects.

Page: https://www.braze.com/docs/user_guide/personalization_and_dynamic_content/liquid/advanced_filters/
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mockserver.liquid.failures import LiquidFailure
from mockserver.liquid.json_values import NotJson, parse_json, render_json
from mockserver.liquid.ruby.values import look_up, to_text

if TYPE_CHECKING:
    from mockserver.liquid.context import BrazeContext

_HTML: dict[str, str | int | None] = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def json_escape(context: BrazeContext, value: object) -> str:
    """Escape a text so that it may stand between quotes in JSON."""
    escaped = json.dumps(to_text(value), ensure_ascii=False)[1:-1]
    if context.assumed.is_set("liquid.json_escape", "html"):
        escaped = escaped.translate(str.maketrans(_HTML))
    return escaped


def json_parse(value: object) -> object:
    """Parse JSON; a value that is no text stays what it is."""
    if not isinstance(value, str):
        return value
    try:
        return parse_json(value)
    except NotJson as error:
        raise LiquidFailure("invalid JSON provided to json_parse") from error


def as_json_string(value: object) -> str:
    """Write a value as compact JSON."""
    return render_json(value)


def property_accessor(value: object, key: object) -> object:
    """Give the member of an object whose name is a value."""
    return look_up(value, key)


FILTERS = {
    "as_json_string": as_json_string,
    "json_escape": json_escape,
    "json_parse": json_parse,
    "property_accessor": property_accessor,
}
