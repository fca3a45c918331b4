"""The events of calendars themselves: who sees them, and how they and schedules are read."""

import pytest

from mockserver.errors import UsageError
from mockserver.rokt import CalendarEvent, Tag
from tests.rokt.rokt_calls import ADA, BEN, NOBODY, event, refused

EVENTS = "/v1/calendarevents/acme/shows"


@pytest.fixture
def put(rokt):
    def file(**fields):
        made = CalendarEvent(**{"title": "Show", "start": "2026-07-21T15:00:00", **fields})
        return rokt.state.calendar_events.put("acme", "shows", made)

    return file


@pytest.fixture
def outlook(rokt):
    return rokt.subscribe("acme", "shows", method="microsoft").id


def titles(rokt, subscription_id):
    return [one["title"] for one in rokt.visible_events(subscription_id)]


def test_a_calendars_event_is_read_as_its_page_shows_it(call, put):
    made = put(timezone="Pacific Standard Time", tags=("all",), time_zones=("Pacific Standard Time",))
    [shown] = call("GET", EVENTS).json()
    assert shown == {
        "id": made.id,
        "title": "Show",
        "description": None,
        "location": None,
        "reminderMinutes": 0,
        "timezoneBclId": "Pacific Standard Time",
        "timezoneIanaId": "America/Los_Angeles",
        "startDateTimeUtc": "2026-07-21T22:00:00Z",
        "startDateTimeLocal": "2026-07-21T15:00:00",
        "endDateTimeLocal": "2026-07-21T15:00:00",
        "lastUpdateDateTimeUtc": "2026-01-15T12:00:00Z",
        "calendarTags": [{"id": "tag-1", "text": "All Teams"}],
        "calendarTimezones": [
            {"bclId": "Pacific Standard Time", "ianaId": "America/Los_Angeles", "offsetMinutes": -480}
        ],
        "calendarCustomFields": [],
    }


def test_events_of_an_unknown_calendar_are_refused(call):
    refused(call("GET", "/v1/calendarevents/acme/nothing"), 400, "BadRequest")
    refused(call("GET", EVENTS, headers={}), 401, "Unauthorized")


@pytest.mark.parametrize(("choice", "minutes"), [("standard", -480), ("at_start", -420)])
def test_which_offset_is_told_is_an_assumption(call, put, assume, choice, minutes):
    assume(offset_minutes=choice)
    put(time_zones=("Pacific Standard Time",))
    [shown] = call("GET", EVENTS).json()
    assert shown["calendarTimezones"][0]["offsetMinutes"] == minutes


def test_a_calendars_event_shows_beside_pushed_ones(create, rokt, sandbox, gala):
    create(start="2026-07-20T15:00:00", end=...)
    sandbox.settle()
    pushed, own = rokt.visible_events(ADA)
    assert (pushed["isSubscriptionEvent"], pushed["calendarEventId"]) == (True, None)
    assert (own["isSubscriptionEvent"], own["calendarEventId"]) == (False, gala.id)
    assert own["subscriptionEventId"] is None
    assert titles(rokt, BEN) == ["Gala"]


def test_tags_limit_what_a_subscription_sees(rokt, put):
    for name in ("tag-1", "all", "All Teams"):
        put(title=name, tags=(name,))
    put(title="other", tags=("other",))
    put(title="none")
    tagged = rokt.subscribe("acme", "shows", tags=[Tag(id="tag-1", external_id="all", name="All Teams")])
    assert titles(rokt, tagged.id) == ["tag-1", "all", "All Teams"]
    assert len(titles(rokt, ADA)) == 5


def test_a_zone_limits_what_a_subscription_sees_to_events_of_it_and_of_none(rokt, put):
    put(title="here", time_zones=("Eastern Standard Time",))
    put(title="there", time_zones=("Tokyo Standard Time",))
    put(title="anywhere")
    made = rokt.subscribe("acme", "shows", time_zone_id="Eastern Standard Time")
    assert titles(rokt, made.id) == ["here", "anywhere"]


def test_who_asks_for_events_gets_exactly_those(call, rokt, put):
    put(title="first", external_id="one")
    second = put(title="second")
    put(title="third")
    body = {"externalEventIds": ["one", "none"], "requestEventIds": [second.id, NOBODY]}
    made = call("POST", "/v2/subscribe/acme/shows", json=body).json()["subscriptionId"]
    assert titles(rokt, made) == ["first", "second"]


@pytest.mark.parametrize(("choice", "seen"), [("no", ["one"]), ("yes", [])])
def test_whether_included_events_are_filtered_is_an_assumption(call, rokt, put, assume, choice, seen):
    assume(included_events_filtered=choice)
    put(title="one", external_id="one")
    body = {"externalEventIds": ["one"], "calendarTags": [{"externalId": "all"}]}
    made = call("POST", "/v2/subscribe/acme/shows", json=body).json()["subscriptionId"]
    assert titles(rokt, made) == seen


def test_an_event_changes_and_goes_for_everybody(rokt, put):
    made = put(title="before")
    put(id=made.id, title="after")
    assert titles(rokt, ADA) == ["after"]
    rokt.state.calendar_events.remove("acme", "shows", made.id)
    assert titles(rokt, ADA) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"timezone": "EST"}, "no Windows time zone id"),
        ({"time_zones": ("Mars",)}, "no Windows time zone id"),
        ({"start": "noon"}, "no local time"),
        ({"start": ""}, "has no start"),
    ],
)
def test_a_calendar_event_that_cannot_be_is_a_mistake_of_the_user(put, wrong, said):
    with pytest.raises(UsageError, match=said):
        put(**wrong)


def test_an_event_that_is_not_there_cannot_be_taken_out(rokt):
    with pytest.raises(UsageError, match="has no event"):
        rokt.state.calendar_events.remove("acme", "shows", NOBODY)


def test_a_schedule_shows_what_is_in_the_subscribers_own_calendar(call, rokt, sandbox, outlook):
    call(
        "POST",
        "/v1/subscriptionevent/acme",
        json={"event": event(location="Hall"), "subscriptionIds": [outlook]},
    )
    sandbox.settle()
    rokt.add_to_schedule(outlook, CalendarEvent(title="Dentist", start="2026-07-20T09:00:00"))
    shown = call("GET", f"/v1/schedule/acme/{outlook}").json()
    assert [one["title"] for one in shown] == ["Dentist", "Opening night"]
    assert shown[1] == {
        "title": "Opening night",
        "location": "Hall",
        "startDateTimeUtc": "2026-07-21T19:00:00Z",
        "endDateTimeUtc": "2026-07-21T20:30:00Z",
        "allDayEvent": False,
    }


@pytest.mark.parametrize(
    ("choice", "query"),
    [
        ("from_to", "from=2026-07-21&to=2026-07-22T00:00:00Z"),
        ("start_end", "startDateTimeUtc=2026-07-21T00:00:00&endDateTimeUtc=2026-07-21T19:00:00%2B03:00"),
    ],
)
def test_a_schedule_is_read_for_a_range(call, rokt, outlook, assume, choice, query):
    assume(schedule_range=choice)
    for day in (20, 21, 23):
        rokt.add_to_schedule(outlook, CalendarEvent(title=f"{day}", start=f"2026-07-{day}T15:00:00"))
    shown = call("GET", f"/v1/schedule/acme/{outlook}?{query}").json()
    assert [one["title"] for one in shown] == ["21"]


def test_a_schedule_is_refused_for_an_odd_range_and_another_account(call, outlook):
    assert "from" in refused(call("GET", f"/v1/schedule/acme/{outlook}?from=soon"), 400, "BadRequest")
    refused(call("GET", f"/v1/schedule/beta/{outlook}"), 400, "BadRequest")
    refused(call("GET", f"/v1/schedule/acme/{NOBODY}"), 400, "BadRequest")
    refused(call("GET", f"/v1/schedule/acme/{outlook}", headers={}), 401, "Unauthorized")


@pytest.mark.parametrize(("choice", "status"), [("bad_request", 400), ("empty", 200)])
def test_the_schedule_of_a_webcal_subscriber_is_an_assumption(call, assume, choice, status):
    assume(schedule_of_others=choice)
    assert call("GET", f"/v1/schedule/acme/{ADA}").status == status
