"""Aliases, identifying, merging, deleting and renaming, beyond what the machine of profiles walks through."""

import pytest

from mockserver.braze import Braze
from mockserver.simulator.world import World

ALIAS = {"alias_name": "dev-7", "alias_label": "device"}


def codes(world):
    return [finding.code for finding in world.journal[-1].findings]


@pytest.fixture
def people(braze: Braze):
    store = braze.state.profiles
    store.load(
        {"user_aliases": [ALIAS], "first_name": "Ana", "gender": "F", "custom_attributes": {"plan": "gold"}}
    )
    store.load({"external_id": "known", "first_name": "Eva", "custom_attributes": {"size": 3}})
    return store


def test_an_alias_on_an_unknown_external_id_makes_nobody(call, braze: Braze, world: World):
    body = {"user_aliases": [{**ALIAS, "external_id": "nobody"}]}
    assert call("POST", "/users/alias/new", json=body).json()["aliases_processed"] == 1
    assert len(braze.state.profiles) == 0
    assert codes(world) == ["BRAZE393"]


def test_too_many_aliases_are_refused(call):
    body = {"user_aliases": [{"alias_name": str(n), "alias_label": "l"} for n in range(51)]}
    answer = call("POST", "/users/alias/new", json=body)
    assert answer.status == 400
    assert answer.json()["message"] == "The max number of ids per request was exceeded"


def test_an_overlong_alias_is_refused(call):
    body = {"user_aliases": [{"alias_name": "é" * 119, "alias_label": "l"}]}
    assert call("POST", "/users/alias/new", json=body).status == 400


def test_identifying_somebody_new_keeps_the_braze_id(call, people, braze: Braze):
    before = next(iter(people)).braze_id
    row = {"external_id": "new", "user_alias": ALIAS}
    call("POST", "/users/identify", json={"aliases_to_identify": [row]})
    assert braze.profile("new").braze_id == before


def test_identifying_somebody_known_merges_what_they_lack(call, people, braze: Braze):
    row = {"external_id": "known", "user_alias": ALIAS}
    call("POST", "/users/identify", json={"aliases_to_identify": [row]})
    profile = braze.profile("known")
    assert len(people) == 1
    assert (profile.standard["first_name"], profile.standard["gender"]) == ("Eva", "F")
    assert profile.custom_attributes == {"plan": "gold", "size": 3}
    assert profile.exported()["user_aliases"] == [ALIAS]


def test_an_address_is_identified_by_its_prioritization(call, braze: Braze):
    older, newer = (braze.state.profiles.load({"email": "x@example.test", "first_name": n}) for n in "ab")
    row = {
        "external_id": "x",
        "email": "X@example.test",
        "prioritization": ["unidentified", "most_recently_updated"],
    }
    answer = call("POST", "/users/identify", json={"emails_to_identify": [row]})
    assert answer.json() == {"emails_processed": 1, "message": "success"}
    assert braze.profile("x") is newer
    assert not older.external_id


def test_an_address_of_several_without_prioritization_identifies_nobody(call, braze: Braze):
    for _ in range(2):
        braze.state.profiles.load({"phone": "+49 30 1"})
    row = {"external_id": "x", "phone": "+49301"}
    answer = call("POST", "/users/identify", json={"phone_numbers_to_identify": [row]})
    assert answer.json() == {"phone_numbers_processed": 1, "message": "success"}
    assert braze.profile("x") is None


def test_both_recencies_in_a_prioritization_are_an_error(call):
    order = ["most_recently_updated", "least_recently_updated"]
    row = {"external_id": "x", "email": "x@example.test", "prioritization": order}
    answer = call("POST", "/users/identify", json={"emails_to_identify": [row]}).json()
    assert answer["emails_processed"] == 0
    assert answer["errors"][0]["type"].startswith("Request can not contain both of 'most_recently_updated'")


def test_merging_adds_up_what_both_did(call, braze: Braze):
    for external_id, hours in (("a", "09"), ("b", "10")):
        at = f"2026-01-15T{hours}:00:00Z"
        event = {"external_id": external_id, "name": "subscribe", "time": at}
        bought = {"external_id": external_id, "product_id": "p", "currency": "EUR", "price": 2.5, "time": at}
        call("POST", "/users/track", json={"events": [event], "purchases": [bought]})
    pair = {"identifier_to_merge": {"external_id": "a"}, "identifier_to_keep": {"external_id": "b"}}
    assert call("POST", "/users/merge", json={"merge_updates": [pair]}).status == 202
    exported = braze.profile("b").exported()
    first, last = "2026-01-15T09:00:00.000Z", "2026-01-15T10:00:00.000Z"
    assert exported["custom_events"] == [{"name": "subscribe", "first": first, "last": last, "count": 2}]
    assert (exported["purchases"][0]["count"], exported["total_revenue"]) == (2, 5.0)


@pytest.mark.parametrize(("choice", "aliases"), [("kept", [ALIAS]), ("dropped", [])])
def test_a_merge_takes_over_aliases_as_assumed(call, people, braze: Braze, world: World, choice, aliases):
    world.assumptions.set("braze.merged_aliases", choice)
    pair = {"identifier_to_merge": {"user_alias": ALIAS}, "identifier_to_keep": {"external_id": "known"}}
    call("POST", "/users/merge", json={"merge_updates": [pair]})
    assert braze.profile("known").exported()["user_aliases"] == aliases


def test_users_are_deleted_by_every_identifier_at_once(call, people, braze: Braze, world: World):
    braze.state.profiles.load({"email": "x@example.test"})
    body = {
        "user_aliases": [ALIAS],
        "external_ids": ["known"],
        "email_addresses": [{"email": "x@example.test"}],
    }
    assert call("POST", "/users/delete", json=body).json()["deleted"] == 3
    assert len(people) == 0
    world.assumptions.set("braze.delete_identifiers", "one")
    assert call("POST", "/users/delete", json=body).status == 400


def test_who_was_deleted_and_is_tracked_again_is_somebody_else(call, track, braze: Braze):
    track(plan="gold")
    first = braze.profile("cust-42").braze_id
    call("POST", "/users/delete", json={"external_ids": ["cust-42"]})
    track(size=1)
    assert braze.profile("cust-42").braze_id != first
    assert braze.profile("cust-42").custom_attributes == {"size": 1}


def test_a_deprecated_external_id_goes_on_leading_to_its_profile(call, track, braze: Braze):
    track(plan="gold")
    row = {"current_external_id": "cust-42", "new_external_id": "new"}
    call("POST", "/users/external_ids/rename", json={"external_id_renames": [row]})
    track(plan="silver")
    (user,) = call("POST", "/users/export/ids", json={"external_ids": ["cust-42"]}).json()["users"]
    assert (user["external_id"], user["custom_attributes"]) == ("new", {"plan": "silver"})
    again = call("POST", "/users/external_ids/rename", json={"external_id_renames": [row]}).json()
    assert again["rename_errors"][0]["index"] == 0
    primary = call("POST", "/users/external_ids/remove", json={"external_ids": ["new"]}).json()
    assert (primary["removed_ids"], primary["removal_errors"][0]["index"]) == ([], 0)
