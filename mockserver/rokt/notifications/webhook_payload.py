"""What a webhook says: the envelope, and the details of each type.

Sources: https://roktcalendar-api.readme.io/docs/webhook-event-shared-objects and the page of each type,
such as https://roktcalendar-api.readme.io/reference/webhook-event-on-subscribe
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from mockserver.contracts.rokt.models import EventDetail
from mockserver.evidence import Assumptions
from mockserver.rokt.notifications.webhook_endpoints import NotificationType
from mockserver.rokt.state import Account, Method, State, Subscription

Details = dict[str, Any]

VIA_PAGE: Final = "SubscriptionViaCalendarPage"
VIA_API: Final = "SubscriptionViaWebApi"
VIA_API_WITH_EVENTS: Final = "SubscriptionWithEventsViaWebApi"

# The pages' own examples call two types otherwise than their tables do.
_TYPE_NAMES_OF_EXAMPLES: Final = {
    NotificationType.SUBSCRIPTION_DETAILS_UPDATED: "SubscriptionDetailsUpdate",
    NotificationType.EVENT_DELETED: "SubscriptionEventRemoved",
}


@dataclass(frozen=True, slots=True)
class WebhookPayloads:
    """Writes the payload of each type under the assumptions in force."""

    state: State
    assumptions: Assumptions

    def action_type(self, origin: str, sent: str | None) -> str:
        """Give the ``actionType`` of what comes from somewhere, and of a body that names one itself."""
        if self.assumptions.is_set("rokt.webhook_action_type", "example"):
            return VIA_PAGE
        return (sent or origin) if self.assumptions.is_set("rokt.webhook_action_type", "sent") else origin

    def envelope(self, notification_id: str, kind: NotificationType, details: Details) -> Details:
        """Wrap details; the notification's own ``eventId`` is what a receiver tells repeats by."""
        name = kind.value
        if self.assumptions.is_set("rokt.webhook_type_names", "examples"):
            name = _TYPE_NAMES_OF_EXAMPLES.get(kind, name)
        return {"eventId": notification_id, "eventType": name, "eventDetails": details}

    def details(
        self, account: Account, action: str, of: Subscription | None = None, **members: Details
    ) -> Details:
        """Give the details every type has, and the members of this one."""
        place = self.assumptions["rokt.webhook_subscription_id_place"]
        details: Details = {"actionType": action}
        if of and place != "subscription":
            details["calendarSubscriptionId"] = of.id
        details |= {"accountId": account.id, "accountName": account.name, "accountCode": account.code}
        if place == "details":
            members.get("subscription", {}).pop("calendarSubscriptionId", None)
        return details | members

    def basic(self, subscription: Subscription) -> Details:
        """Show a subscription in its Basic form."""
        calendar = self.state.calendar(subscription.account, subscription.calendar)
        return {
            "calendarSubscriptionId": subscription.id,
            "calendarId": calendar.id,
            "calendarTitle": calendar.title,
            "calendarCode": calendar.code,
            "subscriptionMethod": self._method(subscription.method),
        }

    def _method(self, method: Method) -> str:
        of_the_api = self.assumptions.is_set("rokt.webhook_method_name", "webcal_as_in_api")
        return method.value if of_the_api else method.value.capitalize()

    def subscription(self, subscription: Subscription) -> Details:
        """Show a subscription with its details."""
        shown = self.basic(subscription)
        if subscription.tags:
            shown["calendarTags"] = [self._tag(tag.id, tag.name) for tag in subscription.tags]
        if self._shows_all:
            shown |= {
                "subscriberId": subscription.subscriber_id or None,
                "emailAddress": subscription.email or None,
                "timeZoneId": subscription.time_zone_id or None,
                "marketingAllowed": subscription.marketing_allowed,
                "additionalOptIn": subscription.additional_opt_in,
                "deviceName": subscription.device_name or None,
                "source": subscription.source or None,
                **_origin(subscription),
            }
        return shown

    def _tag(self, tag_id: str, name: str) -> Details:
        return {"tagId": tag_id, **({"tagName": name} if self._shows_all else {})}

    @property
    def _shows_all(self) -> bool:
        return self.assumptions.is_set("rokt.webhook_details", "full")

    def removed(self, subscription: Subscription) -> Details:
        """Show a subscription that has ended."""
        ended = subscription.deactivated_at
        return {
            **(self.basic(subscription) if self._shows_all else {"calendarSubscriptionId": subscription.id}),
            "removedDateTimeUtc": _as_in_example(ended) if ended else None,
            "unsubscribeReasonText": subscription.unsubscribe_reason or None,
            "remoteIpAddress": subscription.ip_address or None,
            **_origin(subscription),
            "userAgent": subscription.user_agent or None,
        }

    def event(self, detail: EventDetail) -> Details:
        """Show a pushed event."""
        shown = {"title": detail.title, "location": detail.location, "description": detail.description}
        if not self._shows_all:
            return shown
        rest = detail.model_dump(by_alias=True, exclude={"title", "location", "description"})
        return {"eventId": rest.pop("eventId"), **shown, **rest}


def _origin(subscription: Subscription) -> Details:
    return {
        "countryCode": subscription.country_code or None,
        "geoCountry": subscription.geo_country or None,
    }


def _as_in_example(moment: datetime) -> str:
    """Write a moment the way the page's example does: a blank for the T, microseconds, no zone."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
