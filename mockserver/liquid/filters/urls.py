"""Filters for URLs.

Page: https://www.braze.com/docs/user_guide/personalization_and_dynamic_content/liquid/advanced_filters/
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus, unquote_plus

from mockserver.liquid.failures import LiquidFailure
from mockserver.liquid.ruby.values import to_text

if TYPE_CHECKING:
    from mockserver.liquid.context import BrazeContext

_ESCAPED_ESCAPE = re.compile(r"%25([0-9A-Fa-f]{2})")
_LEGAL_IN_URL = ";/?:@&=+$,[]-_.!~*'()"
_LEGAL_IN_PARAMETER = "-_.!~*'()"


def url_encode(value: object) -> str | None:
    """Encode as a form does: a blank becomes ``+``."""
    return None if value is None else quote_plus(_sound(value), safe="~")


def url_decode(value: object) -> str | None:
    """Undo ``url_encode``."""
    try:
        return None if value is None else unquote_plus(to_text(value), errors="strict")
    except UnicodeDecodeError as error:
        raise LiquidFailure("invalid byte sequence in UTF-8") from error


def url_escape(context: BrazeContext, value: object) -> str:
    """Escape what no URL may hold."""
    return _escaped(context, value, _LEGAL_IN_URL)


def url_param_escape(context: BrazeContext, value: object) -> str:
    """Escape what no value in a URL's query may hold."""
    escaped = _escaped(context, value, _LEGAL_IN_PARAMETER)
    return (
        escaped
        if context.assumed.is_set("liquid.blank_url_param", "percent")
        else escaped.replace("%20", "+")
    )


def _escaped(context: BrazeContext, value: object, legal: str) -> str:
    escaped = quote(_sound(value), safe=legal)
    keeps = context.assumed.is_set("liquid.percent_in_urls", "kept")
    return _ESCAPED_ESCAPE.sub(r"%\1", escaped) if keeps else escaped


def _sound(value: object) -> bytes:
    return to_text(value).encode("utf-8", errors="surrogatepass")


FILTERS = {
    "url_decode": url_decode,
    "url_encode": url_encode,
    "url_escape": url_escape,
    "url_param_escape": url_param_escape,
}
