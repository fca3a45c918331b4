"""What is known of the values behind each personalization variable and filter."""

from __future__ import annotations

from typing import Final

from mockserver.lint.values import Danger, Source, Value
from mockserver.liquid.variables import STANDARD

ROKT_PREFIX: Final = "rokt:"
ACCOUNT_CODE: Final = "custom_attribute.${rokt:account_code}"
SUBSCRIPTION_ID: Final = "custom_attribute.${rokt:subscription_id}"

_TYPED_BY_PERSONS: Final = frozenset({"first_name", "last_name", "city", "email_address"})
_ODD_IN_URLS: Final = frozenset({"user_id", "email_address", "phone_number", "time_zone", "first_name"})
_ROKT_TEXTS: Final = frozenset({"account_name", "calendar_title", "tags", "source", "device_name"})
_ROKT_WITHOUT_SUFFIX: Final = frozenset({"subscription_id"})
_SENDERS: Final = frozenset(
    {
        "event_properties", "api_trigger_properties", "context", "canvas_entry_properties",
        "content_blocks", "campaign", "canvas",
    }
)  # fmt: skip
_IDENTIFIERS: Final = frozenset({"subscribed_state", "most_recently_used_device", "targeted_device"})


def attribute_value(namespace: str, name: str) -> Value:
    """Give what is known of an attribute's value; every attribute may be missing."""
    key = attribute_key(namespace, name)
    json, url = _dangers(namespace, name)
    rokt = namespace == "custom_attribute" and name.startswith(ROKT_PREFIX)
    bare = name.removeprefix(ROKT_PREFIX)
    always = not namespace and name in ("user_id", "braze_id", "random_bucket_number")
    return Value(
        absent=frozenset() if always else frozenset({key}),
        json=json,
        url=url,
        sources=frozenset({Source(key)}),
        is_array=rokt,
        suffixed=rokt and bare not in _ROKT_WITHOUT_SUFFIX,
    )


def attribute_key(namespace: str, name: str) -> str:
    """Write an attribute as a template names it."""
    marker = "${" + name + "}"
    return f"{namespace}.{marker}" if namespace else marker


def _dangers(namespace: str, name: str) -> tuple[Danger, Danger]:
    if not namespace:
        known = name.partition(".")[0].partition("[")[0]
        typed = known in _TYPED_BY_PERSONS or known not in STANDARD
        odd = Danger.SENDER if known in _ODD_IN_URLS else Danger.NONE
        return (Danger.PERSON, Danger.PERSON) if typed else (Danger.NONE, odd)
    if namespace == "custom_attribute" and name.startswith(ROKT_PREFIX):
        danger = Danger.PERSON if name.removeprefix(ROKT_PREFIX) in _ROKT_TEXTS else Danger.NONE
        return danger, danger
    if namespace in _IDENTIFIERS or name.endswith("_id"):
        return Danger.NONE, Danger.NONE
    danger = Danger.SENDER if namespace in _SENDERS else Danger.PERSON
    return danger, danger


PROSE: Final = frozenset({"title", "description", "location"})
"""The fields of an event that hold text for people."""
MACHINE: Final = frozenset(
    {
        "eventId", "start", "end", "timezone", "timezoneIanaId", "notifyBefore", "allDayEvent",
        "visibleFromDateTimeUtc", "actionType", "subscriptionIds",
    }
)  # fmt: skip
"""The fields of an event that hold what programs make: ids, times, zones, numbers."""

HARMLESS_FILTERS: Final = frozenset(
    {
        "abs", "at_least", "at_most", "base64_encode", "base64_url_safe_encode", "ceil", "date",
        "divided_by", "floor", "hmac_sha1", "hmac_sha1_base64", "hmac_sha1_hex", "hmac_sha256",
        "hmac_sha256_base64", "hmac_sha256_hex", "hmac_sha512", "md5", "minus", "modulo", "money",
        "number_with_delimiter", "plus", "round", "sha1", "sha2", "size", "sum", "time_zone", "times", "has",
    }
)  # fmt: skip
"""Filters whose result holds digits, letters and marks that mean nothing in JSON."""
NEVER_NIL: Final = frozenset({"plus", "minus", "times", "abs", "ceil", "floor", "round", "size", "money"})
"""Filters that make a number even of nothing."""
UNDOING: Final = frozenset(
    {
        "truncate", "truncatewords", "slice", "upcase", "capitalize", "remove", "remove_first",
        "remove_last", "replace", "replace_first", "replace_last", "split", "url_decode",
    }
)  # fmt: skip
"""Filters that may tear an escape apart."""
