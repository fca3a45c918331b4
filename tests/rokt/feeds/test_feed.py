"""The calendar feed: where it is, what is in it, and how it changes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mockserver.errors import UsageError
from tests.rokt.feeds.feeds import instant, parse_feed
from tests.rokt.rokt_calls import ADA, BEN, NOBODY, event, refused

FEED = f"/feed/{ADA}.ics"


@pytest.fixture
def fetch(call):
    """Fetch Ada's feed as a calendar program does: without a token."""
    return lambda **headers: call("GET", FEED, headers={k.replace("_", "-"): v for k, v in headers.items()})


@pytest.fixture
def seen(rokt, sandbox):
    """Run all background work and give what Ada's calendar program reads, by title."""

    def read():
        sandbox.settle()
        return parse_feed(rokt.feed(ADA))

    return read


def test_the_feed_is_where_the_api_said(call, sandbox):
    made = call("POST", "/v2/subscribe/acme/shows", json={}).json()
    path = made["subscriptionUrl"].removeprefix("webcal://api.roktcalendar.com")
    assert path == sandbox.rokt.feed_path(made["subscriptionId"])
    answer = call("GET", path, headers={})
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert parse_feed(answer.body) == {}


def test_a_pushed_event_is_in_the_feed_after_the_delay(create, fetch, sandbox):
    create()
    assert parse_feed(fetch().body) == {}
    sandbox.settle()
    one = parse_feed(fetch().body)["Opening night"]
    assert instant(one) == datetime(2026, 7, 21, 19, tzinfo=UTC)
    assert instant(one, "dtend") == datetime(2026, 7, 21, 20, 30, tzinfo=UTC)
    assert (one.description.value, one.location.value) == ("Doors at seven", "Main stage")


def test_the_reminder_is_an_alarm(create, seen):
    create()
    create(eventId="none", title="Silent", notifyBefore=...)
    events = seen()
    [alarm] = events["Opening night"].valarm_list
    assert (alarm.trigger.value, alarm.action.value) == (timedelta(minutes=-15), "DISPLAY")
    assert not hasattr(events["Silent"], "valarm_list")


@pytest.mark.parametrize(("choice", "first", "second"), [("event", 15, 45), ("subscription", 45, 45)])
def test_whose_reminder_counts(create, rokt, sandbox, assume, choice, first, second):
    assume(reminder_precedence=choice)
    made = rokt.subscribe("acme", "shows")
    rokt.state.change(type(made)(**{**fields(made), "event_reminder_minutes": 45}))
    create((made.id,))
    create((made.id,), eventId="none", notifyBefore=...)
    sandbox.settle()
    assert [one["reminderMinutes"] for one in rokt.visible_events(made.id)] == [first, second]
    assert f"TRIGGER:-PT{first}M".encode() in rokt.feed(made.id)


def fields(subscription):
    return {name: getattr(subscription, name) for name in subscription.__dataclass_fields__}


def test_who_wants_no_reminder_gets_no_alarm(call, create, rokt, sandbox):
    body = {"isEventReminderDisabled": True}
    made = call("POST", "/v2/subscribe/acme/shows", json=body).json()["subscriptionId"]
    create((made,))
    sandbox.settle()
    assert b"SUMMARY" in rokt.feed(made)
    assert b"VALARM" not in rokt.feed(made)


def test_an_update_keeps_the_uid_and_counts_the_change(create, update, seen, sandbox):
    create()
    before = seen()["Opening night"]
    sandbox.advance(hours=1)
    update(title="Closing night", start="2026-07-22T15:00:00", end=...)
    [after] = seen().values()
    assert after.uid.value == before.uid.value
    assert (before.sequence.value, after.sequence.value) == ("0", "1")
    assert instant(after, "last_modified") - instant(before, "last_modified") > timedelta(minutes=59)
    assert after.created.value == before.created.value
    assert instant(after).day == 22


def test_everybody_who_has_an_event_has_it_under_one_uid(create, rokt, sandbox):
    create((ADA, BEN))
    create((ADA,), eventId="other")
    sandbox.settle()
    ada = [line for line in rokt.feed(ADA).splitlines() if line.startswith(b"UID")]
    ben = [line for line in rokt.feed(BEN).splitlines() if line.startswith(b"UID")]
    assert len(set(ada)) == 2
    assert set(ben) < set(ada)


@pytest.mark.parametrize(
    "path",
    [
        "/v1/subscriptionevent/acme/Event_0001_cust-1",
        f"/v2/subscription/acme/{ADA}/subscriptionevent/Event_0001_cust-1",
    ],
)
def test_what_is_deleted_or_removed_is_gone(create, call, seen, path):
    create()
    assert seen()
    call("DELETE", path)
    assert seen() == {}


@pytest.mark.parametrize(
    ("start", "end", "choice", "days"),
    [
        ("2026-07-21T00:00:00", ..., "exclusive", 1),
        ("2026-07-21T00:00:00", "2026-07-21T23:59:00", "exclusive", 1),
        ("2026-07-21T00:00:00", "2026-07-23T00:00:00", "exclusive", 2),
        ("2026-07-21T00:00:00", "2026-07-23T00:00:00", "inclusive", 3),
        ("2026-07-21T09:00:00", "2026-07-22T17:00:00", "inclusive", 2),
    ],
)
def test_an_all_day_event_takes_whole_days(create, seen, assume, start, end, choice, days):
    assume(all_day_end=choice)
    create(allDayEvent=True, start=start, end=end)
    [one] = seen().values()
    assert instant(one) == date(2026, 7, 21)
    assert instant(one, "dtend") - instant(one) == timedelta(days=days)


def test_an_all_day_event_may_end_at_a_midnight_that_clocks_skip(create, seen):
    zone = "Egypt Standard Time"  # whose clocks go from 24 April 00:00 to 01:00
    create(allDayEvent=True, start="2026-04-22T00:00:00", end="2026-04-24T00:00:00", timezone=zone)
    [one] = seen().values()
    assert (instant(one), instant(one, "dtend")) == (date(2026, 4, 22), date(2026, 4, 24))


def test_events_of_the_hour_that_comes_twice_are_shown_in_order(create, rokt, sandbox, assume):
    create(title="First", start="2026-11-01T01:50:00", end=...)
    assume(overlap_time="second")
    create(title="Second", eventId="2", start="2026-11-01T01:10:00", end=...)
    sandbox.settle()
    assert [one["title"] for one in rokt.visible_events(ADA)] == ["First", "Second"]


def test_an_event_shows_from_the_moment_it_is_visible(create, fetch, sandbox):
    create(visibleFromDateTimeUtc="2026-01-15T13:00:00Z")
    sandbox.advance(minutes=59)
    hidden = fetch()
    sandbox.advance(minutes=1)
    shown = fetch(if_none_match=hidden.headers["etag"])
    assert (parse_feed(hidden.body), shown.status) == ({}, 200)
    assert list(parse_feed(shown.body)) == ["Opening night"]


def test_an_unchanged_feed_is_not_sent_again(create, update, fetch, sandbox):
    create()
    sandbox.settle()
    first = fetch()
    sandbox.advance(days=1)
    for etag in (first.headers["etag"], f'"x", W/{first.headers["etag"]}', "*"):
        again = fetch(if_none_match=etag)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    update(title="Changed")
    sandbox.settle()
    assert fetch(if_none_match=first.headers["etag"]).status == 200


def test_who_subscribed_otherwise_has_the_same_view_and_no_feed(create, call, rokt, sandbox):
    ids = [rokt.subscribe("acme", "shows", method=name).id for name in ("google", "microsoft")]
    create((ADA, *ids))
    sandbox.settle()
    for one in ids:
        assert rokt.visible_events(one) == rokt.visible_events(ADA)
        refused(call("GET", f"/feed/{one}.ics", headers={}), 404, "NotFound")


@pytest.mark.parametrize("name", [f"{NOBODY}.ics", "x.ics", "%00.ics"])
def test_an_unknown_feed_is_not_found(call, name):
    refused(call("GET", f"/feed/{name}", headers={}), 404, "NotFound")


def test_an_unknown_subscription_has_no_feed_without_http_either(rokt):
    with pytest.raises(UsageError, match="no Rokt Calendar subscription"):
        rokt.feed(NOBODY)


@pytest.mark.parametrize(("choice", "status"), [("serve", 200), ("gone", 410)])
def test_the_feed_of_who_left_is_an_assumption(create, fetch, rokt, sandbox, assume, choice, status):
    assume(ended_feed=choice)
    create()
    sandbox.settle()
    rokt.unsubscribe(ADA)
    assert fetch().status == status


@pytest.mark.parametrize(("choice", "left"), [("keep_events", 2), ("remove_events", 0)])
def test_what_is_left_to_who_left(create, rokt, sandbox, gala, assume, choice, left):
    assume(deactivation_effect=choice)
    create()
    sandbox.settle()
    rokt.unsubscribe(ADA)
    assert len(parse_feed(rokt.feed(ADA))) == len(rokt.visible_events(ADA)) == left


def test_who_left_gets_no_event_that_came_later(rokt, sandbox, gala):
    rokt.unsubscribe(ADA)
    sandbox.advance(seconds=1)
    rokt.state.calendar_events.put("acme", "shows", type(gala)(title="Later", start=gala.start))
    assert list(parse_feed(rokt.feed(ADA))) == ["Gala"]
    assert set(parse_feed(rokt.feed(BEN))) == {"Gala", "Later"}


def test_a_calendars_own_event_is_in_the_feed(fetch, rokt, gala):
    one = parse_feed(fetch().body)["Gala"]
    assert instant(one) == datetime(2026, 7, 21, 19, tzinfo=UTC)
    rokt.state.calendar_events.put("acme", "shows", type(gala)(id=gala.id, title="Gala", start=gala.start))
    again = parse_feed(fetch().body)["Gala"]
    assert (again.uid.value, again.sequence.value) == (one.uid.value, "1")


def test_a_recreated_event_is_another(create, call, seen):
    create()
    before = seen()["Opening night"].uid.value
    call("DELETE", "/v1/subscriptionevent/acme/Event_0001_cust-1")
    create()
    assert seen()["Opening night"].uid.value != before


def test_events_sent_with_a_subscription_are_in_its_feed(call, rokt, sandbox):
    body = {"events": [event(title="One"), event(eventId="2", title="Two")]}
    made = call("POST", "/v2/subscribe/acme/shows", json=body).json()["subscriptionId"]
    sandbox.settle()
    assert set(parse_feed(rokt.feed(made))) == {"One", "Two"}
