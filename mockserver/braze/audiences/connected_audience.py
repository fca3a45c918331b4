"""Connected Audiences: filters that narrow down who a triggered message reaches.

Source: https://www.braze.com/docs/api/objects_filters/connected_audience/
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from mockserver.braze.profiles.profile import Profile
from mockserver.braze.times import parse_time

Test = Callable[[Any, Any], bool]
Filter = Callable[[Mapping[str, Any], Profile, datetime], bool]
"""Tells whether a profile passes a filter; takes what stands under the filter's name."""


class BadAudience(Exception):
    """An audience that is no filter; the text says where it goes wrong."""


def matches(
    audience: Mapping[str, Any],
    profile: Profile,
    now: datetime,
    filters: Mapping[str, Filter] | None = None,
) -> bool:
    """Tell whether a profile belongs to a Connected Audience, or passes other ``filters`` in its form.

    A comparison that does not fit the type of the kept value does not match. Raises ``BadAudience``.
    """
    known = CONNECTED_FILTERS if filters is None else filters
    if len(audience) != 1:
        raise BadAudience("a filter is an object with one member")
    ((kind, content),) = audience.items()
    if kind in ("AND", "OR"):
        combine = all if kind == "AND" else any
        parts = [_object(part, kind) for part in _list(content, kind)]
        return combine([matches(part, profile, now, known) for part in parts])
    if kind not in known:
        raise BadAudience(f"there is no filter {kind!r}")
    return known[kind](_object(content, kind), profile, now)


def _custom_attribute(content: Mapping[str, Any], profile: Profile, now: datetime) -> bool:
    kept = profile.custom_attributes.get(str(content.get("custom_attribute_name")))
    comparison, value = content.get("comparison"), content.get("value")
    if comparison in ("exists", "does_not_exist"):
        return bool((kept is not None) == (comparison == "exists"))
    return passes(comparisons(kept, now).get(str(comparison)), kept, value)


def passes(test: Test | None, kept: object, value: object) -> bool:
    """Compare, where the comparison fits the kept value and the value sent fits the comparison."""
    if isinstance(value, bool) and isinstance(kept, int | float) and not isinstance(kept, bool):
        return False  # True and 1 are equal in Python and different values in Braze.
    try:
        return kept is not None and test is not None and bool(test(kept, value))
    except (TypeError, ValueError, OverflowError, re.error):
        return False


def includes(kept: list[Any], value: object) -> bool:
    """Tell whether an array has a value; true and false are no numbers."""
    return any(one == value and isinstance(one, bool) is isinstance(value, bool) for one in kept)


def comparisons(kept: object, now: datetime) -> Mapping[str, Test]:
    """Give the comparisons that fit the type of a kept value, by their names."""
    if isinstance(kept, bool):
        return {"equals": lambda a, b: a is b, "does_not_equal": lambda a, b: a is not b}
    if isinstance(kept, int | float):
        return _NUMBER_TESTS
    if isinstance(kept, str):
        return _STRING_TESTS
    if isinstance(kept, list):
        return {"includes_value": includes, "does_not_include_value": lambda a, b: not includes(a, b)}
    return _time_tests(now) if isinstance(kept, datetime) else {}


_NUMBER_TESTS: Mapping[str, Test] = {
    "equals": lambda a, b: a == b,
    "not_equal": lambda a, b: a != b,
    "greater_than": lambda a, b: a > b,
    "greater_than_or_equal_to": lambda a, b: a >= b,
    "less_than": lambda a, b: a < b,
    "less_than_or_equal_to": lambda a, b: a <= b,
}
_STRING_TESTS: Mapping[str, Test] = {
    "equals": lambda a, b: a == b,
    "not_equal": lambda a, b: a != b,
    "matches_regex": lambda a, b: re.search(b, a, re.IGNORECASE) is not None,
    "does_not_match_regex": lambda a, b: re.search(b, a, re.IGNORECASE) is None,
}


def _time_tests(now: datetime) -> Mapping[str, Test]:
    return {
        "before": lambda a, b: a < _moment(b),
        "after": lambda a, b: a > _moment(b),
        "less_than_x_days_ago": lambda a, b: now - timedelta(days=b) < a <= now,
        "greater_than_x_days_ago": lambda a, b: a < now - timedelta(days=b),
        "less_than_x_days_in_the_future": lambda a, b: now <= a < now + timedelta(days=b),
        "greater_than_x_days_in_the_future": lambda a, b: a > now + timedelta(days=b),
    }


def _subscription(name: str) -> Callable[[Mapping[str, Any], Profile, datetime], bool]:
    def test(content: Mapping[str, Any], profile: Profile, now: datetime) -> bool:  # noqa: ARG001
        state = profile.standard.get(name, "subscribed")
        return bool((state == content.get("value")) == (content.get("comparison") == "is"))

    return test


def _last_used_app(content: Mapping[str, Any], profile: Profile, now: datetime) -> bool:
    used = profile.standard.get("date_of_last_session")
    return passes(_time_tests(now).get(str(content.get("comparison"))), used, content.get("value"))


CONNECTED_FILTERS: Mapping[str, Filter] = {
    "custom_attribute": _custom_attribute,
    "email_subscription_status": _subscription("email_subscribe"),
    "push_subscription_status": _subscription("push_subscribe"),
    "last_used_app": _last_used_app,
}
"""The filters of a Connected Audience."""


def _moment(text: Any) -> datetime:
    moment = parse_time(text) if isinstance(text, str) else None
    if moment is None:
        raise ValueError(text)
    return moment


def _object(value: object, kind: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise BadAudience(f"{kind} holds something else than an object")
    return value


def _list(value: object, kind: str) -> list[Any]:
    if not isinstance(value, list):
        raise BadAudience(f"{kind} holds something else than an array")
    return value
