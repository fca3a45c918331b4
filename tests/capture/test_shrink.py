"""A failing scenario reduced to what still fails."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.capture.reduction import reduce_value, size_of
from mockserver.capture.shrinking import shrink
from mockserver.errors import UsageError
from mockserver.scenarios.loader import Loader
from mockserver.scenarios.runner import Outcome, run_scenario

AWKWARD = """
suite: Awkward
scenarios:
  - name: awkward
    when:
      - send: {template: personal-event, user: cust-awkward, event_properties: {title: A title, zone: UTC}}
      - advance: 1 minute
    then:
      messages: [{user: cust-awkward, outcome: sent}]
"""
ZONE = """
suite: Zones
scenarios:
  - name: in $(zone)
    examples: [{zone: UTC}, {zone: EST}]
    when:
      - call:
          url: https://api.roktcalendar.com/v1/subscriptionevent/acme
          token: true
          json:
            event: {eventId: E1, title: Long title, description: More, start: "2026-07-01T10:00:00",
                    end: "2026-07-01T12:00:00", timezone: $(zone)}
            subscriptionIds: [06423672-b6ba-4536-aa36-70788a7a0a36, 1b6c4a7e-0f52-4c1d-9b7a-f5733866ade2]
    then:
      responses: [{status: 202}]
      findings: []
"""


@pytest.fixture
def load(tmp_path):
    def load(text, number=0):
        file = tmp_path / "a.scenario.yaml"
        file.write_text(text, encoding="utf-8")
        return Loader().load(file).scenarios[number]

    return load


def test_a_user_of_the_workspace_is_copied_and_reduced(load, tmp_path):
    shrunk = shrink(load(AWKWARD))
    smaller = load(shrunk.text)
    (user,) = smaller.raw["given"]["users"]
    assert user["external_id"] == "cust-awkward-shrunk"
    assert user.keys() == {"external_id", "first_name", "custom_attributes"}
    assert shrunk.after < shrunk.before / 5
    assert run_scenario(smaller).outcome is Outcome.FAILED
    assert [path.name for path in tmp_path.iterdir()] == ["a.scenario.yaml"]


def test_a_payload_is_reduced_to_what_fails_in_the_same_way(load):
    scenario = load(ZONE, 1)
    smaller = load(shrink(scenario).text)
    event = smaller.steps[0].value.json_["event"]
    assert "description" not in event
    assert len(smaller.steps[0].value.json_["subscriptionIds"]) == 1
    assert {"eventId", "title", "start", "timezone"} <= event.keys()
    found = [failure.headline for failure in run_scenario(smaller).failures]
    assert "then.findings: TIME202 was not expected" in found


def test_every_run_is_told(load):
    runs = []
    assert shrink(load(ZONE, 1), progress=runs.append).runs == len(runs)
    assert runs == sorted(set(runs))


def test_a_scenario_that_passes_is_refused(load):
    with pytest.raises(UsageError, match="'in UTC' does not fail: passed"):
        shrink(load(ZONE, 0))


def test_a_folder_that_cannot_be_written_to_is_told(load, monkeypatch):
    scenario = load(ZONE, 1)
    monkeypatch.setattr(Path, "write_text", lambda *_, **__: (_ for _ in ()).throw(OSError(30, "Read-only")))
    with pytest.raises(UsageError, match="cannot be written: Read-only"):
        shrink(scenario)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


def smaller_by_one(value):
    """Give every value that has one member, item or character less, at any depth."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield {other: kept for other, kept in value.items() if other != name}
            yield from ({**value, name: smaller} for smaller in smaller_by_one(member))
    elif isinstance(value, list | str):
        for at, item in enumerate(value):
            yield value[:at] + value[at + 1 :]
            if isinstance(value, list):
                yield from ([*value[:at], smaller, *value[at + 1 :]] for smaller in smaller_by_one(item))


@given(VALUES)
@settings(max_examples=100, deadline=None)
def test_nothing_more_can_be_left_out_of_a_reduced_value(value):
    planted = {"a": value, "b": ["xx", 'say "no"', [value, 17]]}
    smallest = reduce_value(planted, lambda each: "no" in json.dumps(each))
    assert "no" in json.dumps(smallest)
    assert not any("no" in json.dumps(each) for each in smaller_by_one(smallest))
    assert size_of(smallest) <= size_of(planted)


@pytest.mark.parametrize(
    ("value", "wanted", "smallest"),
    [
        ("Zoë said", lambda text: "ë" in text, "ë"),
        ("Zoë 'said", lambda text: "'" in text, "'"),
        ([1, 2, 3, 40], lambda items: sum(items) > 39, [40]),
        ({"a": 7, "b": 8}, lambda members: "b" in members, {"b": 0}),
        (None, lambda _: True, None),
        (True, lambda _: True, True),
    ],
)
def test_examples_of_reduction(value, wanted, smallest):
    assert reduce_value(value, wanted) == smallest
