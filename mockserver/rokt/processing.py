"""What the background work does with each accepted request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mockserver.contracts.rokt.models import EventDetail
from mockserver.contracts.times.event_times import EventTimes, event_times
from mockserver.contracts.wording import plural
from mockserver.evidence import Assumptions
from mockserver.rokt.jobs import Result, applied, ignored
from mockserver.rokt.notifications.webhook_payload import VIA_API
from mockserver.rokt.notifications.webhooks import Webhooks
from mockserver.rokt.state import Method, State, canonical_id
from mockserver.rokt.subscriptions.events import SubscriptionEvent, SubscriptionEvents

# A zone has two names; one that an update gives must not meet an older other one.
_ZONE_FIELDS = frozenset({"timezone", "timezone_iana_id"})
_TO_GOOGLE = ("rokt.synced_after_update", "google")
_NOT_TO_WHO_LEFT = ("rokt.updates_after_deactivation", "no")
_HOLDING_BACK = (_TO_GOOGLE, _NOT_TO_WHO_LEFT)


@dataclass(frozen=True, slots=True)
class Processing:
    """The effects of accepted requests on the events that subscriptions have."""

    state: State
    events: SubscriptionEvents
    webhooks: Webhooks
    assumptions: Assumptions

    def create(
        self,
        account: str,
        detail: EventDetail,
        times: EventTimes,
        subscription_ids: Iterable[str],
        action: str = VIA_API,
    ) -> Result:
        """Give an event to those of the subscriptions that are the account's and active."""
        wanted = list(dict.fromkeys(map(canonical_id, subscription_ids)))
        usable = [one for one in wanted if self._is_active(account, one)]
        present = self.events.named(account, detail.event_id)
        if not usable and not present:
            return ignored("none of the ids is an active subscription of the account")
        passed_over = f", {len(wanted) - len(usable)} passed over" if len(usable) < len(wanted) else ""
        reached = f"given to {len(usable)} {plural(len(usable), 'subscription')}{passed_over}"
        done = [
            self._create_in(calendar, account, detail, times, ids, action)
            for calendar, ids in self._by_scope(usable).items()
        ]
        if not done:
            return ignored("none of the ids is an active subscription of the account")
        if "rejected" in done:
            return ignored(f"the account already has an event {detail.event_id!r}")
        what = "replaced the event of that id" if "replaced" in done else "created"
        return applied(f"{what} and {reached}")

    def _is_active(self, account: str, subscription_id: str) -> bool:
        found = self.state.subscription(subscription_id)
        return found is not None and found.account == account and found.is_active

    def _by_scope(self, subscription_ids: list[str]) -> dict[str, list[str]]:
        """Sort subscriptions by the calendar an event id is unique in; one group if that is the account."""
        if self.assumptions.is_set("rokt.event_id_scope", "account"):
            return {"": subscription_ids}
        groups: dict[str, list[str]] = {}
        for one in subscription_ids:
            found = self.state.subscription(one)
            groups.setdefault(found.calendar if found else "", []).append(one)
        return groups

    def _create_in(
        self,
        calendar: str,
        account: str,
        detail: EventDetail,
        times: EventTimes,
        ids: list[str],
        action: str,
    ) -> str:
        """Make or replace the event of one calendar, or of the account, and say which."""
        present = [one for one in self.events.named(account, detail.event_id) if one.calendar == calendar]
        how = self.assumptions["rokt.create_existing_event"]
        if not present or how == "duplicate":
            self.events.add(account, detail, times, ids, calendar=calendar)
            self.webhooks.event_added(ids, detail, action)
            return "created"
        if how == "reject":
            return "rejected"
        holders = self._subscribers_of(present)
        new = [self._replace(event, detail, times, ids) for event in present]
        if self.assumptions.is_set("rokt.webhook_on_replaced_event", "yes"):
            self.webhooks.event_updated(account, detail, action, holders)
        self.webhooks.event_added(dict.fromkeys(one for each in new for one in each), detail, action)
        return "replaced"

    def _replace(
        self, event: SubscriptionEvent, detail: EventDetail, times: EventTimes, ids: list[str]
    ) -> list[str]:
        self._change(event, detail, times)
        return self.events.attach(event, ids)

    def _change(self, event: SubscriptionEvent, detail: EventDetail, times: EventTimes) -> None:
        some_stay = any(self.assumptions.is_set(*choice) for choice in _HOLDING_BACK)
        held_back = filter(self._stays_as_it_was, self.events.subscribers_of(event)) if some_stay else ()
        self.events.replace(event, detail, times, held_back_from=held_back)

    def _stays_as_it_was(self, subscription_id: str) -> bool:
        """Tell whether a subscription's calendar goes on showing an event as it was before a change."""
        found = self.state.subscription(subscription_id)
        if found is None:
            return False
        if found.method is Method.MICROSOFT and self.assumptions.is_set(*_TO_GOOGLE):
            return True
        return not found.is_active and self.assumptions.is_set(*_NOT_TO_WHO_LEFT)

    def update(self, account: str, sent: EventDetail, action: str = VIA_API) -> Result:
        """Change an event for everybody who has it."""
        present = self.events.named(account, sent.event_id)
        if not present:
            return _missing(sent.event_id)
        for event in present:
            detail = self._merged(event.detail, sent)
            self._change(event, detail, event_times(detail, self.assumptions))
        reached = self._subscribers_of(present)
        self.webhooks.event_updated(account, self._merged(present[0].detail, sent), action, reached)
        return applied(f"updated for {len(reached)} {plural(len(reached), 'subscription')}")

    def _subscribers_of(self, events: Iterable[SubscriptionEvent]) -> list[str]:
        return [one for event in events for one in self.events.subscribers_of(event)]

    def _merged(self, old: EventDetail, sent: EventDetail) -> EventDetail:
        if self.assumptions.is_set("rokt.update_omitted_fields", "clear"):
            return self._with_visibility(old, sent)
        given = {name: getattr(sent, name) for name in sent.model_fields_set}
        if _ZONE_FIELDS & given.keys():
            given = {**dict.fromkeys(_ZONE_FIELDS), **given}
        return old.model_copy(update=given)

    def _with_visibility(self, old: EventDetail, sent: EventDetail) -> EventDetail:
        kept = self.assumptions.is_set("rokt.update_visible_from", "keep")
        if not kept or "visible_from_date_time_utc" in sent.model_fields_set:
            return sent
        return sent.model_copy(update={"visible_from_date_time_utc": old.visible_from_date_time_utc})

    def delete(self, account: str, event_id: str, action: str = VIA_API) -> Result:
        """Take an event from everybody."""
        present = self.events.named(account, event_id)
        if not present:
            return _missing(event_id)
        reached = self._subscribers_of(present)
        for event in present:
            self.events.delete(event)
        self.webhooks.event_deleted(account, event_id, action, reached)
        return applied(f"deleted from {len(reached)} {plural(len(reached), 'subscription')}")

    def remove(
        self, account: str, subscription_id: str, event_id: str, action: str = VIA_API, *, tell: bool = True
    ) -> Result:
        """Take an event from one subscription."""
        present = self.events.named(account, event_id)
        removed = [event for event in present if self.events.detach(event, subscription_id)]
        if not removed:
            return ignored(f"subscription {subscription_id} has no event {event_id!r}")
        subscription = self.state.subscription(subscription_id)
        if tell and subscription is not None:
            self.webhooks.event_removed(subscription, event_id, action)
        return applied("removed from the subscription")


def _missing(event_id: str) -> Result:
    return ignored(f"the account has no event {event_id!r}")
