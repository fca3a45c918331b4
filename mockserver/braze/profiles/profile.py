"""User profiles, as Braze keeps and exports them.

A profile's collections are replaced, never changed in place, so that all profiles share the empty ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from mockserver.braze.profiles.attributes import exported
from mockserver.braze.times import render_time

EVENT_HISTORY = timedelta(days=90)
"""How long ago an event may have happened last for an export to list it."""
EXPORTED_STANDARD = (
    "first_name", "last_name", "email", "dob", "home_city", "country", "phone", "language", "time_zone",
    "gender", "last_coordinates",
)  # fmt: skip
"""The standard attributes that exports show, in their order."""
_NONE: Mapping[str, Any] = MappingProxyType({})


def _nothing() -> Mapping[str, Any]:
    return _NONE


@dataclass(frozen=True, slots=True)
class Alias:
    """A user alias: a name that is unique within its label."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How often an event happened or a product was bought, and when first and last."""

    first: datetime
    last: datetime
    count: int = 1

    def again(self, at: datetime, times: int = 1) -> Tally:
        """Count one more, which may have happened before the others."""
        return Tally(min(self.first, at), max(self.last, at), self.count + times)

    def exported(self, name: str) -> dict[str, Any]:
        """Give the summary as exports show it."""
        return {
            "name": name,
            "first": render_time(self.first),
            "last": render_time(self.last),
            "count": self.count,
        }


@dataclass(frozen=True, slots=True)
class Received:
    """A campaign that reached a user; ``details`` are what exports tell of it beyond that."""

    name: str
    last: datetime
    details: Mapping[str, Any] = field(default_factory=_nothing)


@dataclass(slots=True, eq=False)
class Profile:
    """One user of the workspace.

    ``standard`` holds the standard attributes under their wire names (``first_name``, ``email``, …),
    ``carried`` what an export said of things that are not simulated, such as devices. ``deprecated_ids``
    are former external ids that still lead here. Change identifiers, email and phone through the store,
    whose indexes follow them.
    """

    braze_id: str
    created_at: datetime
    random_bucket: int
    external_id: str = ""
    deprecated_ids: tuple[str, ...] = ()
    aliases: Mapping[str, Alias] = field(default_factory=_nothing)
    standard: Mapping[str, Any] = field(default_factory=_nothing)
    custom_attributes: Mapping[str, Any] = field(default_factory=_nothing)
    custom_events: Mapping[str, Tally] = field(default_factory=_nothing)
    purchases: Mapping[str, Tally] = field(default_factory=_nothing)
    total_revenue: float = 0.0
    subscription_groups: Mapping[str, str] = field(default_factory=_nothing)
    campaigns_received: Mapping[str, Received] = field(default_factory=_nothing)
    carried: Mapping[str, Any] = field(default_factory=_nothing)
    revision: int = field(default=0, repr=False)

    def exported(self, *, now: datetime | None = None) -> dict[str, Any]:
        """Give the profile in the shape of ``/users/export/ids``; what has no value is left out.

        With ``now``, events and purchases last seen more than 90 days before it are left out too.
        Source: https://www.braze.com/docs/api/endpoints/export/user_data/post_users_identifier/
        """
        since = now - EVENT_HISTORY if now else None
        fields: dict[str, Any] = {
            "created_at": render_time(self.created_at),
            "external_id": self.external_id,
            "user_aliases": [{"alias_name": a.name, "alias_label": a.label} for a in self.aliases.values()],
            "appboy_id": self.braze_id,
            "braze_id": self.braze_id,
            **{name: exported(self.standard.get(name, "")) for name in EXPORTED_STANDARD[:2]},
            # Between the names and the address, as recordings show it.
            "random_bucket": self.random_bucket,
            **{name: exported(self.standard.get(name, "")) for name in EXPORTED_STANDARD[2:]},
            "custom_attributes": exported(dict(self.custom_attributes)),
            "custom_events": _summaries(self.custom_events, since),
            "purchases": _summaries(self.purchases, since),
            "total_revenue": self.total_revenue,
            "push_subscribe": self.standard.get("push_subscribe", "subscribed"),
            "email_subscribe": self.standard.get("email_subscribe", "subscribed"),
            "campaigns_received": _received(self.campaigns_received),
            **self.carried,
        }
        kept = {"user_aliases", "random_bucket", "total_revenue"}
        return {name: value for name, value in fields.items() if name in kept or value not in ("", [], {})}

    def __str__(self) -> str:
        return self.external_id or self.standard.get("email") or self.braze_id


def _summaries(tallies: Mapping[str, Tally], since: datetime | None) -> list[dict[str, Any]]:
    return [tally.exported(name) for name, tally in tallies.items() if since is None or tally.last >= since]


def _received(campaigns: Mapping[str, Received]) -> list[dict[str, Any]]:
    return [
        {
            "name": received.name,
            "api_campaign_id": campaign_id,
            "last_received": render_time(received.last),
            "in_control": False,
            **received.details,
        }
        for campaign_id, received in campaigns.items()
    ]
