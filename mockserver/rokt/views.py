"""A subscription as the API shows it, with the events its subscriber sees.

Source: https://docs.rokt.com/docs/developers/api-reference/calendar/get-v1-subscription-subscriptionid/
"""

from __future__ import annotations

from datetime import UTC, datetime

from mockserver.contracts.times.timezones import windows_id_for
from mockserver.rokt.state import Account, Calendar, Subscription
from mockserver.rokt.subscription_events import SubscriptionEvent


def subscription_view(
    subscription: Subscription, calendar: Calendar, visible: tuple[dict[str, object], ...]
) -> dict[str, object]:
    """Show a subscription with every documented field, None where it holds nothing."""
    return {
        "subscriptionId": subscription.id,
        "calendar": {
            "id": calendar.id,
            "code": calendar.code,
            "name": calendar.title,
            "image": calendar.image or None,
        },
        "tags": [{"id": tag.id, "name": tag.name} for tag in subscription.tags],
        "timezoneId": subscription.time_zone_id or None,
        "subscriptionType": subscription.method.value,
        "subscriberId": subscription.subscriber_id or None,
        "emailAddress": subscription.email or None,
        "createdAt": _utc(subscription.created_at),
        "isActive": subscription.is_active,
        "deactivatedDate": _utc(subscription.deactivated_at),
        "events": [],
        "marketingAllowed": subscription.marketing_allowed,
        "allowPromotionalContent": subscription.allow_promotional_content,
        "additionalOptIn": subscription.additional_opt_in,
        "eventReminderMinutes": subscription.event_reminder_minutes,
        "isEventReminderDisabled": subscription.is_event_reminder_disabled,
        "providerName": subscription.provider_name or None,
        "channelFinderLineUpId": subscription.channel_finder_line_up_id or None,
        "channelFinderZipCode": subscription.channel_finder_zip_code or None,
        "eventsVisibleToSubscription": list(visible),
    }


def event_view(event: SubscriptionEvent, account: Account) -> dict[str, object]:
    """Show a pushed event the way ``eventsVisibleToSubscription`` does."""
    detail, times = event.detail, event.times
    return {
        "title": detail.title,
        "location": detail.location,
        "description": detail.description,
        "subscriptionEventId": detail.event_id,
        "calendarEventId": None,
        "timezone": detail.timezone or windows_id_for(times.zone.key),
        "timezoneIanaId": detail.timezone_iana_id or times.zone.key,
        "startDateTime": _local(times.start),
        "startDateTimeUtc": _utc(times.start),
        "endDateTime": _local(times.end),
        "allDayEvent": bool(detail.all_day_event),
        "reminderMinutes": detail.notify_before,
        "merchantId": account.id,
        "accountId": account.id,
        "eventOccurrenceType": 0,
        "isSubscriptionEvent": True,
        "recurrenceFrequency": None,
        "recurrenceUntilDateTime": None,
        "recurrenceUntilCount": None,
        "recurrenceInterval": None,
        "recurrenceWeeklyDays": None,
        "recurrenceMonthlyDayOfWeek": False,
    }


def without_absent(view: dict[str, object]) -> dict[str, object]:
    """Leave out the fields that hold nothing."""
    return {name: value for name, value in view.items() if value is not None}


def _local(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(timespec="seconds")


def _utc(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
