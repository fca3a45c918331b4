"""What the background work does with each accepted request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mockserver.contracts.rokt.models import EventDetail
from mockserver.contracts.times.event_times import EventTimes, event_times
from mockserver.evidence import Assumptions
from mockserver.rokt.jobs import Result, applied, ignored
from mockserver.rokt.state import State, canonical_id
from mockserver.rokt.subscription_events import SubscriptionEvent, SubscriptionEvents


@dataclass(frozen=True, slots=True)
class Processing:
    """The effects of accepted requests on the events that subscriptions have."""

    state: State
    events: SubscriptionEvents
    assumptions: Assumptions

    def create(
        self, account: str, detail: EventDetail, times: EventTimes, subscription_ids: Iterable[str]
    ) -> Result:
        """Give an event to those of the subscriptions that are the account's and active."""
        wanted = list(dict.fromkeys(map(canonical_id, subscription_ids)))
        usable = [one for one in wanted if self._is_active(account, one)]
        present = self.events.named(account, detail.event_id)
        if not usable and not present:
            return ignored("none of the ids is an active subscription of the account")
        passed_over = f", {len(wanted) - len(usable)} passed over" if len(usable) < len(wanted) else ""
        reached = f"given to {_count(len(usable), 'subscription')}{passed_over}"
        if not present or self.assumptions.is_set("rokt.create_existing_event", "duplicate"):
            self.events.add(account, detail, times, usable)
            return applied(f"created and {reached}")
        return self._create_again(present, detail, times, usable, reached)

    def _create_again(
        self,
        present: tuple[SubscriptionEvent, ...],
        detail: EventDetail,
        times: EventTimes,
        usable: list[str],
        reached: str,
    ) -> Result:
        if self.assumptions.is_set("rokt.create_existing_event", "reject"):
            return ignored(f"the account already has an event {detail.event_id!r}")
        for event in present:
            self.events.replace(event, detail, times)
            self.events.attach(event, usable)
        return applied(f"replaced the event of that id and {reached}")

    def _is_active(self, account: str, subscription_id: str) -> bool:
        found = self.state.subscription(subscription_id)
        return found is not None and found.account == account and found.is_active

    def update(self, account: str, sent: EventDetail) -> Result:
        """Change an event for everybody who has it."""
        present = self.events.named(account, sent.event_id)
        for event in present:
            detail = self._merged(event.detail, sent)
            self.events.replace(event, detail, event_times(detail, self.assumptions))
        reached = sum(len(self.events.subscribers_of(event)) for event in present)
        return (
            applied(f"updated for {_count(reached, 'subscription')}") if present else _missing(sent.event_id)
        )

    def _merged(self, old: EventDetail, sent: EventDetail) -> EventDetail:
        if self.assumptions.is_set("rokt.update_omitted_fields", "clear"):
            return sent
        return old.model_copy(update={name: getattr(sent, name) for name in sent.model_fields_set})

    def delete(self, account: str, event_id: str) -> Result:
        """Take an event from everybody."""
        present = self.events.named(account, event_id)
        reached = sum(len(self.events.subscribers_of(event)) for event in present)
        for event in present:
            self.events.delete(event)
        return applied(f"deleted from {_count(reached, 'subscription')}") if present else _missing(event_id)

    def remove(self, account: str, subscription_id: str, event_id: str) -> Result:
        """Take an event from one subscription."""
        present = self.events.named(account, event_id)
        filed = canonical_id(subscription_id)
        if not any([self.events.detach(event, filed) for event in present]):
            return ignored(f"subscription {subscription_id} has no event {event_id!r}")
        return applied("removed from the subscription")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _missing(event_id: str) -> Result:
    return ignored(f"the account has no event {event_id!r}")
