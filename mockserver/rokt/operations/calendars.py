"""What is in calendars: the events of a calendar, and a subscriber's own schedule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from mockserver.contracts.times.local_time import parse_local
from mockserver.evidence import Evidence
from mockserver.http import Response
from mockserver.rokt import sources
from mockserver.rokt.feeds.entries import Entry
from mockserver.rokt.paths import CALENDAR_EVENTS_PATH, SCHEDULE_PATH
from mockserver.rokt.rest import answers, views
from mockserver.rokt.state import Method, Subscription
from mockserver.rokt.state_rules import unusable_subscription
from mockserver.simulator.operation import Call, operation

if TYPE_CHECKING:
    from mockserver.rokt.service import RoktCalendar

_BEARER = "bearer token"
_EARLIEST: Final = datetime.min.replace(tzinfo=UTC)
_LATEST: Final = datetime.max.replace(tzinfo=UTC)
_RANGES: Final = {"from_to": ("from", "to"), "start_end": ("startDateTimeUtc", "endDateTimeUtc")}


@operation(
    "GET",
    CALENDAR_EVENTS_PATH,
    permission=_BEARER,
    answer=answers.CalendarEventsShown,
    refusals=(400, 401),
    evidence=Evidence.ASSUMED,
    source=sources.CALENDAR_EVENTS,
)
def get_calendar_events(rokt: RoktCalendar, call: Call) -> Response:
    """Show the events of a calendar, the earliest first."""
    account = rokt.account_of(call)
    calendar = account.calendars[call.params["calendar_code"]]
    standard = rokt.assumptions.is_set("rokt.offset_minutes", "standard")
    events = rokt.state.calendar_events.of(account.code, calendar.code)
    shown = (views.calendar_event_view(event, calendar, standard_offsets=standard) for event in events)
    return Response.of_json(200, [rokt.shown(view) for view in shown])


@operation(
    "GET",
    SCHEDULE_PATH,
    permission=_BEARER,
    query=answers.ScheduleRange,
    answer=answers.ScheduleShown,
    refusals=(400, 401),
    evidence=Evidence.ASSUMED,
    source=sources.SCHEDULE,
)
def get_schedule(rokt: RoktCalendar, call: Call) -> Response:
    """Show what is in the primary calendar of somebody who subscribed with Microsoft."""
    account = rokt.account_of(call).code
    subscription = rokt.subscription_of(call, account)
    if subscription.method is not Method.MICROSOFT:
        return _without_schedule(rokt, call, subscription)
    earliest, latest = _range(rokt, call)
    entries = (
        one
        for one in _schedule(rokt, subscription)
        if one.times.end >= earliest and one.times.start <= latest
    )
    shown = sorted(entries, key=lambda one: one.times.order)
    return Response.of_json(200, [rokt.shown(views.schedule_view(entry)) for entry in shown])


def _without_schedule(rokt: RoktCalendar, call: Call, subscription: Subscription) -> Response:
    if rokt.assumptions.is_set("rokt.schedule_of_others", "empty"):
        return Response.of_json(200, [])
    trouble = f"subscription {subscription.id} is {subscription.method.value}'s, not Microsoft's"
    raise rokt.refusal(call.exchange, 400, unusable_subscription.findings(trouble))


def _schedule(rokt: RoktCalendar, subscription: Subscription) -> Iterator[Entry]:
    """Give what Rokt Calendar put into the calendar, and what its owner did."""
    yield from rokt.entries_of(subscription)
    yield from rokt.own_entries_of(subscription)


def _range(rokt: RoktCalendar, call: Call) -> tuple[datetime, datetime]:
    query = dict(call.request.query)
    first, last = _RANGES[str(rokt.assumptions["rokt.schedule_range"])]
    return (
        _moment(rokt, call, first, query.get(first, ""), _EARLIEST),
        _moment(rokt, call, last, query.get(last, ""), _LATEST),
    )


def _moment(rokt: RoktCalendar, call: Call, name: str, text: str, default: datetime) -> datetime:
    """Read one end of the range; without an offset it is in UTC."""
    if not text:
        return default
    local = parse_local(text if "T" in text else f"{text}T00:00:00")
    if local is None:
        trouble = f"`{name}` is {text!r}, not a date and time such as 2026-07-21T15:00:00Z"
        raise rokt.refusal(call.exchange, 400, unusable_subscription.findings(trouble))
    return (local.wall - (local.offset or timedelta())).replace(tzinfo=UTC)
