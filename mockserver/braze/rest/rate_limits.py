"""How many requests Braze takes of each endpoint.

Source: https://www.braze.com/docs/api/api_limits/
"""

from __future__ import annotations

from datetime import timedelta

from mockserver.simulator.rates import RateLimit

_SECOND, _MINUTE, _HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)

SHARED_RATE = RateLimit("shared", 250_000, _HOUR)
"""The pool of every endpoint that has none of its own."""
TRACK_RATE = RateLimit("users.track", 3_000, timedelta(seconds=3))
TRACK_SYNC_RATE = RateLimit("users.track.sync", 500, _MINUTE)
TRACK_BULK_RATE = RateLimit("users.track.bulk", 50, _SECOND)
EXPORT_RATE = RateLimit("users.export.ids", 250, _MINUTE)
FIELDS_EXPORT_RATE = RateLimit("users.export.ids of chosen fields", 40, _SECOND)
"""Of exports that name their fields, and no messages received among them."""
IDENTITY_RATE = RateLimit("user identity", 20_000, _MINUTE)
"""Shared by deleting, identifying, merging and both ways of changing aliases."""
RENAME_RATE = RateLimit("users.external_ids.rename", 1_000, _MINUTE)
REMOVE_RATE = RateLimit("users.external_ids.remove", 1_000, _MINUTE)
NAMES_RATE = RateLimit("names", 1_000, _HOUR)
"""Shared by the lists of custom attributes, events and products."""
BROADCAST_RATE = RateLimit("broadcasts", 250, _MINUTE)
"""Of sends to an audience instead of to listed users."""
SEND_ID_RATE = RateLimit("sends.id.create", 100, timedelta(days=1))
SUBSCRIPTION_RATE = RateLimit("subscription.status.set", 5_000, _MINUTE)
CATALOGS_RATE = RateLimit("catalogs", 50, _MINUTE)
CATALOG_STRUCTURE_RATE = RateLimit("catalog fields and selections", 50, _MINUTE)
CATALOG_BULK_RATE = RateLimit("catalog items in bulk", 16_000, _MINUTE)
CATALOG_ITEM_RATE = RateLimit("single catalog items", 50, _MINUTE)
