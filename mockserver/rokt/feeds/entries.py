"""What a subscriber sees: one entry for each event, whether of the calendar or pushed.

The view of the API and the calendar feed are both made of these, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from mockserver.contracts.rokt.models import EventDetail
from mockserver.contracts.times.event_times import EventTimes
from mockserver.evidence import Assumptions
from mockserver.rokt.calendar_events import CalendarEvent
from mockserver.rokt.state import State, Subscription
from mockserver.rokt.subscriptions.events import SubscriptionEvent, SubscriptionEvents


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event in one subscriber's calendar.

    ``uid`` stays the same as long as the event lives, ``sequence`` grows with every change.
    ``calendar_event_id`` is empty for a pushed event. ``reminder`` is in minutes before the start, None
    for no reminder.
    """

    uid: str
    detail: EventDetail
    times: EventTimes
    sequence: int
    created_at: datetime
    modified_at: datetime
    reminder: int | None
    calendar_event_id: str = ""


@dataclass(frozen=True, slots=True)
class Entries:
    """Finds what each subscription sees."""

    state: State
    events: SubscriptionEvents
    assumptions: Assumptions

    def of(self, subscription: Subscription, now: datetime) -> tuple[Entry, ...]:
        """Give what a subscriber sees at a moment, the earliest first."""
        pushed = (
            self._pushed(event, subscription)
            for event in self.events.of_subscription(subscription.id)
            if event.is_visible(now)
        )
        return tuple(sorted([*self._calendars(subscription), *pushed], key=lambda one: one.times.order))

    def _pushed(self, event: SubscriptionEvent, subscription: Subscription) -> Entry:
        return Entry(
            uid=event.uid,
            detail=event.detail,
            times=event.times,
            sequence=event.sequence,
            created_at=event.created_at,
            modified_at=event.modified_at,
            reminder=self._reminder(event.detail.notify_before, subscription),
        )

    def _calendars(self, subscription: Subscription) -> Iterator[Entry]:
        for event in self.state.calendar_events.of(subscription.account, subscription.calendar):
            if event.created_at and event.updated_at and self._concerns(event, subscription):
                yield Entry(
                    uid=event.id,
                    detail=event.detail,
                    times=event.times,
                    sequence=event.sequence,
                    created_at=event.created_at,
                    modified_at=event.updated_at,
                    reminder=self._reminder(event.reminder_minutes, subscription),
                    calendar_event_id=event.id,
                )

    def _concerns(self, event: CalendarEvent, subscription: Subscription) -> bool:
        """Tell whether a subscription takes in an event of its calendar."""
        if event.id in subscription.excluded_event_ids or self._ended_before(event, subscription):
            return False
        if subscription.included_event_ids:
            chosen = event.id in subscription.included_event_ids
            filtered = self.assumptions.is_set("rokt.included_events_filtered", "yes")
            return chosen and (not filtered or _passes_filters(event, subscription))
        return _passes_filters(event, subscription)

    def _ended_before(self, event: CalendarEvent, subscription: Subscription) -> bool:
        """Tell whether a subscription had ended before an event came, or lost all it had by its end."""
        ended = subscription.deactivated_at
        if ended is None or event.created_at is None:
            return False
        return event.created_at > ended or self.assumptions.is_set(
            "rokt.deactivation_effect", "remove_events"
        )

    def _reminder(self, minutes: int | None, subscription: Subscription) -> int | None:
        if subscription.is_event_reminder_disabled:
            return None
        own = subscription.event_reminder_minutes
        if self.assumptions.is_set("rokt.reminder_precedence", "subscription"):
            return minutes if own is None else own
        return own if minutes is None else minutes


def own_entry(event: CalendarEvent, now: datetime) -> Entry:
    """Make an entry of something that somebody has in the calendar beside what was put there."""
    return Entry(
        uid=event.id,
        detail=event.detail,
        times=event.times,
        sequence=0,
        created_at=now,
        modified_at=now,
        reminder=event.reminder_minutes,
    )


def _passes_filters(event: CalendarEvent, subscription: Subscription) -> bool:
    """Tell whether an event has one of the subscription's tags and is meant for its zone."""
    tags = {name for tag in subscription.tags for name in (tag.id, tag.external_id, tag.name) if name}
    zone = subscription.time_zone_id
    in_zone = not zone or not event.time_zones or zone in event.time_zones
    return in_zone and (not tags or not tags.isdisjoint(event.tags))
