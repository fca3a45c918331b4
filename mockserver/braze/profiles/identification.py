"""Which profile an object of /users/track addresses, and when one is made for it.

Source: https://www.braze.com/docs/api/endpoints/user_data/post_user_track/
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mockserver.braze.profiles.profile import Alias, Profile
from mockserver.braze.profiles.standard import normal_email, normal_phone
from mockserver.braze.profiles.store import ProfileStore, most_recent


@dataclass(frozen=True, slots=True)
class Addressed:
    """The profile an object addresses, or why it addresses none."""

    profile: Profile | None
    reason: str = ""


def address(store: ProfileStore, data: Mapping[str, Any]) -> Addressed:
    """Find the profile an object addresses, or make it where Braze does.

    A primary identifier (``external_id``, ``user_alias``, ``braze_id``) goes before ``email``, and that
    before ``phone``.
    """
    existing_only = data.get("_update_existing_only")
    if data.get("external_id"):
        return _by_external_id(store, data["external_id"], create=existing_only is not True)
    if data.get("user_alias"):
        # For aliases alone the default is to update existing profiles only.
        return _by_alias(store, as_alias(data["user_alias"]), create=existing_only is False)
    if data.get("braze_id"):
        found = store.by_braze_id(data["braze_id"])
        return Addressed(found, "" if found else f"no profile has braze_id {data['braze_id']!r}")
    if data.get("email"):
        return _by_email(store, data["email"], create=existing_only is not True)
    if data.get("phone"):
        return _by_phone(store, data["phone"], create=existing_only is not True)
    return Addressed(None, "it names no profile")


def as_alias(sent: Mapping[str, str]) -> Alias:
    """Read an alias object."""
    return Alias(sent["alias_name"], sent["alias_label"])


def prioritized(profiles: tuple[Profile, ...], prioritization: Sequence[str]) -> Profile | None:
    """Choose among profiles with one email address or phone number as ``prioritization`` says.

    None where no profile, or more than one, is left.
    Source: https://www.braze.com/docs/api/objects_filters/recipient_object/
    """
    left = profiles
    for rule in prioritization:
        if rule in ("identified", "unidentified"):
            wanted = rule == "identified"
            left = tuple(profile for profile in left if bool(profile.external_id) is wanted) or left
        elif left:
            choose = max if rule == "most_recently_updated" else min
            left = (choose(left, key=lambda profile: profile.revision),)
    return left[0] if len(left) == 1 else None


def _by_external_id(store: ProfileStore, external_id: str, *, create: bool) -> Addressed:
    found = store.by_external_id(external_id)
    if found is None and create:
        return Addressed(store.create(external_id=external_id))
    return Addressed(found, "" if found else _unknown(f"external_id {external_id!r}"))


def _by_alias(store: ProfileStore, alias: Alias, *, create: bool) -> Addressed:
    found = store.by_alias(alias)
    if found is None and create:
        return Addressed(store.create(alias=alias))
    return Addressed(found, "" if found else _unknown(f"alias {alias.name!r} of label {alias.label!r}"))


def _by_email(store: ProfileStore, email: str, *, create: bool) -> Addressed:
    found = most_recent(store.all_by_email(email))
    if found is None and create:
        return Addressed(_made_with(store, "email", normal_email(email)))
    return Addressed(found, "" if found else _unknown(f"email {email!r}"))


def _by_phone(store: ProfileStore, phone: str, *, create: bool) -> Addressed:
    found = most_recent(store.all_by_phone(phone))
    if found is None and create:
        return Addressed(_made_with(store, "phone", normal_phone(phone)))
    return Addressed(found, "" if found else _unknown(f"phone {phone!r}"))


def _made_with(store: ProfileStore, name: str, value: str) -> Profile:
    profile = store.create()
    store.set_standard(profile, name, value)
    return profile


def _unknown(named: str) -> str:
    return f"no profile has {named}, and `_update_existing_only` is in force"
