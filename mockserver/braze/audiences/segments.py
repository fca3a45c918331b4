"""Segments: the users who pass a filter at the moment somebody asks.

A segment's filter is written as a Connected Audience is, with more filters and comparisons than one has.
Sources of what they mean:
https://www.braze.com/docs/user_guide/engagement_tools/segments/segmentation_filters/ and
https://www.braze.com/docs/user_guide/data/activation/custom_data/data_types/#custom-attribute-data-types
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from mockserver.braze.audiences.connected_audience import (
    CONNECTED_FILTERS,
    BadAudience,
    Filter,
    Test,
    comparisons,
    includes,
    matches,
    passes,
)
from mockserver.braze.profiles.profile import Profile, Tally
from mockserver.braze.profiles.standard import READERS
from mockserver.errors import UsageError

_UNSET = frozenset({
    "does_not_exist",
    "is_empty",
    "not_equal",
    "does_not_equal",
    "does_not_include_value",
    "does_not_contain",
    "contains_none_of",
    "is_none_of",
    "is_not_all_of",
    "values_contain_none_of",
})  # fmt: skip
"""Comparisons that somebody without a value passes: that there is none, and that it is another one."""
_LESS = frozenset({"less_than", "less_than_or_equal_to"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One segment of the workspace.

    ``filters`` is one filter, such as ``{"custom_attribute": {"custom_attribute_name": "plan",
    "comparison": "equals", "value": "gold"}}``, or several under ``AND`` or ``OR``; none takes everybody.
    ``id`` is its API identifier, a UUID; one is made where it is empty.
    """

    name: str
    filters: Mapping[str, Any] = field(default_factory=dict)
    id: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The filters in a line."""
        return json.dumps(self.filters, ensure_ascii=False) if self.filters else "everybody"

    def has(self, profile: Profile, now: datetime) -> bool:
        """Tell whether a profile is in the segment.

        Raises ``UsageError`` for a filter that there is none of.
        """
        try:
            return not self.filters or matches(self.filters, profile, now, SEGMENT_FILTERS)
        except BadAudience as reason:
            raise UsageError(f"segment {self.name!r}: {reason}") from None

    def members(self, profiles: Iterable[Profile], now: datetime) -> Iterator[Profile]:
        """Give those of the profiles that are in the segment."""
        return (profile for profile in profiles if self.has(profile, now))

    def check(self, now: datetime) -> None:
        """Check the filter without asking for anybody.

        Raises ``UsageError``.
        """
        self.has(Profile("", now, 0), now)


def value_filter(kept: object, content: Mapping[str, Any], now: datetime) -> bool:
    """Tell whether a kept value passes the ``comparison`` with the ``value`` of a filter.

    Raises ``BadAudience`` for a comparison that there is none of.
    """
    comparison = _comparison(content, VALUE_COMPARISONS)
    if kept is None:
        return comparison in _UNSET or _is_of_nothing(comparison, content.get("value"))
    tests = {**comparisons(kept, now), **_more_comparisons(kept)}
    return comparison == "exists" or passes(tests.get(comparison), kept, content.get("value"))


def _is_of_nothing(comparison: str, value: object) -> bool:
    """Tell whether a comparison with a number takes a missing value for one that is less, or for zero."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return comparison in _LESS or (comparison == "equals" and value == 0)


def _comparison(content: Mapping[str, Any], known: frozenset[str]) -> str:
    comparison = content.get("comparison")
    if not isinstance(comparison, str) or comparison not in known:
        raise BadAudience(f"there is no comparison {comparison!r}")
    return comparison


def named(content: Mapping[str, Any], key: str) -> str:
    """Give the name of what a filter is about.

    Raises ``BadAudience`` where there is none.
    """
    name = content.get(key)
    if not isinstance(name, str) or not name:
        raise BadAudience(f"a filter of this kind needs {key!r}")
    return name


def _more_comparisons(kept: object) -> Mapping[str, Test]:
    if isinstance(kept, str):
        return _TEXT_TESTS
    return _ARRAY_TESTS if isinstance(kept, list) else {}


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _holds_part(text: str, value: Any) -> bool:
    return any(part in text for part in _each(value))


def _holds(kept: list[Any], value: Any) -> bool:
    return any(includes(kept, one) for one in _each(value))


def _matching(kept: list[Any], pattern: str) -> bool:
    return any(isinstance(one, str) and re.search(pattern, one, re.IGNORECASE) for one in kept)


def _has_partly(kept: list[Any], value: Any) -> bool:
    return any(isinstance(one, str) and _holds_part(one, value) for one in kept)


_TEXT_TESTS: Mapping[str, Test] = {
    "contains": _holds_part,
    "does_not_contain": lambda a, b: not _holds_part(a, b),
    "contains_any_of": _holds_part,
    "contains_none_of": lambda a, b: not _holds_part(a, b),
    "is_any_of": lambda a, b: a in _each(b),
    "is_none_of": lambda a, b: a not in _each(b),
    "is_empty": lambda a, b: a == "",  # noqa: ARG005
    "is_not_empty": lambda a, b: a != "",  # noqa: ARG005
}
_ARRAY_TESTS: Mapping[str, Test] = {
    "contains": _holds,
    "does_not_contain": lambda a, b: not _holds(a, b),
    "contains_any_of": _holds,
    "contains_none_of": lambda a, b: not _holds(a, b),
    "is_all_of": lambda a, b: all(includes(a, one) for one in _each(b)),
    "is_not_all_of": lambda a, b: not all(includes(a, one) for one in _each(b)),
    "values_contain_any_of": _has_partly,
    "values_contain_none_of": lambda a, b: not _has_partly(a, b),
    "matches_regex": _matching,
    "is_empty": lambda a, b: not a,  # noqa: ARG005
    "is_not_empty": lambda a, b: bool(a),  # noqa: ARG005
}


_SAMPLES: tuple[object, ...] = ("", 1, True, [], datetime(1970, 1, 1, tzinfo=UTC))
VALUE_COMPARISONS = frozenset({"exists", *_UNSET, *_TEXT_TESTS, *_ARRAY_TESTS}).union(
    *(comparisons(sample, datetime(1970, 1, 1, tzinfo=UTC)) for sample in _SAMPLES)
)
"""The comparisons of attributes; one that does not fit the kept value's type does not match."""


def _custom_attribute(content: Mapping[str, Any], profile: Profile, now: datetime) -> bool:
    kept = profile.custom_attributes.get(named(content, "custom_attribute_name"))
    for step in _property_path(content):
        kept = kept.get(step) if isinstance(kept, Mapping) else None
    return value_filter(kept, content, now)


def _property_path(content: Mapping[str, Any]) -> list[str]:
    path = content.get("property_path") or []
    if not isinstance(path, list) or not all(isinstance(step, str) for step in path):
        raise BadAudience("'property_path' holds the names that lead to the value, in a list")
    return path


def _standard_attribute(content: Mapping[str, Any], profile: Profile, now: datetime) -> bool:
    name = named(content, "standard_attribute_name")
    if name not in READERS and name != "external_id":
        raise BadAudience(f"there is no standard attribute {name!r}")
    kept = profile.external_id or None if name == "external_id" else profile.standard.get(name)
    return value_filter(kept, content, now)


def _random_bucket(content: Mapping[str, Any], profile: Profile, now: datetime) -> bool:
    return value_filter(profile.random_bucket, content, now)


def _tally_filter(tally: Tally | None, content: Mapping[str, Any], now: datetime) -> bool:
    comparison, value = _comparison(content, TALLY_COMPARISONS), content.get("value")
    if comparison in ("has_done", "has_not_done"):
        return bool((tally is not None) == (comparison == "has_done"))
    return passes(_TALLY_TESTS.get(comparison), (tally, now), value)


def _count(tally: Tally | None) -> int:
    return tally.count if tally else 0


_TALLY_TESTS: Mapping[str, Test] = {
    "more_than": lambda a, b: _count(a[0]) > b,
    "fewer_than": lambda a, b: _count(a[0]) < b,
    "exactly": lambda a, b: _count(a[0]) == b,
    "last_done_less_than_x_days_ago": lambda a, b: bool(a[0]) and a[0].last > a[1] - timedelta(days=b),
    "last_done_more_than_x_days_ago": lambda a, b: bool(a[0]) and a[0].last < a[1] - timedelta(days=b),
    "first_done_less_than_x_days_ago": lambda a, b: bool(a[0]) and a[0].first > a[1] - timedelta(days=b),
    "first_done_more_than_x_days_ago": lambda a, b: bool(a[0]) and a[0].first < a[1] - timedelta(days=b),
}


TALLY_COMPARISONS = frozenset({"has_done", "has_not_done", *_TALLY_TESTS})
"""The comparisons of events and purchases."""


def _custom_event(content: Mapping[str, Any], profile: Profile, now: datetime) -> bool:
    return _tally_filter(profile.custom_events.get(named(content, "custom_event_name")), content, now)


def _purchase(content: Mapping[str, Any], profile: Profile, now: datetime) -> bool:
    return _tally_filter(profile.purchases.get(named(content, "product_id")), content, now)


def _subscription_group(content: Mapping[str, Any], profile: Profile, now: datetime) -> bool:  # noqa: ARG001
    state = profile.subscription_groups.get(named(content, "subscription_group_id"))
    is_meant = _comparison(content, frozenset({"is", "is_not"})) == "is"
    return bool((state == content.get("value")) == is_meant)


SEGMENT_FILTERS: Mapping[str, Filter] = {
    **CONNECTED_FILTERS,
    "custom_attribute": _custom_attribute,
    "standard_attribute": _standard_attribute,
    "random_bucket": _random_bucket,
    "custom_event": _custom_event,
    "purchase": _purchase,
    "subscription_group": _subscription_group,
}
"""The filters of a segment."""
