"""What tracked objects change on a profile: attributes, events and purchases.

Source: https://www.braze.com/docs/api/endpoints/user_data/post_user_track/
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from math import isfinite
from typing import Any

from mockserver.braze import notices
from mockserver.braze.profiles.attributes import AttributeRules, updated
from mockserver.braze.profiles.data_names import DataNames
from mockserver.braze.profiles.forced_types import updated_as
from mockserver.braze.profiles.nested import Dropped
from mockserver.braze.profiles.profile import Profile, Tally
from mockserver.braze.profiles.standard import read_groups, read_standard
from mockserver.braze.profiles.store import ProfileStore
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
    # The address first: the states that belong to it stand in the same object, in any order.
    for name, sent in sorted(data.items(), key=lambda member: member[0] != "email"):
        try:
            if name in STANDARD_ATTRIBUTES:
                _apply_standard(store, profile, name, sent, rules)
            elif name not in CONTROL_KEYS:
                _apply_custom(store.names, custom, name, sent, rules, merge=merge)
        except Dropped as reason:
            findings.append(notices.update_ignored(at + pointer(name), name, str(reason)))
    findings += _unknown_groups(store, data, at)
    profile.custom_attributes = custom
    store.touch(profile)
    return findings


def _unknown_groups(store: ProfileStore, data: Mapping[str, Any], at: str) -> list[Finding]:
    return [
        notices.unknown_group(at + pointer("subscription_groups"), group)
        for group in read_groups(data.get("subscription_groups"))
        if not store.groups.knows(group)
    ]


def count_event(names: DataNames, profile: Profile, name: str, at: datetime) -> None:
    """Count a custom event; its properties are not kept on the profile."""
    names.note_event(name)
    known = profile.custom_events.get(name)
    tally = known.again(at) if known else Tally(at, at)
    profile.custom_events = {**profile.custom_events, name: tally}


def count_purchase(names: DataNames, profile: Profile, data: Mapping[str, Any], at: datetime) -> None:
    """Count a purchase as many times as its quantity, and add to the user's revenue."""
    product, quantity = data["product_id"], data.get("quantity") or 1
    names.note_product(product)
    known = profile.purchases.get(product)
    tally = known.again(at, quantity) if known else Tally(at, at, quantity)
    profile.purchases = {**profile.purchases, product: tally}
    profile.total_revenue = _added(profile.total_revenue, data["price"], quantity)


def touched_state(profile: Profile, array: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a profile holds now of what an object was about, in the shapes of an export."""
    if array == "events":
        name = data["name"]
        done = profile.custom_events.get(name)
        return {"custom_events": [done.exported(name)] if done else []}
    if array == "purchases":
        product = data["product_id"]
        summary = profile.purchases[product].exported(product)
        return {"purchase_events": [{"product_id": summary.pop("name"), **summary}]}
    whole = profile.exported()
    sent = {name: whole[name] for name in data if name in STANDARD_ATTRIBUTES and name in whole}
    held = {name: value for name, value in whole.get("custom_attributes", {}).items() if name in data}
    return {**sent, **({"custom_attributes": held} if held else {})}


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
        for group, state in read_groups(sent).items():
            if store.groups.knows(group):
                store.set_group_state(profile, group, state)
        return
    value = read_standard(name, sent, rules)
    store.set_standard(profile, "last_coordinates" if name == "current_location" else name, value)
    if name == "email_subscribe":
        # The state belongs to the address, so every profile with the same one follows.
        for other in store.all_by_email(profile.standard.get("email", "")):
            store.set_standard(other, name, value)


def _apply_custom(
    names: DataNames, custom: dict[str, Any], name: str, sent: object, rules: AttributeRules, *, merge: bool
) -> None:
    if not name or name.startswith("$"):
        raise Dropped("the name is empty or reserved")
    known = names.attribute(name)
    if known and known.blocked:
        raise Dropped("the attribute is blocklisted")
    if known and known.limit is not None:
        rules = replace(rules, array_limit=known.limit)
    if known and known.forced:
        value = updated_as(known.forced, custom.get(name), sent, rules, merge=merge)
    else:
        value = updated(custom.get(name), sent, rules, merge=merge)
    if value is None:
        custom.pop(name, None)
    else:
        custom[name] = value
        names.note_attribute(name, value)
