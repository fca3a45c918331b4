"""Standard attributes: what their values become."""

import pytest

from mockserver.braze.profiles.attributes import AttributeRules
from mockserver.braze.profiles.nested import Dropped
from mockserver.braze.profiles.standard import READERS, read_standard
from mockserver.contracts import STANDARD_ATTRIBUTES

RULES = AttributeRules()


def test_every_standard_attribute_is_read():
    assert READERS.keys() | {"subscription_groups"} == STANDARD_ATTRIBUTES


@pytest.mark.parametrize(
    ("name", "sent", "kept"),
    [
        ("first_name", " Ana ", "Ana"),
        ("email", "Ana@Example.Test", "ana@example.test"),
        ("phone", "+49 (170) 1-2", "+4917012"),
        ("phone", "0170 12", "017012"),
        ("country", "au", "AU"),
        ("country", "Australia", "AU"),
        ("country", "Atlantis", None),
        ("gender", "F", "F"),
        ("dob", "2000-12-31", "2000-12-31"),
        ("time_zone", "America/New_York", "America/New_York"),
        ("email_subscribe", "opted_in", "opted_in"),
        ("current_location", {"longitude": -73.9, "latitude": 40}, [-73.9, 40.0]),
        ("email_open_tracking_disabled", True, True),
        ("first_name", None, None),
    ],
)
def test_values_are_kept(name, sent, kept):
    assert read_standard(name, sent, RULES) == kept


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("first_name", 5),
        ("gender", "X"),
        ("dob", "31.12.2000"),
        ("dob", "2000-13-31"),
        ("time_zone", "Eastern Standard Time"),
        ("time_zone", "../../etc/passwd"),
        ("time_zone", "America"),
        ("time_zone", ""),
        ("push_subscribe", "maybe"),
        ("current_location", {"longitude": 1}),
        ("email_open_tracking_disabled", "yes"),
        ("facebook", "me"),
        ("push_tokens", {"token": "x"}),
        ("date_of_last_session", "yesterday"),
    ],
)
def test_values_that_do_not_fit_are_ignored(name, sent):
    with pytest.raises(Dropped):
        read_standard(name, sent, RULES)
