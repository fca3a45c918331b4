"""How subscriptions are made, found again and ended, and what follows from it."""

from __future__ import annotations

from mockserver.evidence import Assumptions
from mockserver.rokt.push import Pusher
from mockserver.rokt.state import State, Subscription
from mockserver.rokt.subscription_events import SubscriptionEvents


class Enrolment:
    """Makes and ends subscriptions; Braze is told of both."""

    def __init__(
        self, state: State, events: SubscriptionEvents, pusher: Pusher, assumptions: Assumptions
    ) -> None:
        self._state = state
        self._events = events
        self._pusher = pusher
        self._assumptions = assumptions

    def subscribe(self, wanted: Subscription) -> tuple[Subscription, bool]:
        """Make a subscription, or give the one the person already has; tell whether it is new.

        One that is wanted under an id of its own is always new. Raises ``UsageError`` for an account
        or a calendar that does not exist and an id that is taken.
        """
        existing = None if wanted.id else self._existing(wanted)
        if existing is None:
            made = self._state.add_subscription(wanted)
            self._pusher.tell("subscribe", made)
            return made, True
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

    def unsubscribe(self, subscription: Subscription, reason: str = "") -> Subscription:
        """End an active subscription and give it back as it is from then on."""
        ended = self._state.deactivate(subscription, reason)
        if self._assumptions.is_set("rokt.deactivation_effect", "remove_events"):
            for event in self._events.of_subscription(ended.id):
                self._events.detach(event, ended.id)
        if self._assumptions.is_set("rokt.push_on_unsubscribe", "yes"):
            self._pusher.tell("unsubscribe", ended)
        return ended
