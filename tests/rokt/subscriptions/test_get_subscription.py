"""Reading a subscription back."""

import pytest

from mockserver.errors import UsageError
from mockserver.rokt import Method, Subscription, Tag
from tests.rokt.rokt_calls import ADA, NOBODY, codes, refused

FIELDS = {
    "subscriptionId",
    "calendar",
    "tags",
    "timezoneId",
    "subscriptionType",
    "subscriberId",
    "emailAddress",
    "createdAt",
    "isActive",
    "deactivatedDate",
    "events",
    "marketingAllowed",
    "allowPromotionalContent",
    "additionalOptIn",
    "eventReminderMinutes",
    "isEventReminderDisabled",
    "providerName",
    "channelFinderLineUpId",
    "channelFinderZipCode",
    "eventsVisibleToSubscription",
}


@pytest.fixture
def read(call):
    return lambda subscription_id=ADA: call("GET", f"/v1/subscription/{subscription_id}")


def test_every_documented_field_is_shown(read):
    body = read().json()
    assert set(body) == FIELDS
    assert body["calendar"] == {
        "id": "9a9007c7-f5a4-e811-b13c-06424c4f2724",
        "code": "shows",
        "name": "Acme Shows",
        "image": None,
    }
    assert (body["subscriptionType"], body["subscriberId"], body["isActive"]) == ("WebCal", "cust-06", True)
    assert (body["createdAt"], body["deactivatedDate"]) == ("2026-01-15T12:00:00Z", None)


def test_what_somebody_subscribed_with_is_shown(call, read):
    sent = {
        "emailAddress": "dora@example.test",
        "timeZoneId": "Pacific Standard Time",
        "marketingAllowed": True,
        "additionalOptIn": True,
        "allowPromotionalContent": True,
        "eventReminderMinutes": 30,
        "isEventReminderDisabled": True,
        "providerName": "Cable",
        "channelFinderLineUpId": "L1",
        "channelFinderZipCode": "10001",
        "calendarTags": [{"externalId": "all"}],
        "subscriptionMethod": 1,
    }
    made = call("POST", "/v2/subscribe/acme/shows", json=sent).json()["subscriptionId"]
    body = read(made).json()
    shared = sent.keys() & body.keys()
    assert {name: body[name] for name in shared} == {name: sent[name] for name in shared}
    assert len(shared) == 9
    assert (body["timezoneId"], body["subscriptionType"]) == ("Pacific Standard Time", "Google")
    assert body["tags"] == [{"id": "tag-1", "name": "All Teams"}]


def test_absent_fields_can_be_left_out(read, create, sandbox, assume):
    assume(absent_fields="omit")
    create(location=...)
    sandbox.settle()
    body = read().json()
    assert FIELDS - set(body) >= {"emailAddress", "deactivatedDate", "eventReminderMinutes"}
    assert "location" not in body["eventsVisibleToSubscription"][0]


def test_a_pushed_event_is_shown_whole(read, create, sandbox):
    create()
    assert read().json()["eventsVisibleToSubscription"] == []
    sandbox.settle()
    assert read().json()["eventsVisibleToSubscription"] == [
        {
            "title": "Opening night",
            "location": "Main stage",
            "description": "Doors at seven",
            "subscriptionEventId": "Event_0001_cust-1",
            "calendarEventId": None,
            "timezone": "Eastern Standard Time",
            "timezoneIanaId": "America/New_York",
            "startDateTime": "2026-07-21T15:00:00",
            "startDateTimeUtc": "2026-07-21T19:00:00Z",
            "endDateTime": "2026-07-21T16:30:00",
            "allDayEvent": False,
            "reminderMinutes": 15,
            "merchantId": "acme-id",
            "accountId": "acme-id",
            "eventOccurrenceType": 0,
            "isSubscriptionEvent": True,
            "recurrenceFrequency": None,
            "recurrenceUntilDateTime": None,
            "recurrenceUntilCount": None,
            "recurrenceInterval": None,
            "recurrenceWeeklyDays": None,
            "recurrenceMonthlyDayOfWeek": False,
        }
    ]


@pytest.mark.parametrize(
    ("changes", "start", "utc", "end"),
    [
        ({"start": "2026-01-21T15:00:00", "end": ...}, "2026-01-21T15:00:00", "2026-01-21T20:00:00Z", None),
        (
            {"start": "2026-07-21T15:00:00Z"},
            "2026-07-21T15:00:00",
            "2026-07-21T19:00:00Z",
            "2026-07-21T16:30:00",
        ),
        (
            {"timezone": ..., "timezoneIanaId": "Asia/Tokyo"},
            "2026-07-21T15:00:00",
            "2026-07-21T06:00:00Z",
            "2026-07-21T16:30:00",
        ),
    ],
)
def test_times_are_local_in_the_events_zone(read, create, sandbox, changes, start, utc, end):
    create(**changes)
    sandbox.settle()
    shown = read().json()["eventsVisibleToSubscription"][0]
    assert (shown["startDateTime"], shown["startDateTimeUtc"]) == (start, utc)
    assert shown["endDateTime"] == (end or start)


def test_an_offset_can_count(read, create, sandbox, assume):
    assume(datetime_offset="honour")
    create(start="2026-07-21T15:00:00Z", end="2026-07-21T18:00:00+02:00")
    sandbox.settle()
    shown = read().json()["eventsVisibleToSubscription"][0]
    assert (shown["startDateTime"], shown["endDateTime"]) == ("2026-07-21T11:00:00", "2026-07-21T12:00:00")


def test_events_are_shown_in_order_of_time(read, create, sandbox):
    create(eventId="late", start="2026-08-01T10:00:00", end=...)
    create(eventId="early", start="2026-08-01T10:00:00", end=..., timezone="Tokyo Standard Time")
    sandbox.settle()
    shown = read().json()["eventsVisibleToSubscription"]
    assert [one["subscriptionEventId"] for one in shown] == ["early", "late"]


@pytest.mark.parametrize(
    "moment", ["2026-01-15T13:00:00Z", "2026-01-15T14:00:00+01:00", "2026-01-15T13:00:00"]
)
def test_an_event_hides_until_it_is_to_be_visible(read, create, sandbox, moment):
    create(visibleFromDateTimeUtc=moment)
    sandbox.advance(minutes=59)
    assert read().json()["eventsVisibleToSubscription"] == []
    sandbox.advance(minutes=1)
    assert len(read().json()["eventsVisibleToSubscription"]) == 1


def test_an_id_is_read_in_any_case(read):
    assert read(ADA.upper()).json()["subscriptionId"] == ADA


@pytest.mark.parametrize("unknown", [NOBODY, "no-guid"])
@pytest.mark.parametrize(
    ("choice", "status", "code"), [("bad_request", 400, "BadRequest"), ("not_found", 404, "NotFound")]
)
def test_an_unknown_subscription(read, assume, sandbox, unknown, choice, status, code):
    assume(get_unknown_subscription=choice)
    assert unknown in refused(read(unknown), status, code)
    assert codes(sandbox) == ["FLOW758"]


def test_asking_without_http_for_an_unknown_subscription_is_a_mistake(rokt):
    with pytest.raises(UsageError, match="no Rokt Calendar subscription"):
        rokt.visible_events(NOBODY)


def test_a_workspaces_subscription_is_shown_as_it_was_filed(read, rokt):
    made = rokt.state.add_subscription(
        Subscription(account="acme", calendar="shows", method=Method.MICROSOFT, tags=(Tag(name="A", id="1"),))
    )
    body = read(made.id).json()
    assert (body["subscriptionType"], body["tags"]) == ("Microsoft", [{"id": "1", "name": "A"}])
