"""Filters on context variables, which steps that part users have besides a segment's filters.

Source:
https://www.braze.com/docs/user_guide/messaging/design_and_edit/personalize/sources/context_variables/#context-variable-filters
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from mockserver.braze.audiences.connected_audience import BadAudience, Filter, comparisons
from mockserver.braze.audiences.segments import named, value_filter
from mockserver.braze.profiles.profile import Profile
from mockserver.braze.times import parse_time

_TIME_COMPARISONS = tuple(comparisons(datetime(1970, 1, 1, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC)))
_COMPARED = ("context_variable", "custom_attribute")


def context_filter(context: Mapping[str, Any]) -> Filter:
    """Make the filter ``context_variable`` for one journey.

    It compares the variable ``context_variable_name`` as ``custom_attribute`` does, with a ``value`` or,
    under ``compare_to``, with another ``context_variable`` or a ``custom_attribute`` by its name.
    """

    def test(content: Mapping[str, Any], profile: Profile, now: datetime) -> bool:
        kept = context.get(named(content, "context_variable_name"))
        if isinstance(kept, str) and content.get("comparison") in _TIME_COMPARISONS:
            kept = parse_time(kept) or kept
        return value_filter(kept, {**content, **_compared(content, context, profile)}, now)

    return test


def _compared(content: Mapping[str, Any], context: Mapping[str, Any], profile: Profile) -> dict[str, object]:
    if "compare_to" not in content:
        return {}
    other = content["compare_to"]
    if not isinstance(other, Mapping) or len(other) != 1 or not other.keys() <= set(_COMPARED):
        raise BadAudience(f"'compare_to' holds one of {', '.join(_COMPARED)}")
    ((kind, name),) = other.items()
    if not isinstance(name, str):
        raise BadAudience(f"'compare_to' names one {kind} by a text")
    value = context.get(name) if kind == "context_variable" else profile.custom_attributes.get(name)
    return {"value": value.isoformat() if isinstance(value, datetime) else value}
