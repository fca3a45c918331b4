"""Names of data: forced types, blocklists, limits, and the lists that tell of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.braze import Braze
from mockserver.braze.profiles.attributes import AttributeRules
from mockserver.braze.profiles.data_names import DataNames, type_of
from mockserver.braze.profiles.forced_types import updated_as
from mockserver.braze.profiles.nested import Dropped
from mockserver.errors import UsageError

RULES = AttributeRules()
NOW = "2026-01-15T12:00:00Z"


@pytest.mark.parametrize(
    ("kind", "sent", "kept"),
    [
        ("boolean", "T", True),
        ("boolean", 0, False),
        ("number", "12", 12),
        ("number", "1.5", 1.5),
        ("number", {"inc": 2}, 2),
        ("string", 12, "12"),
        ("string", True, "true"),
        ("string", "2026-01-15", "2026-01-15"),
        ("array", ["a", "a"], ["a"]),
        ("object_array", [], []),
        ("object", {"a": 1}, {"a": 1}),
        ("number", None, None),
    ],
)
def test_a_value_is_converted_to_the_fixed_type(kind, sent, kept):
    assert updated_as(kind, None, sent, RULES) == kept


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("boolean", "yes"),
        ("number", "a"),
        ("number", "NaN"),
        ("time", "soon"),
        ("array", "a"),
        ("string", ["a"]),
        ("object", 1),
    ],
)
def test_a_value_that_cannot_be_converted_is_ignored(kind, sent):
    with pytest.raises(Dropped):
        updated_as(kind, None, sent, RULES)


KINDS = st.sampled_from(["boolean", "number", "string", "array", "time", "object", "object_array"])
SENT = st.one_of(
    st.booleans(),
    st.integers(),
    st.text(max_size=12),
    st.lists(st.text(max_size=3)),
    st.just({"a": 1}),
    st.just(NOW),
)


@settings(max_examples=200, deadline=None)
@given(KINDS, SENT, SENT)
def test_an_attribute_never_leaves_its_fixed_type(kind, first, second):
    stored = None
    for sent in (first, second):
        try:
            stored = updated_as(kind, stored, sent, RULES)
        except Dropped:
            continue
        assert type_of(stored) == kind or stored == []


def test_forced_types_and_limits_hold_for_tracked_attributes(track, braze: Braze):
    names = braze.state.profiles.names
    names.force_type("size", "number")
    names.limit_array("codes", 2)
    track(size="12", codes=["a", "b", "c"])
    track(size="many", codes={"add": ["d"]})
    assert braze.profile("cust-42").custom_attributes == {"size": 12, "codes": ["c", "d"]}


def test_blocked_data_is_accepted_and_thrown_away(call, track, braze: Braze):
    names = braze.state.profiles.names
    call(
        "POST", "/custom_attributes/blocklist", json={"custom_attribute_names": ["plan"], "blocklisted": True}
    )
    names.block_events(["subscribe"])
    assert track(plan="gold", size=1).json()["attributes_processed"] == 1
    event = {"external_id": "cust-42", "name": "subscribe", "time": NOW}
    assert call("POST", "/users/track", json={"events": [event]}).json()["events_processed"] == 1
    assert braze.profile("cust-42").custom_attributes == {"size": 1}
    assert not braze.profile("cust-42").custom_events


def test_a_blocked_external_id_is_rejected(call, braze: Braze):
    braze.state.profiles.names.block_external_ids(["null"])
    body = {"attributes": [{"external_id": "null"}, {"external_id": "a"}]}
    answer = call("POST", "/users/track", json=body)
    error = {
        "type": "provided external_id is blacklisted and disallowed",
        "input_array": "attributes",
        "index": 0,
    }
    assert answer.json() == {"attributes_processed": 1, "message": "success", "errors": [error]}
    assert call("POST", "/users/track", json={"attributes": body["attributes"][:1]}).status == 400
    assert len(braze.state.profiles) == 1


def test_custom_attributes_are_listed_with_their_types(call, track, braze: Braze):
    track(**{"rokt:account_code": ["acme"], "plan": "gold", "at": NOW})
    braze.state.profiles.names.force_type("plan", "string")
    answer = call("GET", "/custom_attributes").json()
    listed = [(row["name"], row["data_type"], row["array_length"]) for row in answer["attributes"]]
    assert listed == [
        ("at", "Time (Automatically Detected)", None),
        ("plan", "String", None),
        ("rokt:account_code", "Array (Automatically Detected)", 500),
    ]
    assert answer["attributes"][0]["status"] == "Active"


def test_custom_attributes_come_in_pages_that_link_to_each_other(call, track, world):
    track(**{f"a{number:03}": 1 for number in range(60)})
    first = call("GET", "/custom_attributes")
    target = first.headers["Link"].partition(">")[0].lstrip("<")
    second = call("GET", target)
    assert [row["name"] for row in second.json()["attributes"]] == [f"a{n:03}" for n in range(50, 60)]
    assert second.headers["Link"].endswith('rel="prev"')
    world.assumptions.set("braze.link_targets", "absolute")
    assert call("GET", "/custom_attributes").headers["Link"].startswith("<http")
    assert call("GET", "/custom_attributes?cursor=what").status == 400


def test_events_and_products_are_listed(call, braze: Braze):
    event = {"external_id": "a", "name": "subscribe", "time": NOW}
    bought = {"external_id": "a", "product_id": 7, "currency": "EUR", "price": 1, "time": NOW}
    call("POST", "/users/track", json={"events": [event], "purchases": [bought]})
    assert call("GET", "/events/list").json() == {"message": "success", "events": ["subscribe"]}
    assert call("GET", "/events/list?page=1").json()["events"] == []
    assert call("GET", "/events").json()["events"][0]["status"] == "Active"
    assert call("GET", "/purchases/product_list").json()["products"] == ["7"]


def test_an_event_keeps_256_names_of_properties():
    names = DataNames()
    assert len(names.kept_properties("x", {str(n): n for n in range(300)})) == 256
    assert names.kept_properties("x", {"0": 1, "299": 1}) == {"0": 1}


def test_what_cannot_be_meant_is_refused():
    names = DataNames()
    with pytest.raises(UsageError, match="no type"):
        names.force_type("a", "date")
    with pytest.raises(UsageError, match="0 to 500"):
        names.limit_array("a", 501)
    with pytest.raises(UsageError, match="at most 300"):
        names.block_attributes(map(str, range(301)))
