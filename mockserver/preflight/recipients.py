"""Profiles of an audience: read as Braze would keep them, and no further than a template looks.

An export tells much that no webhook can show. What Braze would drop of an attribute's value is not there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zlib import crc32

from mockserver.braze import Profile
from mockserver.braze.profiles.attributes import AttributeRules, updated
from mockserver.braze.profiles.nested import Dropped
from mockserver.braze.profiles.standard import READERS, read_groups, read_standard
from mockserver.braze.profiles.store import RANDOM_BUCKETS


class CustomAttributes(Mapping[str, Any]):
    """A user's custom attributes, each turned into the value Braze keeps when it is first looked at."""

    __slots__ = ("_kept", "_rules", "_sent")

    def __init__(self, sent: Mapping[str, object], rules: AttributeRules) -> None:
        self._sent = sent
        self._rules = rules
        self._kept: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._kept:
            self._kept[name] = _value(self._sent[name], self._rules)
        value = self._kept[name]
        if value is None:
            raise KeyError(name)
        return value

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._sent if name in self)

    def __bool__(self) -> bool:
        return any(name in self for name in self._sent)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _value(sent: object, rules: AttributeRules) -> Any:
    try:
        return updated(None, sent, rules)
    except Dropped:
        return None


def recipient(document: Mapping[str, Any], rules: AttributeRules, now: datetime) -> Profile:
    """Make the profile of a user in the shape of ``/users/export/ids``, as far as templates can see it."""
    external_id = str(document.get("external_id") or "")
    braze_id = str(document.get("braze_id") or document.get("appboy_id") or "")
    sent = document.get("custom_attributes")
    bucket = document.get("random_bucket")
    profile = Profile(
        braze_id,
        now,
        bucket if isinstance(bucket, int) else _bucket_of(external_id or braze_id),
        external_id,
        standard=_standard(document, rules),
        custom_attributes=CustomAttributes(sent if isinstance(sent, Mapping) else {}, rules),
    )
    if document.get("subscription_groups"):
        profile.subscription_groups = read_groups(document["subscription_groups"])
    return profile


def _bucket_of(user: str) -> int:
    return crc32(user.encode(errors="surrogatepass")) % RANDOM_BUCKETS


def _standard(document: Mapping[str, Any], rules: AttributeRules) -> dict[str, Any]:
    standard = {}
    for name in document:
        if name in READERS:
            try:
                value = read_standard(name, document[name], rules)
            except Dropped:
                continue
            if value is not None:
                standard[name] = value
    return standard


def name_of(profile: Profile) -> str:
    """Give what a user is told by: the external id, the email address or the Braze id."""
    return str(profile) or "a user without an id"


def segment_of(profile: Profile, attribute: str) -> str:
    """Give a user's value of a standard or custom attribute as text; empty where there is none."""
    value = profile.standard.get(attribute)
    if value is None:
        value = profile.custom_attributes.get(attribute)
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    return "" if value is None else str(value)[:80]
