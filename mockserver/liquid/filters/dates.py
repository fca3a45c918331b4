"""Filters of times.

Page: https://www.braze.com/docs/user_guide/personalization_and_dynamic_content/liquid/filters/
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from mockserver.liquid.ruby.strftime import strftime
from mockserver.liquid.ruby.times import in_zone, parse_time, zone_named
from mockserver.liquid.ruby.values import to_text

if TYPE_CHECKING:
    from mockserver.liquid.context import BrazeContext


def date(context: BrazeContext, value: object, form: object) -> object:
    """Write a time in a form; what is no time stays as it is."""
    pattern = to_text(form)
    if not pattern:
        return value
    moment = to_time(context, value)
    return value if moment is None else strftime(moment, pattern)


def time_zone(context: BrazeContext, value: object, zone: object) -> object:
    """Move a time into a zone, named or as an offset; what is no time stays as it is."""
    moment = to_time(context, value)
    if moment is None:
        return value
    found = zone_named(zone)
    if found is None:
        return moment if context.assumed.is_set("liquid.unknown_time_zone", "utc") else None
    return in_zone(moment, found)


def to_time(context: BrazeContext, value: object) -> datetime | None:
    """Give the moment a value means: a time, a text, ``now``, or epoch seconds."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    return parse_time(value, context.now())


FILTERS = {"date": date, "time_zone": time_zone}
