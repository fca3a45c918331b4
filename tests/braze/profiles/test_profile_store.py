"""Finding profiles, however many there are."""

from time import perf_counter

from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.braze import BRAZE_ASSUMPTIONS
from mockserver.braze.profiles.profile import Alias
from mockserver.braze.profiles.store import ProfileStore
from mockserver.clock import Clock
from mockserver.evidence import Assumptions
from mockserver.ids import Ids

EMAILS = ("a@x.test", "b@x.test", "", None)
CHANGES = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(EMAILS)), max_size=20)


def store_of(count=0):
    store = ProfileStore(Clock(), Ids(1), Assumptions(BRAZE_ASSUMPTIONS))
    for number in range(count):
        profile = store.create(external_id=str(number))
        store.set_standard(profile, "email", f"{number}@example.test")
    return store


@settings(max_examples=100, deadline=None)
@given(CHANGES)
def test_the_address_index_follows_every_change(changes):
    store = store_of()
    profiles = [store.create() for _ in range(4)]
    expected = {}
    for index, email in changes:
        store.set_standard(profiles[index], "email", email)
        expected[index] = email
    for email in EMAILS[:2]:
        holders = {profiles[index] for index, held in expected.items() if held == email}
        assert set(store.all_by_email(email)) == holders


def test_a_new_alias_takes_the_place_of_one_under_the_same_label():
    store = store_of()
    profile = store.create(alias=Alias("old", "app"))
    store.add_alias(profile, Alias("new", "app"))
    assert store.by_alias(Alias("old", "app")) is None
    assert store.by_alias(Alias("new", "app")) is profile


def test_a_braze_id_begins_with_the_second_of_its_making():
    profile = store_of().create()
    assert int(profile.braze_id[:8], 16) == int(profile.created_at.timestamp())


def test_looking_up_takes_the_same_time_among_many():
    few, many = store_of(100), store_of(20_000)
    assert _best_time(many) < 5 * _best_time(few)


def _best_time(store):
    def once():
        start = perf_counter()
        for number in range(100):
            store.by_external_id(str(number))
            store.all_by_email(f"{number}@example.test")
        return perf_counter() - start

    return min(once() for _ in range(20))
