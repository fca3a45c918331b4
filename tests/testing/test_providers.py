"""What the Faker provider makes is valid, varied and the same for the same seed."""

import json

import pytest
from faker import Faker

from mockserver.contracts import CREATE_EVENT, CREATE_SUBSCRIPTION, windows_zone
from mockserver.testing.providers import AWKWARD_NAMES, CalendarProvider

KINDS = [
    "awkward_name",
    "windows_zone",
    "subscriber",
    "subscription",
    "rokt_attributes",
    "calendar_event",
    "braze_profile",
]


@pytest.fixture
def people():
    fake = Faker()
    fake.add_provider(CalendarProvider)
    fake.seed_instance(7)
    return fake


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_makes_the_same(people, kind):
    first = [getattr(people, kind)() for _ in range(10)]
    people.seed_instance(7)
    assert [getattr(people, kind)() for _ in range(10)] == first
    people.seed_instance(8)
    assert [getattr(people, kind)() for _ in range(10)] != first


def test_events_and_subscribers_are_valid(people):
    for _ in range(60):
        event = {"event": people.calendar_event(), "subscriptionIds": [people.subscription()["id"]]}
        assert CREATE_EVENT.check(event, {}).findings == ()
        assert CREATE_SUBSCRIPTION.check(people.subscriber(), {}).findings == ()
        assert windows_zone(people.windows_zone())


def test_profiles_can_be_loaded_and_lack_different_parts(people, acme):
    profiles = [people.braze_profile() for _ in range(40)]
    store = acme.open().braze.state.profiles
    for profile in profiles:
        store.load(profile)
    for part in ("first_name", "email", "time_zone", "custom_attributes"):
        assert 0 < sum(part in profile for profile in profiles) < len(profiles)


def test_attributes_are_parallel_arrays_joined_by_a_suffix(people):
    attributes = people.rokt_attributes(subscriptions=3, account="beta")
    assert len(attributes) == 16
    for index, subscription in enumerate(attributes["rokt:subscription_id"]):
        suffixes = {values[index][-12:] for values in attributes.values()}
        assert suffixes == {subscription[-12:]}
    assert people.rokt_attributes(subscriptions=0) == {}


def test_a_profile_gets_the_published_event(people, render_webhook):
    user = people.braze_profile(subscriptions=2)
    sent = json.loads(render_webhook("new-event", user).text)
    assert sent["subscriptionIds"] == user["custom_attributes"]["rokt:subscription_id"]


def test_awkward_names_come_in_many_scripts():
    scripts = [range(0x400, 0x500), range(0x590, 0x600), range(0x600, 0x700), range(0x900, 0x980)]
    scripts += [range(0xE00, 0xE80), range(0x3040, 0x30A0), range(0x4E00, 0xA000), range(0xAC00, 0xD7B0)]
    everything = set("".join(AWKWARD_NAMES))
    assert all(any(ord(sign) in script for sign in everything) for script in scripts)
