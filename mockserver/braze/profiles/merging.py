"""Merging one profile into another: what the kept one takes over before the other goes.

Sources: https://www.braze.com/docs/api/endpoints/user_data/post_user_identify/ and
https://www.braze.com/docs/api/endpoints/user_data/post_users_merge/
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mockserver.braze.profiles.profile import Profile, Received, Tally
from mockserver.braze.profiles.store import ProfileStore

TAKEN_OVER = (
    "first_name", "last_name", "email", "gender", "dob", "phone", "time_zone", "home_city", "country",
    "language", "push_tokens",
)  # fmt: skip
"""The standard attributes that the kept profile takes where it has none."""
CANVASES_RECEIVED = "canvases_received"


def merge(store: ProfileStore, gone: Profile, kept: Profile, *, aliases: bool) -> None:
    """Merge a profile into another and delete it; the kept one's own values stay.

    ``aliases`` says whether it takes over the other's aliases, where their labels are free.
    """
    store.replace(gone, kept)
    for name in TAKEN_OVER:
        if kept.standard.get(name) is None and gone.standard.get(name) is not None:
            store.set_standard(kept, name, gone.standard[name])
    _merge_sessions(store, gone, kept)
    kept.custom_attributes = {**gone.custom_attributes, **kept.custom_attributes}
    kept.custom_events = _united(gone.custom_events, kept.custom_events, _added)
    kept.purchases = _united(gone.purchases, kept.purchases, _added)
    kept.total_revenue += gone.total_revenue
    kept.campaigns_received = _united(gone.campaigns_received, kept.campaigns_received, _later)
    kept.carried = {**gone.carried, **kept.carried, **_canvases(gone, kept)}
    for alias in gone.aliases.values() if aliases else ():
        if alias.label not in kept.aliases:
            store.add_alias(kept, alias)
    store.touch(kept)


def _canvases(gone: Profile, kept: Profile) -> dict[str, Any]:
    """Unite what exports tell of the Canvases both entered; of one that both did, the kept profile's."""
    told = [one for profile in (gone, kept) for one in profile.carried.get(CANVASES_RECEIVED, ())]
    by_canvas = {one.get("api_canvas_id"): one for one in told}
    return {CANVASES_RECEIVED: list(by_canvas.values())} if told else {}


def _merge_sessions(store: ProfileStore, gone: Profile, kept: Profile) -> None:
    for name, choose in (("date_of_first_session", min), ("date_of_last_session", max)):
        moments = [each.standard[name] for each in (gone, kept) if each.standard.get(name)]
        if moments:
            store.set_standard(kept, name, choose(moments))


def _added(one: Tally, other: Tally) -> Tally:
    return Tally(min(one.first, other.first), max(one.last, other.last), one.count + other.count)


def _later(one: Received, other: Received) -> Received:
    return max(one, other, key=lambda received: received.last)


def _united(
    gone: Mapping[str, Any], kept: Mapping[str, Any], both: Callable[[Any, Any], Any]
) -> dict[str, Any]:
    common = {name: both(gone[name], kept[name]) for name in gone.keys() & kept.keys()}
    return {**gone, **kept, **common}
