"""Subscription groups of one workspace: which there are, and whether a user is in one.

Source: https://www.braze.com/docs/user_guide/message_building_by_channel/email/managing_user_subscriptions/
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from mockserver.errors import UsageError
from mockserver.ids import Ids

STATES = ("subscribed", "unsubscribed")


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionGroup:
    """One subscription group; ``id`` is its API identifier, a UUID, made where it is empty."""

    name: str
    id: str = ""
    channel: Literal["email", "sms", "whatsapp"] = "email"


class SubscriptionGroups:
    """The subscription groups of one workspace, in the order added."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._groups: dict[str, SubscriptionGroup] = {}

    def __iter__(self) -> Iterator[SubscriptionGroup]:
        return iter(tuple(self._groups.values()))

    def knows(self, group_id: str) -> bool:
        """Tell whether a group is there; where none was ever added, any may be."""
        return not self._groups or group_id in self._groups

    def add(self, group: SubscriptionGroup) -> SubscriptionGroup:
        """Add a group.

        Raises ``UsageError`` for an id that is taken.
        """
        added = group if group.id else replace(group, id=self._ids.uuid())
        if added.id in self._groups:
            raise UsageError(f"there are two subscription groups with id {added.id}")
        self._groups[added.id] = added
        return added

    def find(self, group_id: str) -> SubscriptionGroup | None:
        """Find a group by its API identifier."""
        return self._groups.get(group_id)
