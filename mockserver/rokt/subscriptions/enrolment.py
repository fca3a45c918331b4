"""How subscriptions are made, found again, changed and ended, and who is told of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from mockserver.evidence import Assumptions
from mockserver.rokt.notifications.push import Pusher
from mockserver.rokt.notifications.webhook_payload import VIA_PAGE
from mockserver.rokt.notifications.webhooks import Webhooks
from mockserver.rokt.state import State, Subscription
from mockserver.rokt.subscriptions.events import SubscriptionEvents

# What tells whose subscription it is and since when; subscribing again never changes it.
_IDENTITY = frozenset(
    {"account", "calendar", "id", "method", "subscriber_id", "email", "username", "created_at"}
)


class Enrolment:
    """Makes, changes and ends subscriptions; Braze and the account's webhooks are told."""

    def __init__(
        self,
        state: State,
        events: SubscriptionEvents,
        pusher: Pusher,
        webhooks: Webhooks,
        assumptions: Assumptions,
    ) -> None:
        self._state = state
        self._events = events
        self._pusher = pusher
        self._webhooks = webhooks
        self._assumptions = assumptions

    def trouble(self, wanted: Subscription) -> str:
        """Say why a subscription cannot be made; empty if it can."""
        needs_email = self._assumptions.is_set("rokt.email_capture", "require")
        return "an email address is required" if needs_email and not wanted.email else ""

    def subscribe(
        self, wanted: Subscription, action: str = VIA_PAGE, sent: Collection[str] = ()
    ) -> tuple[Subscription, bool]:
        """Make a subscription, or give the one the person already has; tell whether it is new.

        One that is wanted under an id of its own is always new. ``sent`` names fields that were said to be
        what they are, even where they hold nothing. Raises ``UsageError`` for an account or a calendar that
        does not exist and an id that is taken.
        """
        if self._assumptions.is_set("rokt.email_capture", "discard"):
            wanted = replace(wanted, email="")
        existing = None if wanted.id else self._existing(wanted)
        if existing is None:
            made = self._state.add_subscription(wanted)
            self._pusher.tell("subscribe", made)
            self._webhooks.subscribed(made, action)
            return made, True
        if self._assumptions.is_set("rokt.merge_subscriptions", "update"):
            existing = self.change(_merged(existing, wanted, sent), action)
        if self._assumptions.is_set("rokt.push_on_repeat", "yes"):
            self._pusher.tell("subscribe", existing)
        return existing, False

    def _existing(self, wanted: Subscription) -> Subscription | None:
        if self._assumptions.is_set("rokt.merge_subscriptions", "new"):
            return None
        same = (
            one
            for one in self._state.subscriptions_of(wanted.person)
            if (one.account, one.calendar, one.method) == (wanted.account, wanted.calendar, wanted.method)
        )
        return next(same, None)

    def change(self, changed: Subscription, action: str = VIA_PAGE) -> Subscription:
        """Put a subscription with other preferences in the place of what it was."""
        if self._state.subscription(changed.id) == changed:
            return changed
        self._webhooks.details_updated(self._state.change(changed), action)
        if self._assumptions.is_set("rokt.push_on_update", "yes"):
            self._pusher.tell("update", changed)
        return changed

    def unsubscribe(
        self, subscription: Subscription, reason: str = "", action: str = VIA_PAGE
    ) -> Subscription:
        """End an active subscription and give it back as it is from then on."""
        ended = self._state.deactivate(subscription, reason)
        if self._assumptions.is_set("rokt.deactivation_effect", "remove_events"):
            for event in self._events.of_subscription(ended.id):
                self._events.detach(event, ended.id)
        if self._assumptions.is_set("rokt.push_on_unsubscribe", "yes"):
            self._pusher.tell("unsubscribe", ended)
        self._webhooks.unsubscribed(ended, action)
        return ended


def _merged(existing: Subscription, wanted: Subscription, sent: Collection[str]) -> Subscription:
    """Give a subscription with what is sent in the place of what it had."""
    given = {
        name: value
        for name in existing.__dataclass_fields__
        if name not in _IDENTITY and ((value := getattr(wanted, name)) or name in sent)
    }
    return replace(existing, **given)
