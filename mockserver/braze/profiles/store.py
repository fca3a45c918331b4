"""The profiles of a workspace and the indexes that find them.

Every look-up is by a dictionary, so it takes the same time among a million profiles as among ten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import count
from typing import Any

from mockserver.braze.profiles.attributes import AttributeRules
from mockserver.braze.profiles.data_names import DataNames
from mockserver.braze.profiles.document import ProfileDocument, parse_profile
from mockserver.braze.profiles.profile import Alias, Profile
from mockserver.braze.profiles.standard import normal_email, normal_phone
from mockserver.braze.profiles.subscription_groups import SubscriptionGroups
from mockserver.clock import Clock
from mockserver.errors import UsageError
from mockserver.evidence import Assumptions
from mockserver.ids import Ids

RANDOM_BUCKETS = 10_000


class ProfileStore:
    """The profiles of one workspace."""

    def __init__(self, clock: Clock, ids: Ids, assumptions: Assumptions) -> None:
        self._clock = clock
        self._ids = ids
        self._assumptions = assumptions
        self._revisions = count(1)
        self._by_braze_id: dict[str, Profile] = {}
        self._by_external_id: dict[str, Profile] = {}
        self._by_alias: dict[Alias, Profile] = {}
        self._by_email: dict[str, list[Profile]] = {}
        self._by_phone: dict[str, list[Profile]] = {}
        self._merged_into: dict[str, Profile] = {}
        self.when_merged: list[Callable[[Profile, Profile], None]] = []
        """Called with the profile that went and the one that was kept."""
        self.names = DataNames()
        self.groups = SubscriptionGroups(ids)

    def __len__(self) -> int:
        return len(self._by_braze_id)

    def __iter__(self) -> Iterator[Profile]:
        return iter(tuple(self._by_braze_id.values()))

    def by_external_id(self, external_id: str) -> Profile | None:
        """Find the profile with an external id, a deprecated one included."""
        return self._by_external_id.get(external_id)

    def by_braze_id(self, braze_id: str) -> Profile | None:
        """Find the profile with a Braze id."""
        return self._by_braze_id.get(braze_id)

    def by_alias(self, alias: Alias) -> Profile | None:
        """Find the profile with an alias."""
        return self._by_alias.get(alias)

    def all_by_email(self, email: str) -> tuple[Profile, ...]:
        """Find every profile with an email address, in no particular case of letters."""
        return tuple(self._by_email.get(normal_email(email), ()))

    def all_by_phone(self, phone: str) -> tuple[Profile, ...]:
        """Find every profile with a phone number, whatever stands between its digits."""
        return tuple(self._by_phone.get(_phone_key(phone), ()))

    def load(self, document: Mapping[str, Any], *, exported: bool = False) -> Profile:
        """Add a profile described in the shape of ``/users/export/ids``.

        One that Braze ``exported`` may have fields nobody here knows of: they are kept as they are.
        Raises ``UsageError`` for a description that is none, or of somebody who is there already.
        """
        rules = AttributeRules.chosen(self._assumptions)
        parsed = parse_profile(document, rules, self._clock.now(), exported=exported)
        self._check_new(parsed)
        profile = self.create(external_id=parsed.external_id, braze_id=parsed.braze_id, at=parsed.created_at)
        for alias in parsed.aliases:
            self.add_alias(profile, alias)
        profile.standard = {name: value for name, value in parsed.standard.items() if value is not None}
        for name in ("email", "phone"):
            self._index(profile, name)
        for name, value in parsed.parts.items():
            setattr(profile, name, value)
        self._note_names(profile)
        return profile

    def create(
        self,
        *,
        external_id: str = "",
        alias: Alias | None = None,
        braze_id: str = "",
        at: datetime | None = None,
    ) -> Profile:
        """Make a profile, with a Braze id of its own unless one is given."""
        moment = at or self._clock.now()
        made = braze_id or f"{int(moment.timestamp()) & 0xFFFFFFFF:08x}{self._ids.hex(16)}"
        profile = Profile(made, moment, self._ids.below(RANDOM_BUCKETS), external_id)
        self._by_braze_id[made] = profile
        if external_id:
            self._by_external_id[external_id] = profile
        if alias:
            self.add_alias(profile, alias)
        self.touch(profile)
        return profile

    def delete(self, profile: Profile) -> None:
        """Take a profile out; afterwards nothing leads to it."""
        del self._by_braze_id[profile.braze_id]
        for external_id in filter(None, (profile.external_id, *profile.deprecated_ids)):
            del self._by_external_id[external_id]
        for alias in profile.aliases.values():
            del self._by_alias[alias]
        for name in ("email", "phone"):
            self._forget(profile, name)

    def replace(self, gone: Profile, kept: Profile) -> None:
        """Take a profile out that was merged into another, and tell who follows it."""
        self.delete(gone)
        self._merged_into[gone.braze_id] = kept
        for tell in self.when_merged:
            tell(gone, kept)

    def current(self, profile: Profile) -> Profile | None:
        """Give a profile, or the one it was merged into; None where it was deleted."""
        while self._by_braze_id.get(profile.braze_id) is not profile:
            following = self._merged_into.get(profile.braze_id)
            if following is None:
                return None
            profile = following
        return profile

    def identify(self, profile: Profile, external_id: str) -> None:
        """Give an anonymous profile its external id."""
        profile.external_id = external_id
        self._by_external_id[external_id] = profile
        self.touch(profile)

    def rename(self, profile: Profile, external_id: str) -> None:
        """Give a profile another external id; the former one is deprecated and still leads to it."""
        profile.deprecated_ids = (*profile.deprecated_ids, profile.external_id)
        self.identify(profile, external_id)

    def remove_deprecated(self, external_id: str) -> None:
        """Let a deprecated external id lead nowhere any more."""
        profile = self._by_external_id.pop(external_id)
        profile.deprecated_ids = tuple(kept for kept in profile.deprecated_ids if kept != external_id)

    def add_alias(self, profile: Profile, alias: Alias) -> None:
        """Give a profile an alias, in place of one it has under the same label."""
        former = profile.aliases.get(alias.label)
        if former:
            del self._by_alias[former]
        profile.aliases = {**profile.aliases, alias.label: alias}
        self._by_alias[alias] = profile

    def set_standard(self, profile: Profile, name: str, value: object) -> None:
        """Set a standard attribute under its wire name, or clear it with None."""
        self._forget(profile, name)
        rest = {kept: held for kept, held in profile.standard.items() if kept != name}
        profile.standard = rest if value is None else {**profile.standard, name: value}
        self._index(profile, name)

    def set_group_state(self, profile: Profile, group_id: str, state: str) -> None:
        """Set a profile's state in a subscription group.

        The state belongs to the address in groups for email, so every profile with the same one follows.
        """
        group = self.groups.find(group_id)
        by_email = group is None or group.channel == "email"
        sharing = self.all_by_email(profile.standard.get("email", "")) if by_email else ()
        for each in dict.fromkeys((profile, *sharing)):
            each.subscription_groups = {**each.subscription_groups, group_id: state}
            self.touch(each)

    def touch(self, profile: Profile) -> None:
        """Note that a profile was updated, later than any other."""
        profile.revision = next(self._revisions)

    def _note_names(self, profile: Profile) -> None:
        for name, value in profile.custom_attributes.items():
            self.names.note_attribute(name, value)
        for name in profile.custom_events:
            self.names.note_event(name)
        for name in profile.purchases:
            self.names.note_product(name)

    def _check_new(self, parsed: ProfileDocument) -> None:
        if self.by_external_id(parsed.external_id):
            raise UsageError(f"there are two profiles with external_id {parsed.external_id!r}")
        if self.by_braze_id(parsed.braze_id):
            raise UsageError(f"there are two profiles with braze_id {parsed.braze_id!r}")
        taken = next((alias for alias in parsed.aliases if self.by_alias(alias)), None)
        if taken:
            raise UsageError(f"there are two profiles with alias {taken.name!r} of label {taken.label!r}")

    def _forget(self, profile: Profile, name: str) -> None:
        index, key = self._index_entry(profile, name)
        if key:
            index[key].remove(profile)
            if not index[key]:
                del index[key]

    def _index(self, profile: Profile, name: str) -> None:
        index, key = self._index_entry(profile, name)
        if key:
            index.setdefault(key, []).append(profile)

    def _index_entry(self, profile: Profile, name: str) -> tuple[dict[str, list[Profile]], str]:
        if name == "email":
            return self._by_email, normal_email(profile.standard.get("email", ""))
        if name == "phone":
            return self._by_phone, _phone_key(profile.standard.get("phone", ""))
        return {}, ""


def most_recent(profiles: tuple[Profile, ...]) -> Profile | None:
    """Choose among profiles with one email address or phone number.

    Those with an external id come first; among equals the one updated last.
    Source: https://www.braze.com/docs/api/endpoints/user_data/post_user_track/
    """
    return max(profiles, key=lambda profile: (bool(profile.external_id), profile.revision), default=None)


def _phone_key(phone: str) -> str:
    return normal_phone(phone).lstrip("+")
