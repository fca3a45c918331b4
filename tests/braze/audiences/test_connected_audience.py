"""Connected Audiences."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.braze import Profile
from mockserver.braze.audiences.connected_audience import BadAudience, matches

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
USER = Profile("id", NOW, 0)
USER.custom_attributes = {
    "plan": "gold",
    "visits": 5,
    "vip": True,
    "codes": ["a", "b"],
    "children": 1,
    "sizes": [1, 0],
    "seen": NOW - timedelta(days=3),
}
USER.standard = {"email_subscribe": "opted_in", "date_of_last_session": NOW}


def attribute(name, comparison, value=None):
    members = {"custom_attribute_name": name, "comparison": comparison, "value": value}
    return {"custom_attribute": members}


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        (attribute("plan", "equals", "gold"), True),
        (attribute("plan", "not_equal", "gold"), False),
        (attribute("plan", "matches_regex", "^GO"), True),
        (attribute("plan", "does_not_match_regex", "^GO"), False),
        (attribute("plan", "matches_regex", "("), False),
        (attribute("plan", "greater_than", 1), False),
        (attribute("plan", "exists"), True),
        (attribute("nothing", "exists"), False),
        (attribute("nothing", "does_not_exist"), True),
        (attribute("nothing", "equals", "x"), False),
        (attribute("visits", "equals", 5), True),
        (attribute("visits", "not_equal", 5), False),
        (attribute("visits", "greater_than", 4), True),
        (attribute("visits", "greater_than_or_equal_to", 5), True),
        (attribute("visits", "less_than", 5), False),
        (attribute("visits", "less_than_or_equal_to", 5), True),
        (attribute("visits", "greater_than", "many"), False),
        (attribute("visits", "equals", 5.0), True),
        (attribute("children", "equals", True), False),
        (attribute("visits", "greater_than", True), False),
        (attribute("vip", "equals", 1), False),
        (attribute("sizes", "includes_value", 1.0), True),
        (attribute("sizes", "includes_value", True), False),
        (attribute("sizes", "does_not_include_value", False), True),
        (attribute("vip", "equals", True), True),
        (attribute("vip", "does_not_equal", True), False),
        (attribute("codes", "includes_value", "a"), True),
        (attribute("codes", "does_not_include_value", "a"), False),
        (attribute("seen", "less_than_x_days_ago", 4), True),
        (attribute("seen", "greater_than_x_days_ago", 4), False),
        (attribute("seen", "less_than_x_days_in_the_future", 4), False),
        (attribute("seen", "greater_than_x_days_in_the_future", 1), False),
        (attribute("seen", "after", "2026-01-01"), True),
        (attribute("seen", "before", "2026-01-01"), False),
        (attribute("seen", "before", "soon"), False),
        ({"email_subscription_status": {"comparison": "is", "value": "opted_in"}}, True),
        ({"push_subscription_status": {"comparison": "is_not", "value": "opted_in"}}, True),
        ({"last_used_app": {"comparison": "after", "value": "2026-01-01T00:00:00Z"}}, True),
        ({"last_used_app": {"comparison": "before", "value": 5}}, False),
        ({"AND": [attribute("plan", "exists"), attribute("nothing", "exists")]}, False),
        ({"OR": [attribute("nothing", "exists"), {"AND": [attribute("plan", "exists")]}]}, True),
    ],
)
def test_filters(audience, expected):
    assert matches(audience, USER, NOW) is expected


@pytest.mark.parametrize(
    "audience", [{}, {"AND": [], "OR": []}, {"AND": {}}, {"OR": ["x"]}, {"segment": {}}, {"last_used_app": 1}]
)
def test_what_is_no_filter_is_refused(audience):
    with pytest.raises(BadAudience):
        matches(audience, USER, NOW)


VALUES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.just([]))
CONTENTS = st.fixed_dictionaries(
    {
        "custom_attribute_name": st.sampled_from([*USER.custom_attributes, "nothing"]),
        "comparison": st.sampled_from(
            [
                "equals",
                "greater_than",
                "matches_regex",
                "includes_value",
                "before",
                "less_than_x_days_ago",
                "is",
            ]
        ),
        "value": VALUES,
    }
)


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["custom_attribute", "last_used_app", "email_subscription_status", "AND", "x"]),
        CONTENTS | VALUES,
        max_size=2,
    )
)
def test_any_audience_matches_or_not_or_is_refused(audience):
    with suppress(BadAudience):
        assert matches(audience, USER, NOW) in (True, False)
