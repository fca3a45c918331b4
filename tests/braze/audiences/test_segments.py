"""Segments: filters on attributes, arrays, events, purchases and subscription groups."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.braze import Braze
from mockserver.braze.audiences.segments import TALLY_COMPARISONS, VALUE_COMPARISONS, Segment
from mockserver.errors import UsageError
from mockserver.sandbox import Sandbox

GROUP = {"subscription_group_id": "g"}
CODES = "rokt:account_code"


def custom(name, comparison, value=None, **more):
    content = {"custom_attribute_name": name, "comparison": comparison, "value": value, **more}
    return {"custom_attribute": content}


def event(comparison, value=None):
    return {"custom_event": {"custom_event_name": "subscribe", "comparison": comparison, "value": value}}


def standard(name, comparison, value=None):
    return {"standard_attribute": {"standard_attribute_name": name, "comparison": comparison, "value": value}}


@pytest.fixture
def ana(braze: Braze):
    return braze.state.profiles.load(
        {
            "external_id": "ana",
            "first_name": "Ana",
            "country": "DE",
            "custom_attributes": {
                CODES: ["acme", "acme-eu"],
                "none": [],
                "plan": "Gold plan",
                "size": 3,
                "sizes": [1, 0],
                "song": {"name": "Solea"},
            },
            "custom_events": [{"name": "subscribe", "first": "2025-12-01", "last": "2026-01-14", "count": 3}],
            "purchases": [{"name": "tea", "first": "2026-01-01T00:00:00Z", "last": "2026-01-01T00:00:00Z"}],
            "subscription_groups": [{"subscription_group_id": "g", "subscription_state": "subscribed"}],
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("filters", "belongs"),
    [
        ({}, True),
        (custom(CODES, "contains", "acme"), True),
        (custom(CODES, "includes_value", "acme-eu"), True),
        (custom(CODES, "does_not_contain", "acme"), False),
        (custom(CODES, "contains_any_of", ["x", "acme"]), True),
        (custom(CODES, "is_empty"), False),
        (custom("sizes", "contains", [1, 5]), True),
        (custom("sizes", "contains", [True]), False),
        (custom("sizes", "is_all_of", [True]), False),
        (custom("sizes", "is_not_all_of", [False]), True),
        (custom("none", "is_empty"), True),
        (custom("missing", "is_empty"), True),
        (custom("missing", "is_not_empty"), False),
        (custom("missing", "contains", "x"), False),
        (custom("missing", "does_not_contain", "x"), True),
        (custom("missing", "is_none_of", ["x"]), True),
        (custom("missing", "not_equal", "x"), True),
        (custom("missing", "does_not_include_value", "x"), True),
        (custom("missing", "does_not_match_regex", "x"), False),
        (custom("missing", "equals", 0), True),
        (custom("missing", "equals", 5), False),
        (custom("missing", "equals", False), False),
        (custom("missing", "equals", ""), False),
        (custom("missing", "less_than", 5), True),
        (custom("missing", "greater_than", -1), False),
        (custom(CODES, "contains", ["x", "acme"]), True),
        (custom(CODES, "contains_none_of", ["x", "acme"]), False),
        (custom(CODES, "is_all_of", ["acme-eu", "acme"]), True),
        (custom(CODES, "is_not_all_of", ["acme-eu", "x"]), True),
        (custom(CODES, "values_contain_any_of", ["-eu"]), True),
        (custom(CODES, "values_contain_none_of", ["-us"]), True),
        (custom(CODES, "matches_regex", "^ACME-"), True),
        (custom("plan", "contains", "Gold"), True),
        (custom("plan", "contains", "gold"), False),
        (custom("plan", "contains_any_of", ["Silver", "plan"]), True),
        (custom("plan", "contains_none_of", ["Silver", "plan"]), False),
        (custom("plan", "is_any_of", ["Gold plan", "Silver"]), True),
        (custom("plan", "is_any_of", "Gold plan and more"), False),
        (custom("plan", "is_none_of", "Gold plan"), False),
        (custom("size", "greater_than", 2), True),
        (custom("size", "contains", 3), False),
        (custom("song", "equals", "Solea", property_path=["name"]), True),
        (standard("country", "equals", "DE"), True),
        (standard("home_city", "exists"), False),
        (standard("external_id", "exists"), True),
        (event("has_done"), True),
        (event("more_than", 2), True),
        (event("exactly", 2), False),
        (event("last_done_less_than_x_days_ago", 2), True),
        (event("first_done_less_than_x_days_ago", 2), False),
        ({"purchase": {"product_id": "tea", "comparison": "has_done"}}, True),
        ({"purchase": {"product_id": "milk", "comparison": "has_not_done"}}, True),
        ({"subscription_group": {**GROUP, "comparison": "is", "value": "subscribed"}}, True),
        ({"email_subscription_status": {"comparison": "is_not", "value": "unsubscribed"}}, True),
        ({"AND": [custom("size", "equals", 3), {"OR": [event("has_not_done"), event("has_done")]}]}, True),
        ({"AND": [custom("size", "equals", 3), event("has_not_done")]}, False),
    ],
)  # fmt: skip
def test_a_filter_tells_who_belongs(ana, braze: Braze, filters, belongs):
    segment = braze.state.add_segment(Segment(name="some", filters=filters))
    assert segment.has(ana, braze.world.clock.now()) is belongs


@pytest.mark.parametrize(
    "filters",
    [
        {"custom_atribute": {}},
        custom("a", "equal"),
        custom("a", ["equals"]),
        custom("a", "exists", property_path="b"),
        custom("a", "exists", property_path=[["b"]]),
        event("did"),
        {"AND": {}},
        {"custom_attribute": {"name": "a", "comparison": "exists"}},
        {"custom_event": {"comparison": "has_done"}},
        {"purchase": {"product_id": "", "comparison": "has_done"}},
        standard("contry", "exists"),
        {"subscription_group": {**GROUP, "comparison": "equals", "value": "subscribed"}},
    ],
)
def test_a_filter_that_there_is_none_of_is_a_mistake(braze: Braze, filters):
    with pytest.raises(UsageError, match="segment 'some'"):
        braze.state.add_segment(Segment(name="some", filters=filters))


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(sorted(VALUE_COMPARISONS)),
    st.sampled_from(["x", 1, True, ["x"], None, {"a": 1}]),
    st.sampled_from(["x", 1, True, ["x"], None, {"a": 1}, "2026-01-01"]),
)
def test_any_comparison_of_any_two_values_is_decided(comparison, kept, value):
    braze = Sandbox().braze
    profile = braze.state.profiles.load({"external_id": "a", "custom_attributes": {"k": kept}})
    assert Segment(name="s", filters=custom("k", comparison, value)).has(
        profile, braze.world.clock.now()
    ) in (True, False)


@pytest.mark.parametrize("comparison", sorted(TALLY_COMPARISONS))
def test_any_comparison_of_events_is_decided(ana, braze: Braze, comparison):
    later = braze.world.clock.now() + timedelta(days=1)
    assert Segment(name="s", filters=event(comparison, "x")).has(ana, later) in (True, False)
