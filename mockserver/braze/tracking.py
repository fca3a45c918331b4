"""What tracked objects change on a profile: attributes, events and purchases.

Source: https://www.braze.com/docs/api/endpoints/user_data/post_user_track/
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from math import isfinite
from typing import Any

from mockserver.braze import notices
from mockserver.braze.attributes import AttributeRules, updated
from mockserver.braze.nested import Dropped
from mockserver.braze.profile_store import ProfileStore
from mockserver.braze.profiles import Profile, Tally
from mockserver.braze.standard import read_groups, read_standard
from mockserver.contracts import CONTROL_KEYS, STANDARD_ATTRIBUTES, parse_event_time
from mockserver.findings import Finding, pointer


def apply_attributes(
    store: ProfileStore, profile: Profile, data: Mapping[str, Any], rules: AttributeRules, at: str
) -> list[Finding]:
    """Apply an attributes object; give a finding for each update that Braze would silently drop.

    ``at`` is the JSON pointer of the object.
    """
    merge = data.get("_merge_objects") is True
    custom = dict(profile.custom_attributes)
    findings = []
    for name, sent in data.items():
        try:
            if name in STANDARD_ATTRIBUTES:
                _apply_standard(store, profile, name, sent, rules)
            elif name not in CONTROL_KEYS:
                _apply_custom(custom, name, sent, rules, merge=merge)
        except Dropped as reason:
            findings.append(notices.update_ignored(at + pointer(name), name, str(reason)))
    profile.custom_attributes = custom
    store.touch(profile)
    return findings


def count_event(profile: Profile, name: str, at: datetime) -> None:
    """Count a custom event; its properties are not kept on the profile."""
    known = profile.custom_events.get(name)
    tally = known.again(at) if known else Tally(at, at)
    profile.custom_events = {**profile.custom_events, name: tally}


def count_purchase(profile: Profile, data: Mapping[str, Any], at: datetime) -> None:
    """Count a purchase as many times as its quantity, and add to the user's revenue."""
    product, quantity = data["product_id"], data.get("quantity") or 1
    known = profile.purchases.get(product)
    tally = known.again(at, quantity) if known else Tally(at, at, quantity)
    profile.purchases = {**profile.purchases, product: tally}
    profile.total_revenue = _added(profile.total_revenue, data["price"], quantity)


def moment_of(data: Mapping[str, Any], now: datetime) -> datetime:
    """Give the time of an event or a purchase; a time in the future becomes now."""
    return min(parse_event_time(data["time"]) or now, now)


def _added(revenue: float, price: float, quantity: int) -> float:
    """Add up, unless the sum is more than a number can hold."""
    try:
        total = revenue + float(price) * quantity
    except OverflowError:
        return revenue
    return total if isfinite(total) else revenue


def _apply_standard(
    store: ProfileStore, profile: Profile, name: str, sent: object, rules: AttributeRules
) -> None:
    if name == "subscription_groups":
        profile.subscription_groups = {**profile.subscription_groups, **read_groups(sent)}
        return
    value = read_standard(name, sent, rules)
    store.set_standard(profile, "last_coordinates" if name == "current_location" else name, value)
    if name == "email_subscribe":
        # The state belongs to the address, so every profile with the same one follows.
        for other in store.all_by_email(profile.standard.get("email", "")):
            store.set_standard(other, name, value)


def _apply_custom(
    custom: dict[str, Any], name: str, sent: object, rules: AttributeRules, *, merge: bool
) -> None:
    if not name or name.startswith("$"):
        raise Dropped("the name is empty or reserved")
    value = updated(custom.get(name), sent, rules, merge=merge)
    if value is None:
        custom.pop(name, None)
    else:
        custom[name] = value
