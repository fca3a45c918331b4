"""The permissions a REST API key can have.

Source: https://www.braze.com/docs/api/basics/#rest-api-key-permissions
"""

from __future__ import annotations

from difflib import get_close_matches

from mockserver.errors import UsageError

PERMISSIONS = frozenset({
    "users.track", "users.track.sync", "users.track.bulk", "users.delete", "users.alias.new",
    "users.alias.update", "users.identify", "users.merge", "users.export.ids", "users.export.segment",
    "users.export.global_control_group", "users.external_ids.rename", "users.external_ids.remove",
    "campaigns.trigger.send", "campaigns.trigger.schedule.create", "campaigns.trigger.schedule.update",
    "campaigns.trigger.schedule.delete", "canvas.trigger.send", "canvas.trigger.schedule.create",
    "canvas.trigger.schedule.update", "canvas.trigger.schedule.delete", "messages.send",
    "messages.schedule.create", "messages.schedule.update", "messages.schedule.delete",
    "messages.schedule_broadcasts", "sends.id.create", "sends.data_series", "transactional.send",
    "campaigns.list", "campaigns.details", "campaigns.data_series", "campaigns.url_info.details",
    "canvas.list", "canvas.details", "canvas.data_series", "canvas.data_summary", "canvas.url_info.details",
    "segments.list", "segments.details", "segments.data_series", "events.list", "events.data_series",
    "custom_attributes.get", "purchases.product_list", "sessions.data_series",
    "content_blocks.list", "content_blocks.info",
    "content_blocks.create", "content_blocks.update", "templates.email.list", "templates.email.info",
    "templates.email.create", "templates.email.update", "catalogs.get", "catalogs.create",
    "catalogs.delete", "catalogs.get_items", "catalogs.get_item", "catalogs.add_items",
    "catalogs.update_items", "catalogs.replace_items", "catalogs.delete_items", "catalogs.create_item",
    "catalogs.update_item", "catalogs.replace_item", "catalogs.delete_item", "catalogs.create_fields",
    "catalogs.delete_fields", "catalogs.create_selection", "catalogs.delete_selection",
    "subscription.status.set", "subscription.status.get", "subscription.groups.get",
})  # fmt: skip
"""Every permission that Braze's pages name one by one."""

FAMILIES = ("purchases.", "kpi.", "email.", "sms.", "preference_center.", "sdk_authentication.")
"""Beginnings of permissions whose members are not simulated and not told apart."""


def check_permission(name: str) -> None:
    """Refuse a permission that no key can have.

    Raises ``UsageError`` naming the nearest that there is.
    """
    if name in PERMISSIONS or name.startswith(FAMILIES):
        return
    near = get_close_matches(name, PERMISSIONS, n=1)
    hint = f"did you mean {near[0]}?" if near else "Braze's names look like users.track"
    raise UsageError(f"Braze has no permission {name!r}", hint=hint)
