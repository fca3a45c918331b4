"""A subscription and a calendar's events as the API shows them.

Source: https://docs.rokt.com/docs/developers/api-reference/calendar/get-v1-subscription-subscriptionid/
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from mockserver.contracts import windows_zone
from mockserver.contracts.times.timezones import windows_id_for
from mockserver.rokt.calendar_events import CalendarEvent
from mockserver.rokt.feeds.entries import Entry
from mockserver.rokt.state import Account, Calendar, Subscription

View = dict[str, object]


def basic_view(subscription: Subscription, calendar: Calendar, events: Iterable[CalendarEvent]) -> View:
    """Show a subscription with the fields of the older page, None where it holds nothing."""
    return {
        "subscriptionId": subscription.id,
        "calendar": {
            "id": calendar.id,
            "code": calendar.code,
            "name": calendar.title,
            "image": calendar.image or None,
        },
        "tags": [{"id": tag.id or None, "name": tag.name} for tag in subscription.tags],
        "timezoneId": subscription.time_zone_id or None,
        "subscriptionType": subscription.method.value,
        "subscriberId": subscription.subscriber_id or None,
        "emailAddress": subscription.email or None,
        "createdAt": utc(subscription.created_at),
        "isActive": subscription.is_active,
        "deactivatedDate": utc(subscription.deactivated_at),
        "events": _chosen_events(subscription, events),
    }


def subscription_view(
    subscription: Subscription, calendar: Calendar, events: Iterable[CalendarEvent], visible: Iterable[View]
) -> View:
    """Show a subscription with every documented field, None where it holds nothing."""
    return {
        **basic_view(subscription, calendar, events),
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


def _chosen_events(subscription: Subscription, events: Iterable[CalendarEvent]) -> list[View]:
    """Show the calendar's events that a subscription includes or excludes by id."""
    chosen = {**dict.fromkeys(subscription.included_event_ids, False)}
    chosen |= dict.fromkeys(subscription.excluded_event_ids, True)
    return [
        {
            "id": event.id,
            "name": event.title,
            "externalId": event.external_id or None,
            "isExcluded": chosen[event.id],
        }
        for event in events
        if event.id in chosen
    ]


def entry_view(entry: Entry, account: Account) -> View:
    """Show an event the way ``eventsVisibleToSubscription`` does."""
    detail, times = entry.detail, entry.times
    return {
        "title": detail.title,
        "location": detail.location,
        "description": detail.description,
        "subscriptionEventId": None if entry.calendar_event_id else detail.event_id,
        "calendarEventId": entry.calendar_event_id or None,
        "timezone": detail.timezone or windows_id_for(times.zone.key),
        "timezoneIanaId": detail.timezone_iana_id or times.zone.key,
        "startDateTime": local(times.start),
        "startDateTimeUtc": utc(times.start),
        "endDateTime": local(times.end),
        "allDayEvent": bool(detail.all_day_event),
        "reminderMinutes": entry.reminder,
        "merchantId": account.id,
        "accountId": account.id,
        "eventOccurrenceType": 0,
        "isSubscriptionEvent": not entry.calendar_event_id,
        "recurrenceFrequency": None,
        "recurrenceUntilDateTime": None,
        "recurrenceUntilCount": None,
        "recurrenceInterval": None,
        "recurrenceWeeklyDays": None,
        "recurrenceMonthlyDayOfWeek": False,
    }


def calendar_event_view(event: CalendarEvent, calendar: Calendar, *, standard_offsets: bool) -> View:
    """Show an event of a calendar, as on the page of its model.

    Source: https://roktcalendar-api.readme.io/docs/calendar-events-resource-models
    """
    times = event.times
    return {
        "id": event.id,
        "title": event.title,
        "description": event.description or None,
        "location": event.location or None,
        "reminderMinutes": event.reminder_minutes or 0,
        "timezoneBclId": event.timezone,
        "timezoneIanaId": times.zone.key,
        "startDateTimeUtc": utc(times.start),
        "startDateTimeLocal": local(times.start),
        "endDateTimeLocal": local(times.end),
        "lastUpdateDateTimeUtc": utc(event.updated_at),
        "calendarTags": [
            {"id": tag.id, "text": tag.name}
            for tag in calendar.tags
            if not {tag.id, tag.external_id, tag.name}.isdisjoint(event.tags)
        ],
        "calendarTimezones": [_zone_view(zone, times.start, standard_offsets) for zone in event.time_zones],
        "calendarCustomFields": [],
    }


def _zone_view(zone_id: str, moment: datetime, standard: bool) -> View:
    found = windows_zone(zone_id)
    if found is None:
        return {"bclId": zone_id, "ianaId": None, "offsetMinutes": None}
    there = moment.astimezone(found.zone)
    offset = there.utcoffset() or timedelta()
    if standard:
        offset -= there.dst() or timedelta()
    return {"bclId": zone_id, "ianaId": found.iana, "offsetMinutes": int(offset.total_seconds() // 60)}


def schedule_view(entry: Entry) -> View:
    """Show an entry of somebody's own calendar."""
    return {
        "title": entry.detail.title,
        "location": entry.detail.location,
        "startDateTimeUtc": utc(entry.times.start),
        "endDateTimeUtc": utc(entry.times.end),
        "allDayEvent": bool(entry.detail.all_day_event),
    }


def without_absent(view: View) -> View:
    """Leave out the fields that hold nothing."""
    return {name: value for name, value in view.items() if value is not None}


def local(moment: datetime) -> str:
    """Write a moment as its zone's clocks show it, without an offset."""
    return moment.replace(tzinfo=None).isoformat(timespec="seconds")


def utc(moment: datetime | None) -> str | None:
    """Write a moment in UTC, with a Z; None for none."""
    if moment is None:
        return None
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
