"""The webhooks of an account: who is told of what, delivery with retries, and the log.

Sources: https://docs.rokt.com/docs/user-guides/rokt-calendar/webhooks/ and
https://roktcalendar-api.readme.io/docs/responding-to-a-webhook
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from mockserver.contracts.rokt.models import EventDetail
from mockserver.errors import UsageError
from mockserver.http import JSON_TYPE, Headers, NoResponse, Request
from mockserver.rokt.assumptions import duration
from mockserver.rokt.jobs import REMEMBERED
from mockserver.rokt.notifications.attempts import Attempt, next_attempt_in
from mockserver.rokt.notifications.webhook_endpoints import FIRST_TYPES, NotificationType, WebhookEndpoint
from mockserver.rokt.notifications.webhook_payload import Details, WebhookPayloads
from mockserver.rokt.state import Account, State, Subscription
from mockserver.simulator.world import World

CALLER = "rokt webhook"
"""Who the journal says made these calls."""

_DUPLICATED = 10
"""Where some notifications are delivered twice: every how manieth."""


class DeliveryOutcome(StrEnum):
    """What became of a delivery."""

    PENDING = "pending"
    DELIVERED = "delivered"
    GIVEN_UP = "given up"


@dataclass(slots=True, eq=False)
class Delivery:
    """One notification to one endpoint: its payload, every attempt, and what became of it."""

    number: int
    at: datetime
    event_type: NotificationType
    account: str
    url: str
    payload: dict[str, Any]
    outcome: DeliveryOutcome = DeliveryOutcome.PENDING
    attempts: list[Attempt] = field(default_factory=list)
    resent: int = 0

    @property
    def event_id(self) -> str:
        """The notification's id, the same for every delivery of it."""
        return str(self.payload["eventId"])

    @property
    def status(self) -> int | None:
        """The status of the latest answer, None where there was none."""
        return self.attempts[-1].status if self.attempts else None

    def __str__(self) -> str:
        said = self.attempts[-1].message if self.attempts else ""
        tries = f" after {len(self.attempts)} attempts" if len(self.attempts) > 1 else ""
        told = f"webhook {self.number} {self.payload['eventType']} to {self.url} -> {self.outcome}{tries}"
        return f"{told}: {said}" if said else told


class Webhooks:
    """Tells each account's endpoints what happens and keeps the log."""

    def __init__(self, world: World, state: State) -> None:
        self._world = world
        self._state = state
        self.payloads = WebhookPayloads(state, world.assumptions)
        self._log: deque[Delivery] = deque(maxlen=REMEMBERED)
        self._begun = 0
        self._notifications = 0

    @property
    def log(self) -> tuple[Delivery, ...]:
        """The latest deliveries in order."""
        return tuple(self._log)

    # The eight types.

    def subscribed(self, subscription: Subscription, action: str) -> None:
        """Tell that somebody has subscribed."""
        shown = self.payloads.subscription(subscription)
        self._tell_of(NotificationType.SUBSCRIBE, subscription, action, subscription=shown)

    def unsubscribed(self, subscription: Subscription, action: str) -> None:
        """Tell that a subscription has ended."""
        shown = self.payloads.removed(subscription)
        self._tell_of(NotificationType.UNSUBSCRIBE, subscription, action, subscription=shown)

    def details_updated(self, subscription: Subscription, action: str) -> None:
        """Tell that a subscription's preferences have changed."""
        shown = self.payloads.subscription(subscription)
        kind = NotificationType.SUBSCRIPTION_DETAILS_UPDATED
        self._tell_of(kind, subscription, action, subscription=shown)

    def event_added(self, subscription_ids: Iterable[str], detail: EventDetail, action: str) -> None:
        """Tell that an event was put into subscriptions, once for each."""
        if not self._world.assumptions.is_set("rokt.webhook_on_create_event", "per_subscription"):
            return
        for subscription in filter(None, map(self._state.subscription, subscription_ids)):
            basic, event = self.payloads.basic(subscription), self.payloads.event(detail)
            kind = NotificationType.EVENT_ADDED
            self._tell_of(kind, subscription, action, subscription=basic, subscriptionEvent=event)

    def event_removed(self, subscription: Subscription, event_id: str, action: str) -> None:
        """Tell that an event was taken from one subscription."""
        basic, event = self.payloads.basic(subscription), {"eventId": event_id}
        kind = NotificationType.EVENT_REMOVED
        self._tell_of(kind, subscription, action, subscription=basic, subscriptionEvent=event)

    def event_updated(
        self, account: str, detail: EventDetail, action: str, subscription_ids: Iterable[str]
    ) -> None:
        """Tell that an event has changed, which some subscriptions have."""
        if self._state.account(account).webhooks:
            shown = self.payloads.event(detail)
            self._tell_of_change(NotificationType.EVENT_UPDATED, account, shown, action, subscription_ids)

    def event_deleted(
        self, account: str, event_id: str, action: str, subscription_ids: Iterable[str]
    ) -> None:
        """Tell that an event is gone, which some subscriptions had."""
        kind = NotificationType.EVENT_DELETED
        self._tell_of_change(kind, account, {"eventId": event_id}, action, subscription_ids)

    def _tell_of_change(
        self, kind: NotificationType, account: str, event: Details, action: str, ids: Iterable[str]
    ) -> None:
        if self._world.assumptions.is_set("rokt.webhook_on_changed_event", "once"):
            found = self._state.account(account)
            self._tell(kind, found, self.payloads.details(found, action, subscriptionEvent=event))
            return
        for subscription in filter(None, map(self._state.subscription, dict.fromkeys(ids))):
            self._tell_of(kind, subscription, action, subscriptionEvent=event)

    def send_test(self, account: str) -> tuple[Delivery, ...]:
        """Send what the settings' test button sends: a notification about nothing real.

        Raises ``UsageError`` for an account that does not exist.
        """
        found = self._state.account(account)
        return self._tell(NotificationType.TEST, found, self.payloads.details(found, "Test"))

    def resend(self, delivery: Delivery) -> None:
        """Send a notification once more, as its log in the dashboard offers for failed ones.

        Raises ``UsageError`` for one that is still being tried.
        """
        if delivery.outcome is DeliveryOutcome.PENDING:
            raise UsageError(f"webhook {delivery.number} is still being delivered")
        delivery.resent += 1
        delivery.outcome = DeliveryOutcome.PENDING
        self._attempt(delivery, first=len(delivery.attempts))

    # Delivery.

    def _tell_of(self, kind: NotificationType, of: Subscription, action: str, **members: Details) -> None:
        account = self._state.account(of.account)
        self._tell(kind, account, self.payloads.details(account, action, of, **members))

    def _tell(self, kind: NotificationType, account: Account, details: Details) -> tuple[Delivery, ...]:
        endpoints = [endpoint for endpoint in account.webhooks if endpoint.wants(kind)]
        obsolete = self._world.assumptions.is_set("rokt.webhook_types", "two")
        if not endpoints or (obsolete and kind not in FIRST_TYPES):
            return ()
        self._notifications += 1
        payload = self.payloads.envelope(self._world.ids.uuid(), kind, details)
        copies = 2 if self._is_duplicated() else 1
        return tuple(
            self._send(kind, account, endpoint, payload) for endpoint in endpoints for _ in range(copies)
        )

    def _is_duplicated(self) -> bool:
        choice = self._world.assumptions["rokt.webhook_duplicates"]
        return choice == "always" or (choice == "sometimes" and self._notifications % _DUPLICATED == 0)

    def _send(
        self, kind: NotificationType, account: Account, endpoint: WebhookEndpoint, payload: Details
    ) -> Delivery:
        self._begun += 1
        now = self._world.clock.now()
        delivery = Delivery(self._begun, now, kind, account.code, endpoint.url, payload)
        self._log.append(delivery)
        wait = duration(self._world.assumptions, "rokt.webhook_delay")
        self._world.clock.call_later(
            wait, lambda: self._attempt(delivery), f"rokt {delivery.event_type} webhook"
        )
        return delivery

    def _attempt(self, delivery: Delivery, first: int = 0) -> None:
        network = self._world.network
        network.patience[CALLER] = self._world.assumptions.number("rokt.webhook_timeout")
        try:
            response = network.send(_request(delivery), caller=CALLER)
        except NoResponse as silence:
            attempt = Attempt(self._world.clock.now(), None, str(silence))
        else:
            said = "" if response.ok else f"answered {response.status}"
            attempt = Attempt(self._world.clock.now(), response.status, said)
        delivery.attempts.append(attempt)
        self._conclude(delivery, first)

    def _conclude(self, delivery: Delivery, first: int) -> None:
        """Decide what an attempt means; ``first`` is where the attempts of this sending begin."""
        if self._acknowledges(delivery.status):
            delivery.outcome = DeliveryOutcome.DELIVERED
            return
        attempts = delivery.attempts[first:]
        wait = next_attempt_in(
            attempts, self._world.assumptions, "rokt.webhook_retry_interval", "rokt.webhook_retry_period"
        )
        if wait is None:
            delivery.outcome = DeliveryOutcome.GIVEN_UP
            return
        label = f"rokt {delivery.event_type} webhook, attempt {len(attempts) + 1}"
        self._world.clock.call_later(wait, lambda: self._attempt(delivery, first), label)

    def _acknowledges(self, status: int | None) -> bool:
        if self._world.assumptions.is_set("rokt.webhook_acknowledgement", "only_200"):
            return status == 200
        return status is not None and 200 <= status < 300


def _request(delivery: Delivery) -> Request:
    body = json.dumps(delivery.payload, ensure_ascii=False).encode("utf-8", errors="replace")
    return Request("POST", delivery.url, Headers({"Content-Type": JSON_TYPE}), body)
