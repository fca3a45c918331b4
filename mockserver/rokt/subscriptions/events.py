"""The events pushed to subscriptions: what they are, and which subscriptions have them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from mockserver.clock import Clock
from mockserver.contracts.rokt.models import EventDetail
from mockserver.contracts.times.event_times import EventTimes
from mockserver.contracts.times.local_time import parse_local
from mockserver.ids import Ids


class SubscriptionEvent(NamedTuple):
    """One event of an account, under the id its sender chose.

    ``uid`` is the simulator's own name for it and stays when the details change; ``sequence`` counts the
    changes. ``calendar`` is empty unless event ids are a calendar's own.
    """

    uid: str
    account: str
    detail: EventDetail
    times: EventTimes
    created_at: datetime
    modified_at: datetime
    calendar: str = ""
    sequence: int = 0

    @property
    def visible_from(self) -> datetime | None:
        """The moment from which subscribers see it; None if at once."""
        local = parse_local(self.detail.visible_from_date_time_utc or "")
        return (local.wall - (local.offset or timedelta())).replace(tzinfo=UTC) if local else None

    def is_visible(self, now: datetime) -> bool:
        """Tell whether subscribers see it by now."""
        return self.visible_from is None or self.visible_from <= now


class SubscriptionEvents:
    """The events of all accounts, found by account and event id and by subscription."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids
        self._events: dict[str, SubscriptionEvent] = {}
        self._by_name: dict[tuple[str, str], dict[str, None]] = {}
        self._by_subscription: dict[str, dict[str, None]] = {}
        self._subscribers: dict[str, dict[str, None]] = {}
        self._held_back: dict[tuple[str, str], SubscriptionEvent] = {}

    def add(
        self,
        account: str,
        detail: EventDetail,
        times: EventTimes,
        subscription_ids: Iterable[str],
        *,
        calendar: str = "",
    ) -> SubscriptionEvent:
        """Keep a new event and give it to subscriptions."""
        now = self._clock.now()
        event = SubscriptionEvent(self._ids.uuid(), account, detail, times, now, now, calendar)
        self._events[event.uid] = event
        self._by_name.setdefault((account, detail.event_id), {})[event.uid] = None
        self._subscribers[event.uid] = {}
        self.attach(event, subscription_ids)
        return event

    def named(self, account: str, event_id: str) -> tuple[SubscriptionEvent, ...]:
        """Give an account's events of that id: none, one, or several where duplicates are kept."""
        return tuple([self._events[uid] for uid in self._by_name.get((account, event_id), ())])

    def replace(
        self,
        event: SubscriptionEvent,
        detail: EventDetail,
        times: EventTimes,
        *,
        held_back_from: Iterable[str] = (),
    ) -> None:
        """Change an event's details for every subscription that has it, but those it is held back from."""
        for subscription_id in held_back_from:
            self._held_back.setdefault((subscription_id, event.uid), event)
        self._events[event.uid] = SubscriptionEvent(
            event.uid,
            event.account,
            detail,
            times,
            event.created_at,
            modified_at=self._clock.now(),
            calendar=event.calendar,
            sequence=event.sequence + 1,
        )

    def attach(self, event: SubscriptionEvent, subscription_ids: Iterable[str]) -> list[str]:
        """Give an event to more subscriptions, and back the ids of those that did not have it."""
        have = self._subscribers[event.uid]
        new = [one for one in dict.fromkeys(subscription_ids) if one not in have]
        for subscription_id in new:
            have[subscription_id] = None
            self._by_subscription.setdefault(subscription_id, {})[event.uid] = None
        return new

    def detach(self, event: SubscriptionEvent, subscription_id: str) -> bool:
        """Take an event from one subscription; tell whether it had it."""
        self._subscribers[event.uid].pop(subscription_id, None)
        self._held_back.pop((subscription_id, event.uid), None)
        events = self._by_subscription.get(subscription_id, {})
        if event.uid not in events:
            return False
        del events[event.uid]
        return True

    def delete(self, event: SubscriptionEvent) -> None:
        """Take an event from everybody and forget it."""
        for subscription_id in self.subscribers_of(event):
            self.detach(event, subscription_id)
        del self._subscribers[event.uid]
        del self._events[event.uid]
        del self._by_name[event.account, event.detail.event_id][event.uid]

    def subscribers_of(self, event: SubscriptionEvent) -> tuple[str, ...]:
        """Give the ids of the subscriptions that have an event."""
        return tuple(self._subscribers[event.uid])

    def of_subscription(self, subscription_id: str) -> list[SubscriptionEvent]:
        """Give the events a subscription has, the earliest first."""
        events = (
            self._held_back.get((subscription_id, uid), self._events[uid])
            for uid in self._by_subscription.get(subscription_id, {})
        )
        return sorted(events, key=lambda event: event.times.order)
