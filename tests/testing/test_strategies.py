"""Valid strategies give no finding; each invalid one gives exactly the finding it is named with."""

import json

import pytest
from hypothesis import given, settings

from mockserver.contracts import CREATE_EVENT, RULES, TRACK
from mockserver.findings import Severity
from mockserver.testing import strategies
from mockserver.testing.mistakes import EVENT_MISTAKES, TRACK_MISTAKES
from mockserver.workspace import default_workspace

WORKSPACE = default_workspace()


def codes(checked):
    return [finding.code for finding in checked.findings]


@given(strategies.subscription_events())
@settings(max_examples=150, deadline=None)
def test_valid_events_give_no_finding(payload):
    assert codes(CREATE_EVENT.check(payload, {})) == []


@given(strategies.track_requests())
@settings(max_examples=150, deadline=None)
def test_valid_track_requests_give_no_finding(payload):
    checked = TRACK.check(payload, {})
    assert codes(checked) == []
    assert checked.value.rejected == ()


@pytest.mark.parametrize("name", EVENT_MISTAKES)
def test_each_mistake_in_an_event_gives_its_one_finding(name):
    @given(strategies.invalid_subscription_events(name))
    @settings(max_examples=25, deadline=None, database=None)
    def check(pair):
        mistake, payload = pair
        assert codes(CREATE_EVENT.check(payload, {})) == [mistake.code]

    check()


@pytest.mark.parametrize("name", TRACK_MISTAKES)
def test_each_mistake_in_a_track_request_gives_its_one_finding(name):
    @given(strategies.invalid_track_requests(name))
    @settings(max_examples=25, deadline=None, database=None)
    def check(pair):
        mistake, payload = pair
        assert codes(TRACK.check(payload, {})) == [mistake.code]

    check()


@pytest.mark.parametrize("mistake", [*EVENT_MISTAKES.values(), *TRACK_MISTAKES.values()])
def test_a_mistake_names_a_rule_that_is_no_note(mistake):
    assert RULES[mistake.code].severity in (Severity.ERROR, Severity.WARNING)


@given(strategies.subscription_events())
@settings(max_examples=20, deadline=None)
def test_a_mistake_is_made_in_a_copy(payload):
    before = json.dumps(payload)
    for mistake in EVENT_MISTAKES.values():
        assert mistake.made_in(payload) != payload
    assert json.dumps(payload) == before


def test_an_unknown_mistake_is_refused():
    with pytest.raises(KeyError):
        strategies.invalid_track_requests("no such mistake")


@given(strategies.profiles())
@settings(max_examples=60, deadline=None)
def test_profiles_can_be_loaded(profile):
    loaded = WORKSPACE.open().braze.state.profiles.load(profile)
    assert loaded.custom_attributes == profile.get("custom_attributes", {})
