"""Time zones by name: the package's, whatever the machine has."""

import copy
import pickle
import zoneinfo
from datetime import UTC, datetime
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.zones import iana_names, iana_zone, known_zone

SUMMER = datetime(2026, 7, 1, tzinfo=UTC)


def pickled(thing):
    return pickle.loads(pickle.dumps(thing))


def test_every_name_has_one_zone_that_knows_it():
    for name in iana_names():
        zone = iana_zone(name)
        assert (zone.key, str(zone)) == (name, name)
        assert iana_zone(name) is zone


@pytest.mark.parametrize("name", ["nowhere", "", "../UTC", "/UTC", "Europe", "europe/berlin", "Factory"])
def test_what_is_no_zone_has_none(name):
    assert iana_zone(name) is None


@given(st.text())
def test_any_text_may_be_asked_for(text):
    assert iana_zone(text) is None or text in iana_names()


def test_the_machines_database_is_not_asked(tmp_path):
    """A machine that takes Denver's time for Greenwich's changes nothing."""
    greenwich = files("tzdata").joinpath("zoneinfo", "UTC").read_bytes()
    tmp_path.joinpath("America").mkdir()
    tmp_path.joinpath("America", "Denver").write_bytes(greenwich)
    before = zoneinfo.TZPATH
    try:
        zoneinfo.reset_tzpath([tmp_path])
        assert SUMMER.astimezone(zoneinfo.ZoneInfo.no_cache("America/Denver")).hour == 0
        assert SUMMER.astimezone(known_zone.__wrapped__("America/Denver")).hour == 18
    finally:
        zoneinfo.reset_tzpath(before)


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy, pickled])
def test_a_copy_is_the_zone_itself(duplicate):
    zone = known_zone("Asia/Kolkata")
    assert duplicate(zone) is zone
    moment = SUMMER.astimezone(zone)
    assert duplicate(moment).tzinfo is zone
