"""Which profile an object addresses, and when one is made."""

import pytest

from mockserver.braze import Braze
from mockserver.simulator.world import World

ALIAS = {"alias_name": "ana", "alias_label": "app"}


def identify(call, identifier, **members):
    return call("POST", "/users/track", json={"attributes": [{**identifier, "plan": "gold", **members}]})


@pytest.mark.parametrize(
    ("identifier", "existing_only", "made"),
    [
        ({"external_id": "a"}, None, True),
        ({"external_id": "a"}, True, False),
        ({"external_id": "a"}, False, True),
        ({"user_alias": ALIAS}, None, False),
        ({"user_alias": ALIAS}, True, False),
        ({"user_alias": ALIAS}, False, True),
        ({"braze_id": "5eea769d45bb2e1467418f92"}, None, False),
        ({"braze_id": "5eea769d45bb2e1467418f92"}, False, False),
        ({"email": "ana@example.test"}, None, True),
        ({"email": "ana@example.test"}, True, False),
        ({"phone": "+49 170 1"}, None, True),
        ({"phone": "+49 170 1"}, True, False),
    ],
)
def test_a_profile_is_made_where_braze_makes_one(call, braze: Braze, identifier, existing_only, made):
    only = {} if existing_only is None else {"_update_existing_only": existing_only}
    answer = identify(call, identifier, **only)
    assert answer.json() == {"attributes_processed": 1, "message": "success"}
    assert len(braze.state.profiles) == int(made)


def test_an_object_lost_on_nobody_is_noted(call, braze: Braze, world: World):
    identify(call, {"user_alias": ALIAS})
    assert [finding.code for finding in world.journal[-1].findings] == ["BRAZE393"]


def test_an_alias_finds_the_profile_it_made(call, braze: Braze):
    identify(call, {"user_alias": ALIAS}, _update_existing_only=False)
    identify(call, {"user_alias": ALIAS}, plan="silver")
    (profile,) = braze.state.profiles
    assert profile.custom_attributes == {"plan": "silver"}
    assert profile.exported()["user_aliases"] == [ALIAS]


def test_a_braze_id_finds_its_profile(call, braze: Braze):
    identify(call, {"external_id": "a"})
    identify(call, {"braze_id": braze.profile("a").braze_id}, plan="silver")
    assert braze.profile("a").custom_attributes == {"plan": "silver"}


def test_a_known_address_under_a_new_external_id_makes_a_second_profile(call, braze: Braze):
    identify(call, {"external_id": "a", "email": "ana@example.test"})
    identify(call, {"external_id": "b", "email": "ana@example.test"})
    assert len(braze.state.profiles) == 2


def test_of_several_profiles_with_an_address_the_identified_one_updated_last_is_meant(call, braze: Braze):
    for external_id in ("a", "b"):
        identify(call, {"external_id": external_id, "email": "ana@example.test"}, plan="none")
    identify(call, {"external_id": "a"}, plan="none")
    identify(call, {"email": "ANA@example.test"}, plan="chosen")
    assert braze.profile("a").custom_attributes["plan"] == "chosen"
    assert braze.profile("b").custom_attributes["plan"] == "none"


def test_email_goes_before_phone(call, braze: Braze):
    identify(call, {"email": "ana@example.test"})
    identify(call, {"phone": "+49 170 1"})
    identify(call, {"email": "ana@example.test", "phone": "+49 170 1"}, plan="mine")
    (by_email,) = braze.state.profiles.all_by_email("ana@example.test")
    assert by_email.custom_attributes["plan"] == "mine"
    assert by_email.standard["phone"] == "+491701"


def test_a_changed_address_is_found_under_the_new_one_only(call, braze: Braze):
    identify(call, {"external_id": "a", "email": "old@example.test"})
    identify(call, {"external_id": "a", "email": "new@example.test"})
    assert braze.state.profiles.all_by_email("old@example.test") == ()
    assert braze.state.profiles.all_by_email("New@Example.test") == (braze.profile("a"),)
