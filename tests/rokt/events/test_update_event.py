"""Updating an event for everybody who has it."""

import pytest

from tests.rokt.rokt_calls import ADA, BEN, codes, event, refused


@pytest.fixture
def present(create, sandbox):
    """An event that Ada and Ben have."""
    create((ADA, BEN))
    sandbox.settle()


def shown(rokt, subscription_id=ADA):
    return rokt.visible_events(subscription_id)[0]


@pytest.mark.usefixtures("present")
def test_everybody_sees_the_change_after_the_delay(update, rokt, sandbox):
    answer = update(title="Closing night", start="2026-12-21T15:00:00", end=...)
    assert (answer.status, answer.body) == (202, b"")
    assert shown(rokt)["title"] == "Opening night"
    sandbox.settle()
    assert shown(rokt)["title"] == shown(rokt, BEN)["title"] == "Closing night"
    assert shown(rokt)["startDateTimeUtc"] == "2026-12-21T20:00:00Z"
    assert rokt.jobs[-1].reason == "updated for 2 subscriptions"


@pytest.mark.usefixtures("present")
def test_brazes_wrapped_body_does_the_same(call, rokt, sandbox):
    body = {"event": event(title="Closing night")}
    assert call("POST", "/v1/subscriptionevent/acme/update", json=body).status == 202
    sandbox.settle()
    assert shown(rokt)["title"] == "Closing night"


@pytest.mark.parametrize(("choice", "flat", "wrapped"), [("flat", 202, 400), ("wrapped", 400, 202)])
def test_one_of_the_bodies_can_be_refused(call, update, assume, choice, flat, wrapped):
    assume(update_body=choice)
    assert update().status == flat
    assert call("POST", "/v1/subscriptionevent/acme/update", json={"event": event()}).status == wrapped


@pytest.mark.usefixtures("present")
@pytest.mark.parametrize(
    ("choice", "location", "reminder"), [("clear", None, None), ("keep", "Main stage", 15)]
)
def test_what_becomes_of_omitted_fields(update, rokt, sandbox, assume, choice, location, reminder):
    assume(update_omitted_fields=choice)
    update(location=..., notifyBefore=..., description=None)
    sandbox.settle()
    assert (shown(rokt)["location"], shown(rokt)["reminderMinutes"]) == (location, reminder)
    assert shown(rokt)["description"] is None


@pytest.mark.parametrize(
    ("choice", "sent", "seen"),
    [("keep", ..., 0), ("keep", None, 1), ("as_others", ..., 1), ("as_others", None, 1)],
)
def test_whether_an_update_shows_what_is_hidden_yet(
    create, update, rokt, sandbox, assume, choice, sent, seen
):
    assume(update_visible_from=choice)
    create(visibleFromDateTimeUtc="2026-07-01T00:00:00Z")
    update(title="Closing night", visibleFromDateTimeUtc=sent)
    sandbox.settle()
    assert len(rokt.visible_events(ADA)) == seen
    sandbox.advance(days=200)
    assert shown(rokt)["title"] == "Closing night"


@pytest.mark.usefixtures("present")
@pytest.mark.parametrize(("choice", "title"), [("yes", "Closing night"), ("no", "Opening night")])
def test_whether_who_left_sees_the_change(update, rokt, sandbox, assume, choice, title):
    assume(updates_after_deactivation=choice)
    rokt.unsubscribe(ADA)
    update(title="Closing night")
    sandbox.settle()
    assert (shown(rokt)["title"], shown(rokt, BEN)["title"]) == (title, "Closing night")


@pytest.mark.usefixtures("present")
def test_a_zone_given_by_its_other_name_replaces_the_kept_one(update, rokt, sandbox, assume):
    assume(update_omitted_fields="keep")
    update(timezone=..., timezoneIanaId="Europe/Paris")
    sandbox.settle()
    assert shown(rokt)["timezone"] == "Romance Standard Time"
    assert shown(rokt)["startDateTimeUtc"] == "2026-07-21T13:00:00Z"


def test_an_unknown_event_is_accepted_and_ignored(update, rokt, sandbox):
    assert update().status == 202
    assert codes(sandbox) == []
    sandbox.settle()
    assert (rokt.jobs[0].outcome, rokt.jobs[0].finished_at) == ("ignored", sandbox.clock.now())
    assert codes(sandbox) == ["FLOW756"]


def test_an_event_still_waiting_to_be_created_is_updated(create, update, rokt, sandbox):
    create()
    update(title="Closing night")
    sandbox.settle()
    assert shown(rokt)["title"] == "Closing night"
    assert codes(sandbox) == []


def test_an_unknown_event_can_be_refused(update, rokt, sandbox, assume):
    assume(update_unknown_event="reject")
    assert "no event 'Event_0001_cust-1'" in refused(update(), 400, "BadRequest")
    assert codes(sandbox) == ["FLOW756"]
    assert rokt.jobs == ()


@pytest.mark.usefixtures("present")
def test_a_refused_update_changes_nothing(update, rokt, sandbox):
    refused(update(title="Closing night", timezone="EST"), 400, "BadRequest")
    sandbox.settle()
    assert shown(rokt)["title"] == "Opening night"


def test_the_old_body_without_its_last_brace_is_refused(call, sandbox):
    body = b'{"event": {"eventId": "e", "title": "t"}'
    refused(call("POST", "/v1/subscriptionevent/acme/update", body=body), 400, "BadRequest")
    assert codes(sandbox) == ["JSON004"]
