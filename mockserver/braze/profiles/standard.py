"""Braze's standard attributes: their names, and the rules for their values.

Source: https://www.braze.com/docs/api/objects_filters/user_attributes_object/
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from typing import Any

from mockserver.braze.profiles.attributes import AttributeRules, clean_string
from mockserver.braze.profiles.nested import Dropped
from mockserver.braze.times import parse_time
from mockserver.zones import iana_names

SUBSCRIPTION_STATES = ("opted_in", "subscribed", "unsubscribed")
GENDERS = ("M", "F", "O", "N", "P")

Read = Callable[[Any, AttributeRules], Any]


def read_standard(name: str, sent: object, rules: AttributeRules) -> Any:
    """Give the value a standard attribute keeps of what was sent; None clears it.

    Raises ``Dropped`` where Braze ignores the value.
    """
    return None if sent is None else READERS[name](sent, rules)


def normal_email(text: str) -> str:
    """Give an email address as Braze keeps it, in lower case."""
    return text.strip().lower()


def normal_phone(text: str) -> str:
    """Give a phone number as Braze keeps it: digits, after a plus where it was sent with one."""
    digits = "".join(filter(str.isdigit, text))
    return "+" + digits if digits and text.lstrip().startswith("+") else digits


def read_groups(sent: object) -> dict[str, str]:
    """Give the states of subscription groups by the group's id, broken rows left out."""
    rows = [row for row in sent if isinstance(row, Mapping)] if isinstance(sent, list) else []
    named = [(row.get("subscription_group_id"), row.get("subscription_state")) for row in rows]
    return {group: state for group, state in named if isinstance(group, str) and isinstance(state, str)}


def _text(sent: object, rules: AttributeRules) -> str:
    if not isinstance(sent, str):
        raise Dropped("it is a text")
    return clean_string(sent, rules)


def _email(sent: object, rules: AttributeRules) -> str | None:
    return normal_email(_text(sent, rules)) or None


def _phone(sent: object, rules: AttributeRules) -> str | None:
    return normal_phone(_text(sent, rules)) or None


def _flag(sent: object, rules: AttributeRules) -> bool:  # noqa: ARG001
    if not isinstance(sent, bool):
        raise Dropped("it is true or false")
    return sent


def _object(sent: object, rules: AttributeRules) -> Any:  # noqa: ARG001
    if not isinstance(sent, Mapping):
        raise Dropped("it is an object")
    return dict(sent)


def _objects(sent: object, rules: AttributeRules) -> list[Any]:
    if not isinstance(sent, list):
        raise Dropped("it is an array of objects")
    return [_object(element, rules) for element in sent]


def _time(sent: object, rules: AttributeRules) -> Any:
    moment = parse_time(_text(sent, rules))
    if moment is None:
        raise Dropped("it is a date and time in ISO 8601")
    return moment


def _birthday(sent: object, rules: AttributeRules) -> str:
    text = _text(sent, rules)
    if len(text) != len("2000-12-31") or parse_time(text) is None:
        raise Dropped("it is a date such as 2000-12-31")
    return text


def _one_of(choices: tuple[str, ...]) -> Read:
    def read(sent: object, rules: AttributeRules) -> str:
        if _text(sent, rules) not in choices:
            raise Dropped(f"it is one of {', '.join(choices)}")
        return str(sent)

    return read


def _time_zone(sent: object, rules: AttributeRules) -> str:
    name = _text(sent, rules)
    if name not in iana_names():
        raise Dropped("it is an IANA time zone such as America/New_York")
    return name


def _country(sent: object, rules: AttributeRules) -> str | None:
    text = _text(sent, rules)
    if len(text) == len("AU") and text.isalpha():
        return text.upper()
    return _country_codes().get(text.lower())


def _location(sent: object, rules: AttributeRules) -> list[float]:  # noqa: ARG001
    place = sent if isinstance(sent, Mapping) else {}
    pair = [place.get("longitude"), place.get("latitude")]
    if not all(isinstance(degrees, int | float) for degrees in pair):
        raise Dropped("it is an object with `longitude` and `latitude`")
    return [float(degrees) for degrees in pair if degrees is not None]


@cache
def _country_codes() -> Mapping[str, str]:
    """Give the ISO 3166 codes of English country names in lower case, from the time-zone database."""
    table = (resources.files("tzdata") / "zoneinfo" / "iso3166.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {name.lower(): code for code, name in rows}


READERS: Mapping[str, Read] = {
    "country": _country,
    "current_location": _location,
    "date_of_first_session": _time,
    "date_of_last_session": _time,
    "dob": _birthday,
    "email": _email,
    "email_click_tracking_disabled": _flag,
    "email_open_tracking_disabled": _flag,
    "email_subscribe": _one_of(SUBSCRIPTION_STATES),
    "facebook": _object,
    "first_name": _text,
    "gender": _one_of(GENDERS),
    "home_city": _text,
    "image_url": _text,
    "language": _text,
    "last_name": _text,
    "marked_email_as_spam_at": _time,
    "phone": _phone,
    "push_subscribe": _one_of(SUBSCRIPTION_STATES),
    "push_tokens": _objects,
    "time_zone": _time_zone,
    "twitter": _object,
}
"""How each standard attribute is read, but for ``subscription_groups``."""
