"""Where an account's webhooks go, and which of the eight types each endpoint wants.

Source: https://roktcalendar-api.readme.io/docs/configuring-webhook
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class NotificationType(StrEnum):
    """What a webhook tells of.

    Source: https://roktcalendar-api.readme.io/docs/webhook-event-payload-introduction
    """

    SUBSCRIBE = "Subscribe"
    UNSUBSCRIBE = "Unsubscribe"
    SUBSCRIPTION_DETAILS_UPDATED = "SubscriptionDetailsUpdated"
    EVENT_ADDED = "SubscriptionEventAdded"
    EVENT_UPDATED = "SubscriptionEventUpdated"
    EVENT_REMOVED = "SubscriptionEventRemoved"
    EVENT_DELETED = "SubscriptionEventDeleted"
    TEST = "Test"


FIRST_TYPES = frozenset({NotificationType.SUBSCRIBE, NotificationType.UNSUBSCRIBE, NotificationType.TEST})
"""What the obsolete first version of the webhooks knew, and what a test sends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEndpoint:
    """One URL of an account's webhook settings; without ``types`` it wants them all."""

    url: str
    types: frozenset[NotificationType] = frozenset()

    def wants(self, kind: NotificationType) -> bool:
        """Tell whether notifications of a type go here."""
        return not self.types or kind in self.types
