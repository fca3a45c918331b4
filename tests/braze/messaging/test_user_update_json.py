"""The JSON composer of a Canvas's user update step."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.braze import Braze, Canvas, UserUpdateStep
from mockserver.braze.messaging.user_update import LONGEST, parse_update
from mockserver.simulator.world import World


@pytest.fixture
def update(braze: Braze, world: World):
    """Let user ana walk one step with a text, and give what the journey tells."""
    braze.state.profiles.load({"external_id": "ana", "first_name": "Ana", "custom_attributes": {"size": 3}})

    def walk(text):
        braze.state.add_canvas(Canvas(name="c", steps=(UserUpdateStep(name="u", json=text),)))
        journey = braze.enter("c", "ana", context={"plan": "gold"})
        world.clock.advance(timedelta())
        assert journey.whereabouts == "finished"
        return [stage.what for stage in journey.stages]

    return walk


def test_liquid_is_rendered_before_the_json_is_read(update, braze: Braze):
    told = update(
        """{
          "attributes": [{"plan": "{{context.${plan}}}"{% if true %}, "size": {"inc": 2}{% endif %}}],
          "events": {"name": "updated", "properties": {"by": "{{${first_name}}}"}},
          "purchases": [{"product_id": "tea", "currency": "EUR", "price": 2.5}]
        }"""
    )
    profile = braze.profile("ana")
    assert told == ["updates the profile"]
    assert profile.custom_attributes == {"plan": "gold", "size": 5}
    assert (profile.custom_events["updated"].count, profile.total_revenue) == (1, 2.5)


def test_whose_profile_it_is_the_step_knows(update, braze: Braze):
    update('{"attributes": {"external_id": "bo", "user_alias": {"alias_name": "x"}, "size": 4}}')
    assert braze.profile("ana").custom_attributes == {"size": 4}
    assert braze.profile("bo") is None


def test_what_track_would_reject_is_told(update, braze: Braze):
    told = update('{"attributes": {"size": 4}, "events": [{"properties": {}}]}')
    assert told[0] == "updates the profile"
    assert "`name`" in told[1]
    assert braze.profile("ana").custom_attributes == {"size": 4}


@pytest.mark.parametrize("text", ["{", "[]", "{{${first_name}}}", '{"attributes": {}}' + " " * LONGEST])
def test_a_text_that_is_none_changes_nothing(update, braze: Braze, text):
    before = braze.profile("ana").custom_attributes
    (told,) = update(text)
    assert told.startswith("the update is ")
    assert braze.profile("ana").custom_attributes == before


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=30) | st.text(alphabet='{}[]":, aetv', max_size=30))
def test_any_text_is_an_update_or_a_mistake_told(text):
    try:
        read = parse_update(text)
    except ValueError:
        return
    assert all(isinstance(rows, list) for rows in read.values())
