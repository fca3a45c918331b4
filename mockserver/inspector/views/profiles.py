"""Braze profiles: found by what they are known by, and shown with all that happened to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from mockserver.braze import Profile
from mockserver.inspector.views.calendars import SubscriptionLine, subscription_line
from mockserver.inspector.views.messages import MessageLine, messages_to
from mockserver.inspector.views.texts import moment, value_text
from mockserver.sandbox import Sandbox

MOST_LISTED: Final = 200
_SHOWN_APART: Final = frozenset(
    {"custom_attributes", "custom_events", "purchases", "user_aliases", "campaigns_received", "appboy_id"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileLine:
    """A profile in a line of a list."""

    braze_id: str
    name: str
    external_id: str
    email: str
    attributes: int
    events: int


@dataclass(frozen=True, slots=True)
class Counted:
    """An event or a purchase: how often, when first and when last."""

    name: str
    count: int
    first: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileView:
    """A profile with all that happened to it."""

    line: ProfileLine
    facts: tuple[tuple[str, str], ...]
    attributes: tuple[tuple[str, str], ...]
    events: tuple[Counted, ...]
    purchases: tuple[Counted, ...]
    aliases: tuple[str, ...]
    messages: tuple[MessageLine, ...]
    journeys: tuple[tuple[int, str], ...]
    subscriptions: tuple[SubscriptionLine, ...]
    campaigns: tuple[tuple[str, str], ...]


def profile_lines(sandbox: Sandbox, text: str = "") -> tuple[ProfileLine, ...]:
    """Give the profiles that a text occurs in, ``MOST_LISTED`` at most."""
    wanted = text.strip().casefold()
    found: list[ProfileLine] = []
    for profile in sandbox.braze.state.profiles:
        if wanted in _searched(profile):
            found.append(_line(profile))
        if len(found) == MOST_LISTED:
            break
    return tuple(found)


def profile_view(sandbox: Sandbox, profile: Profile) -> ProfileView:
    """Make the view of a profile."""
    fields = profile.exported()
    return ProfileView(
        line=_line(profile),
        facts=tuple((name, value_text(value)) for name, value in fields.items() if name not in _SHOWN_APART),
        attributes=tuple(
            (name, value_text(value)) for name, value in fields.get("custom_attributes", {}).items()
        ),
        events=_counted(fields.get("custom_events", [])),
        purchases=_counted(fields.get("purchases", [])),
        aliases=tuple(f"{alias.label}: {alias.name}" for alias in profile.aliases.values()),
        messages=messages_to(sandbox, profile),
        journeys=tuple((one.number, str(one)) for one in sandbox.braze.journeys if one.profile is profile),
        subscriptions=tuple(
            subscription_line(sandbox, one)
            for one in sandbox.rokt.state.subscriptions
            if one.subscriber_id and one.subscriber_id == profile.external_id
        ),
        campaigns=tuple(
            (received.name, moment(received.last)) for received in profile.campaigns_received.values()
        ),
    )


def _counted(listed: list[dict[str, Any]]) -> tuple[Counted, ...]:
    return tuple(
        Counted(str(one["name"]), int(one["count"]), str(one["first"]), str(one["last"])) for one in listed
    )


def _line(profile: Profile) -> ProfileLine:
    names = (profile.standard.get("first_name", ""), profile.standard.get("last_name", ""))
    return ProfileLine(
        braze_id=profile.braze_id,
        name=" ".join(str(name) for name in names if name),
        external_id=profile.external_id,
        email=str(profile.standard.get("email") or ""),
        attributes=len(profile.custom_attributes),
        events=len(profile.custom_events),
    )


def _searched(profile: Profile) -> str:
    line = _line(profile)
    return " ".join((line.braze_id, line.name, line.external_id, line.email)).casefold()
