"""Scheduling sends by API: create, update, delete, and the list of what the dashboard scheduled."""

from datetime import UTC, datetime, timedelta

import pytest

from mockserver.braze import Braze, Campaign, Canvas, DelayStep, ScheduleTrigger
from mockserver.simulator.world import World

HOUR = timedelta(hours=1)
AT, LATER = "2026-01-15T15:00:00Z", "2026-01-15T17:00:00Z"
MESSAGES = {"webhook": {"url": "https://example.test/one", "request_method": "POST"}}


@pytest.fixture(autouse=True)
def people(braze: Braze, receiver, hook):
    for external_id, zone in (("ana", "Asia/Tokyo"), ("bo", "America/New_York")):
        braze.state.profiles.load({"external_id": external_id, "time_zone": zone})
    braze.state.add_campaign(Campaign(name="news", template="hook"))
    braze.state.add_canvas(Canvas(name="c", steps=(DelayStep(name="wait"),)))


def target(braze: Braze, kind):
    if kind == "campaigns/trigger":
        return {"campaign_id": braze.state.campaign("news").id}
    return {"canvas_id": braze.state.canvas("c").id} if kind == "canvas/trigger" else {}


@pytest.fixture
def create(call, braze: Braze):
    def send(kind, time=AT, **members):
        to = {"external_user_ids": ["ana", "bo"], "messages": MESSAGES}
        if kind != "messages":
            to = {"recipients": [{"external_user_id": one} for one in ("ana", "bo")]}
        body = {**target(braze, kind), **to, "schedule": {"time": time, **members}}
        return call("POST", f"/{kind}/schedule/create", json=body)

    return send


def moments(braze: Braze):
    sent = {message.external_id: message.at for message in braze.messages}
    sent |= {journey.profile.external_id: journey.entered_at for journey in braze.journeys}
    return {who: at.isoformat() for who, at in sent.items()}


KINDS = ["campaigns/trigger", "canvas/trigger", "messages"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_scheduled_send_goes_out_when_moved_to(kind, create, call, braze: Braze, world: World):
    created = create(kind)
    assert (created.status, set(created.json())) == (201, {"dispatch_id", "schedule_id", "message"})
    named = {**target(braze, kind), "schedule_id": created.json()["schedule_id"]}
    moved = call("POST", f"/{kind}/schedule/update", json={**named, "schedule": {"time": LATER}})
    assert (moved.status, moved.json()) == (201, {"message": "success"})
    world.clock.advance(10 * HOUR)
    assert set(moments(braze).values()) == {"2026-01-15T17:00:00+00:00"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_send_that_is_deleted_or_done_cannot_be_deleted_again(kind, create, call, braze: Braze, world):
    named = {**target(braze, kind), "schedule_id": create(kind).json()["schedule_id"]}
    assert call("POST", f"/{kind}/schedule/delete", json=named).json() == {"message": "success"}
    again = call("POST", f"/{kind}/schedule/delete", json=named)
    assert (again.status, again.json()) == (400, {"message": "Invalid schedule ID"})
    world.clock.advance(10 * HOUR)
    assert moments(braze) == {}


def test_local_time_is_read_on_each_user_s_clock(create, braze: Braze, world: World):
    create("campaigns/trigger", "2026-01-16T09:00:00", in_local_time=True)
    world.clock.advance(48 * HOUR)
    assert moments(braze) == {"ana": "2026-01-16T00:00:00+00:00", "bo": "2026-01-16T14:00:00+00:00"}


def test_somebody_who_is_not_there_yet_gets_it_once_by_the_company_s_clock(call, braze: Braze, world: World):
    late = {"email": "late@example.test", "prioritization": ["identified"]}
    new = {"external_user_id": "new", "send_to_existing_only": False, "attributes": {"plan": "gold"}}
    schedule = {"time": "2026-01-16T09:00:00", "in_local_time": True}
    body = {**target(braze, "campaigns/trigger"), "recipients": [late, new], "schedule": schedule}
    world.assumptions.set("braze.email_recipient_retry", 3600)
    assert call("POST", "/campaigns/trigger/schedule/create", json=body).status == 201
    world.clock.advance(27 * HOUR)
    braze.state.profiles.load({"external_id": "late", "email": "late@example.test"})
    world.clock.advance(48 * HOUR)
    assert [(one.external_id, one.at.hour) for one in braze.messages] == [("new", 9), ("late", 16)]


@pytest.mark.parametrize(("choice", "bo"), [("time_given", "09:00"), ("local_time", "14:00")])
def test_a_webhook_has_no_optimal_time(create, braze: Braze, world: World, choice, bo):
    world.assumptions.set("braze.optimal_time", choice)
    create("campaigns/trigger", "2026-01-16T09:00:00", at_optimal_time=True)
    world.clock.advance(48 * HOUR)
    assert moments(braze)["bo"] == f"2026-01-16T{bo}:00+00:00"


def test_local_time_reaches_those_for_whom_it_is_still_to_come(create, braze: Braze, world: World):
    assert create("campaigns/trigger", "2026-01-15T12:00:00", in_local_time=True).status == 201
    world.clock.advance(48 * HOUR)
    assert moments(braze) == {"bo": "2026-01-15T17:00:00+00:00"}


@pytest.mark.parametrize(
    ("time", "members"), [("2026-01-15T11:59:59Z", {}), ("2026-01-15T06:00:00", {"in_local_time": True})]
)
def test_a_time_that_has_passed_is_refused(create, braze: Braze, time, members):
    answer = create("campaigns/trigger", time, **members)
    assert (answer.status, answer.json()) == (400, {"message": "The time of the schedule has passed"})


def test_a_time_that_has_passed_may_be_sent_at_once(create, braze: Braze, world: World):
    world.assumptions.set("braze.past_schedule", "sent")
    create("campaigns/trigger", "2026-01-15T11:00:00Z")
    world.clock.advance(timedelta())
    assert set(moments(braze)) == {"ana", "bo"}


def test_a_time_that_is_none_is_refused(create):
    assert create("messages", "soon").json()["errors"] == ['"soon" is no time at /schedule/time']


def test_scheduled_messages_can_be_rewritten(create, call, receiver, world: World):
    named = {"schedule_id": create("messages").json()["schedule_id"]}
    webhook = {**MESSAGES["webhook"], "url": "https://example.test/two"}
    rewritten = {**named, "messages": {"webhook": webhook}}
    assert call("POST", "/messages/schedule/update", json=named).status == 400
    assert call("POST", "/messages/schedule/update", json=rewritten).status == 201
    world.clock.advance(10 * HOUR)
    assert {request.raw_path for request in receiver.requests} == {"/two"}


def test_what_the_dashboard_scheduled_is_listed(call, braze: Braze, world: World):
    start = datetime(2026, 1, 14, 9, tzinfo=UTC)
    daily = ScheduleTrigger(start, timedelta(days=1), 5)
    braze.state.add_campaign(Campaign(name="daily", template="hook", trigger=daily, tags=("t",)))
    canvas = Canvas(name="late", steps=(DelayStep(name="w"),), entry=ScheduleTrigger(start + 48 * HOUR))
    braze.state.add_canvas(canvas)
    answer = call("GET", "/messages/scheduled_broadcasts?end_time=2026-01-16T09:00:00Z")
    listed = [
        (one["name"], one["type"], one["next_send_time"]) for one in answer.json()["scheduled_broadcasts"]
    ]
    assert listed == [
        ("daily", "Campaign", "2026-01-16T09:00:00.000Z"),
        ("late", "Canvas", "2026-01-16T09:00:00.000Z"),
    ]
    assert call("GET", "/messages/scheduled_broadcasts").status == 400
