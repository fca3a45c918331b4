"""What a push says: the sixteen ``rokt:`` attributes as parallel arrays, and the event ``subscribe``.

Each value ends in ``/`` and twelve hexadecimal digits that are the same for all values of one
subscription: Braze keeps a repeated value of an array once, so without them the arrays of somebody
with two subscriptions would lose their alignment.
Source: https://www.braze.com/docs/partners/message_orchestration/additional_channels/calendar/rokt_calendar/
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256
from itertools import chain

from mockserver.evidence import Assumptions
from mockserver.rokt.state import BrazeLink, State, Subscription

SUBSCRIBE_EVENT = "subscribe"
"""The custom event Braze is told of when somebody subscribes."""

_EXAMPLE_ORIGIN = {"country_code": "AU", "geo_country": "Australia", "device_name": "Desktop"}


@dataclass(frozen=True, slots=True)
class PushPayload:
    """The body of a call of ``/users/track`` about one subscription, made when it is sent."""

    kind: str
    subscription: Subscription
    link: BrazeLink
    state: State
    assumptions: Assumptions

    @property
    def identity(self) -> dict[str, str] | None:
        """What identifies the Braze user; None where nothing does."""
        if self.subscription.subscriber_id:
            return {"external_id": self.subscription.subscriber_id}
        fallback = self.assumptions["rokt.subscriber_id_fallback"]
        if fallback == "subscription_id":
            return {"external_id": self.subscription.id}
        if fallback == "email" and self.subscription.email:
            return {"email": self.subscription.email}
        return None

    def body(self) -> dict[str, object]:
        """Give the body as things stand now: a retry must not bring back what has changed since."""
        identity = self.identity or {}
        body: dict[str, object] = {"attributes": [{**identity, **self._attributes()}]}
        if self.kind == SUBSCRIBE_EVENT:
            body["events"] = [{**identity, **self._event()}]
        return body

    def _attributes(self) -> dict[str, object]:
        if self.assumptions.is_set("rokt.push_arrays", "set"):
            return {**self._arrays(self._current()), **self._single_id()}
        change = "remove" if self.kind == "unsubscribe" else "add"
        changes = {name: {change: values} for name, values in self._arrays([self.subscription]).items()}
        return {**changes, **self._single_id()}

    def _single_id(self) -> dict[str, str | None]:
        """Give the latest active subscription's id where the attribute is no array; nothing where it is."""
        if self.assumptions.is_set("rokt.push_subscription_id", "array"):
            return {}
        current = self._current()
        return {"rokt:subscription_id": current[-1].id if current else None}

    def _current(self) -> list[Subscription]:
        """Give the user's active subscriptions in every account that pushes to the same Braze."""
        mine = self.subscription
        if not mine.subscriber_id and self.assumptions.is_set(
            "rokt.subscriber_id_fallback", "subscription_id"
        ):
            return [one for one in [self.state.subscription(mine.id)] if one and one.is_active]
        return [one for one in self.state.subscriptions_of(mine.person) if self._is_pushed(one)]

    def _is_pushed(self, subscription: Subscription) -> bool:
        link = self.state.account(subscription.account).braze
        return link is not None and link.url == self.link.url

    def _arrays(self, subscriptions: list[Subscription]) -> dict[str, list[str]]:
        rows = [self._row(subscription) for subscription in subscriptions]
        names = self._row(self.subscription)
        return {name: list(chain.from_iterable(row[name] for row in rows)) for name in names}

    def _row(self, subscription: Subscription) -> dict[str, list[str]]:
        """Give one subscription's elements of each attribute: one, or for tags any number."""
        suffix = self._suffix(subscription.id)
        title = self.state.calendar(subscription.account, subscription.calendar).title
        row = {name: [f"{value}/{suffix}"] for name, value in self._values(subscription).items()}
        return {
            **row,
            "rokt:subscription_id": [subscription.id],
            "rokt:tags": [f"{title}/{tag.name}/{suffix}" for tag in subscription.tags],
        }

    def _values(self, subscription: Subscription) -> dict[str, str]:
        account = self.state.account(subscription.account)
        calendar = self.state.calendar(subscription.account, subscription.calendar)
        return {
            "rokt:account_code": account.code,
            "rokt:account_id": account.id,
            "rokt:account_name": account.name,
            "rokt:calendar_code": calendar.code,
            "rokt:calendar_id": calendar.id,
            "rokt:calendar_title": calendar.title,
            "rokt:country_code": subscription.country_code or self._origin("country_code"),
            "rokt:device_name": subscription.device_name or self._origin("device_name"),
            "rokt:geo_country": subscription.geo_country or self._origin("geo_country"),
            "rokt:optIn1": str(subscription.marketing_allowed),
            "rokt:optIn2": str(subscription.additional_opt_in),
            "rokt:source": subscription.source or f"{account.code}.roktcalendar.com",
            "rokt:subscriber_email": subscription.email,
            "rokt:subscription_method": subscription.method.value,
        }

    def _origin(self, name: str) -> str:
        return _EXAMPLE_ORIGIN[name] if self.assumptions.is_set("rokt.unknown_origin", "example") else ""

    def _suffix(self, subscription_id: str) -> str:
        if self.assumptions.is_set("rokt.push_suffix", "digest"):
            return sha256(subscription_id.encode()).hexdigest()[:12]
        return subscription_id.replace("-", "")[-12:]

    def _event(self) -> dict[str, object]:
        made = self.subscription.created_at
        event: dict[str, object] = {"name": SUBSCRIBE_EVENT}
        if made is not None:
            event["time"] = made.astimezone(UTC).isoformat().replace("+00:00", "Z")
        if self.assumptions.is_set("rokt.subscribe_event_properties", "identifiers"):
            event["properties"] = {
                "account_code": self.subscription.account,
                "calendar_code": self.subscription.calendar,
                "subscription_id": self.subscription.id,
                "subscription_method": self.subscription.method.value,
            }
        return event
