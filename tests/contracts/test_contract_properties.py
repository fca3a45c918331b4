"""What holds for every contract, whatever the body."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.clock import DEFAULT_START
from mockserver.contracts import (
    CONTRACT_ASSUMPTIONS,
    CREATE_EVENT,
    CREATE_SUBSCRIPTION,
    EXPORT_IDS,
    TOKEN_REQUEST,
    TRACK,
    TRIGGER_SEND,
    UPDATE_EVENT,
    Wall,
    classify,
    event_times,
    windows_zone,
    windows_zone_ids,
)
from mockserver.contracts.wire import wire_names
from mockserver.findings import Severity

CONTRACTS = [
    CREATE_EVENT,
    UPDATE_EVENT,
    TOKEN_REQUEST,
    CREATE_SUBSCRIPTION,
    TRACK,
    TRIGGER_SEND,
    EXPORT_IDS,
]

TEXTS = st.text(st.characters(), max_size=20) | st.sampled_from(
    ["", "EST", "2026-03-08T02:30:00", "0002-01-01T00:00:00", "9998-12-31T23:59:59Z", "\ud800", "{{x}}", "15"]
)
NUMBERS = st.integers() | st.floats() | st.sampled_from([10**400, -(10**400)])


def known_names(model) -> list[str]:
    names = ["event", "alias_name", "alias_label", "events", "longitude", "\udc00"]
    return (
        names
        + list(wire_names(model))
        + list(wire_names(CREATE_EVENT.model.model_fields["event"].annotation))
    )


def json_values(names: list[str]) -> st.SearchStrategy:
    member = st.sampled_from(names) | st.text(max_size=5)
    return st.recursive(
        st.none() | st.booleans() | NUMBERS | TEXTS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(member, inner, max_size=6),
        max_leaves=15,
    )


NAMES = sorted(
    {name for contract in CONTRACTS if contract is not UPDATE_EVENT for name in known_names(contract.model)}
)
ANYTHING = json_values(NAMES)
CHOICES = st.fixed_dictionaries(
    {},
    optional={
        assumption.name: st.sampled_from(sorted(assumption.choices))
        if assumption.choices
        else st.integers(0, 3)
        for assumption in CONTRACT_ASSUMPTIONS
    },
)


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.name)
@given(body=ANYTHING, choices=CHOICES)
@settings(max_examples=60, deadline=None)
def test_any_json_value_is_checked_without_an_exception(contract, body, choices):
    checked = contract.check(body, choices)
    assert checked.ok is not any(finding.severity is Severity.ERROR for finding in checked.findings)
    if contract is not TRACK:
        assert (checked.value is not None) is checked.ok
    for finding in checked.findings:
        str(finding).encode()
        assert "\n" not in finding.message + finding.hint
        assert finding.source.startswith("https://")


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.name)
def test_a_body_nested_a_thousand_deep_is_checked_without_an_exception(contract):
    deep: object = "x"
    for _ in range(1000):
        deep = {"event": [deep]}
    for name in ("event", "properties", "trigger_properties", "subscriptionIds", "attributes"):
        assert contract.check({name: deep}, {}).findings


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.name)
def test_a_number_too_large_to_print_is_checked_without_an_exception(contract):
    huge = 10**5000
    for name in NAMES:
        bodies = [{name: huge}, {"event": {name: huge}}, {"attributes": [{"external_id": "a", name: huge}]}]
        for body in [*bodies, {"recipients": [{name: huge}]}, {"purchases": [{name: huge}]}]:
            assert isinstance(contract.check(body, {}).findings, tuple)


@st.composite
def valid_events(draw) -> dict[str, object]:
    zone_id = draw(st.sampled_from(windows_zone_ids()))
    zone = windows_zone(zone_id).zone
    first = DEFAULT_START.replace(tzinfo=None)
    start = draw(
        st.datetimes(first, first + timedelta(days=900)).filter(lambda t: classify(t, zone) is Wall.NORMAL)
    )
    end = start + draw(st.timedeltas(timedelta(hours=4), timedelta(days=20)))
    printed = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).map(lambda t: f"a{t}b")
    words = printed.filter(lambda t: not any(mark in t for mark in ("{{", "{%", "${", "Liquid error:")))
    return {
        "eventId": draw(words),
        "title": draw(words),
        "start": start.isoformat(timespec="seconds"),
        "timezone": zone_id,
        **draw(
            st.fixed_dictionaries(
                {},
                optional={
                    "end": st.just(end.isoformat(timespec="seconds")),
                    "description": words | st.none() | st.just(""),
                    "location": words,
                    "notifyBefore": st.integers(0, 10_000) | st.none(),
                    "allDayEvent": st.booleans(),
                },
            )
        ),
    }


@given(event=valid_events(), ids=st.lists(st.uuids(), min_size=1, unique=True))
@settings(max_examples=150, deadline=None)
def test_a_valid_event_gives_no_error_and_usable_times(event, ids):
    checked = CREATE_EVENT.check({"event": event, "subscriptionIds": [str(one) for one in ids]}, {})
    # An end may fall on a clock change, which is a warning.
    assert {finding.code for finding in checked.findings} <= {"TIME212", "TIME213"}
    times = event_times(checked.value.event, {})
    assert times.end >= times.start
    assert [UUID(one) for one in checked.value.subscription_ids] == ids


@given(event=valid_events())
@settings(max_examples=50, deadline=None)
def test_both_update_shapes_of_a_valid_event_agree(event):
    flat, wrapped = UPDATE_EVENT.check(event, {}), UPDATE_EVENT.check({"event": event}, {})
    assert flat.ok
    assert flat.value.event == wrapped.value.event


@given(
    event=valid_events(),
    name=st.sampled_from(
        ["eventId", "title", "description", "location", "allDayEvent", "notifyBefore", "other"]
    ),
    value=ANYTHING,
)
@settings(max_examples=150, deadline=None)
def test_one_changed_member_gives_findings_at_that_member_only(event, name, value):
    before = {finding.pointer for finding in UPDATE_EVENT.check(event, {}).findings}
    after = {finding.pointer for finding in UPDATE_EVENT.check({**event, name: value}, {}).findings}
    assert all(pointer.split("/")[1] == name for pointer in after - before)
