"""What sets a campaign off besides a custom event alone: attributes, times, audiences, delays."""

from datetime import UTC, datetime, timedelta

import pytest

from mockserver.braze import AttributeTrigger, Braze, Campaign, EventTrigger, ScheduleTrigger, Segment
from mockserver.errors import UsageError
from mockserver.http import Request, Response
from mockserver.simulator.world import World

HOUR = timedelta(hours=1)
GOLD = {"custom_attribute": {"custom_attribute_name": "plan", "comparison": "equals", "value": "gold"}}


@pytest.fixture(autouse=True)
def people(braze: Braze, hook, receiver):
    for external_id, zone in (("ana", "Asia/Tokyo"), ("bo", "America/New_York"), ("cy", "")):
        profile = {"external_id": external_id, **({"time_zone": zone} if zone else {})}
        braze.state.profiles.load(profile)


def add(braze: Braze, **members):
    return braze.state.add_campaign(Campaign(**{"name": "news", "template": "hook", **members}))


def change(braze: Braze, world: World, external_id="ana", **attributes):
    notes = braze.messaging.apply_attributes(braze.profile(external_id), attributes, "")
    world.clock.advance(timedelta())
    return [note.code for note in notes]


def reached(braze: Braze):
    return [message.external_id for message in braze.messages]


def test_a_changed_attribute_sets_its_campaign_off(braze: Braze, world: World):
    add(braze, trigger=AttributeTrigger("plan", re_eligible=True))
    change(braze, world, plan="gold")
    change(braze, world, plan="gold")
    change(braze, world, other=1)
    change(braze, world, plan="silver")
    assert reached(braze) == ["ana", "ana"]


def test_a_change_to_a_certain_value_can_be_waited_for(braze: Braze, world: World):
    add(braze, trigger=AttributeTrigger("level", to=1, re_eligible=True))
    for value in (2, True, 1):
        change(braze, world, level=value)
    assert reached(braze) == ["ana"]


def test_an_array_sets_nothing_off(braze: Braze, world: World):
    add(braze, trigger=AttributeTrigger("codes"))
    change(braze, world, codes=["a"])
    assert reached(braze) == []


def test_tracked_attributes_set_campaigns_off(braze: Braze, world: World, call):
    add(braze, trigger=AttributeTrigger("plan"))
    call("POST", "/users/track", json={"attributes": [{"external_id": "bo", "plan": "gold"}]})
    assert reached(braze) == ["bo"]


def test_properties_of_the_event_can_be_asked_for(braze: Braze):
    add(braze, trigger=EventTrigger("subscribe", where={"account": "acme"}))
    for account in ("beta", "acme"):
        braze.messaging.event_happened(braze.profile("ana"), "subscribe", {"account": account})
    assert len(braze.messages) == 1


def test_a_time_sets_a_campaign_off_for_its_audience(braze: Braze, world: World):
    braze.state.add_segment(Segment(name="gold", filters=GOLD))
    at = world.clock.now() + HOUR
    add(braze, trigger=ScheduleTrigger(at), audience={"segment": {"name": "gold"}})
    change(braze, world, "bo", plan="gold")
    world.clock.advance(HOUR - timedelta(seconds=1))
    assert reached(braze) == []
    world.clock.advance(timedelta(seconds=1))
    assert reached(braze) == ["bo"]


def test_a_time_can_come_again(braze: Braze, world: World):
    trigger = ScheduleTrigger(world.clock.now() + HOUR, timedelta(days=1), 3, re_eligible=True)
    add(braze, trigger=trigger, audience={"AND": []})
    world.clock.advance(timedelta(days=10))
    assert len(braze.messages) == 9
    assert {message.at - trigger.at for message in braze.messages} == {timedelta(days=n) for n in range(3)}


@pytest.mark.parametrize(
    ("every", "hours"),
    [(timedelta(days=1), [14, 13, 13]), (timedelta(days=7), [14, 13, 13]), (12 * HOUR, [14, 2, 14])],
)
def test_days_go_by_the_company_s_clock_when_summer_time_begins(call, braze: Braze, world, every, hours):
    world.clock.advance_to(datetime(2026, 3, 7, tzinfo=UTC))
    braze.state.set_time_zone("America/New_York")
    start = datetime(2026, 3, 7, 14, tzinfo=UTC)
    add(braze, trigger=ScheduleTrigger(start, every, 3, re_eligible=True))
    world.clock.advance_to(start + every - HOUR)
    listed = call("GET", "/messages/scheduled_broadcasts?end_time=2026-03-20T00:00:00Z").json()
    assert int(listed["scheduled_broadcasts"][0]["next_send_time"][11:13]) == hours[1]
    world.clock.advance(timedelta(days=20))
    assert [message.at.hour for message in braze.messages if message.external_id == "cy"] == hours


def test_what_is_past_when_a_campaign_is_added_is_not_sent(braze: Braze, world: World):
    start = world.clock.now() - timedelta(days=2, hours=1)
    add(braze, trigger=ScheduleTrigger(start, timedelta(days=1), 4, re_eligible=True))
    world.clock.advance(timedelta(days=5))
    assert {message.at for message in braze.messages} == {start + timedelta(days=3)}


def test_a_time_can_be_each_user_s_own(braze: Braze, world: World):
    add(braze, trigger=ScheduleTrigger(datetime(2026, 1, 17, 9, tzinfo=UTC), in_local_time=True))
    world.clock.advance(timedelta(days=5))
    assert {message.external_id: message.at.hour for message in braze.messages} == {
        "ana": 0,
        "cy": 9,
        "bo": 14,
    }


def test_the_company_s_clock_counts_for_users_without_a_zone(braze: Braze, world: World):
    braze.state.set_time_zone("Europe/Berlin")
    add(braze, trigger=ScheduleTrigger(datetime(2026, 1, 17, 9, tzinfo=UTC), in_local_time=True))
    world.clock.advance(timedelta(days=5))
    assert next(message.at.hour for message in braze.messages if message.external_id == "cy") == 8


def test_a_campaign_put_in_another_s_place_takes_its_schedule_away(braze: Braze, world: World):
    add(braze, trigger=ScheduleTrigger(world.clock.now() + HOUR))
    add(braze)
    world.clock.advance(2 * HOUR)
    assert braze.messages == ()


def test_after_a_delay_the_profile_is_read_again(braze: Braze, world: World, receiver):
    add(braze, trigger=EventTrigger("subscribe"), delay=HOUR)
    braze.messaging.event_happened(braze.profile("ana"), "subscribe", {})
    braze.state.profiles.set_standard(braze.profile("ana"), "first_name", "Bea")
    world.clock.advance(HOUR)
    assert receiver.requests[0].text == '{"name": "Bea"}'


def test_users_outside_of_the_audience_are_noted(braze: Braze):
    add(braze, trigger=EventTrigger("subscribe"), audience=GOLD)
    notes = braze.messaging.event_happened(braze.profile("ana"), "subscribe", {})
    assert [note.code for note in notes] == ["SEND807"]


def test_users_become_re_eligible_after_a_while(braze: Braze, world: World):
    add(braze, trigger=EventTrigger("subscribe", re_eligible=True, re_eligible_after=HOUR))
    for minutes in (0, 59, 1):
        world.clock.advance(timedelta(minutes=minutes))
        braze.messaging.event_happened(braze.profile("ana"), "subscribe", {})
        world.clock.advance(timedelta())
    assert [message.at.minute for message in braze.messages] == [0, 0]
    assert len(braze.messages) == 2


def test_an_audience_that_is_none_is_a_mistake(braze: Braze):
    with pytest.raises(UsageError, match="there is no filter 'plan'"):
        add(braze, audience={"plan": {}})
    with pytest.raises(UsageError, match="repeats"):
        ScheduleTrigger(datetime(2026, 1, 1, tzinfo=UTC), times=2)
    with pytest.raises(UsageError, match="before the year 10000"):
        ScheduleTrigger(datetime(2026, 1, 1, tzinfo=UTC), timedelta(days=365_250), 1000)
    with pytest.raises(UsageError, match="time zone"):
        braze.state.set_time_zone("Mars/Base")


def test_a_webhook_that_sends_its_own_trigger_is_broken_off(braze: Braze, world: World, call):
    add(braze, trigger=EventTrigger("greeted", re_eligible=True))
    event = {"external_id": "ana", "name": "greeted", "time": "2026-01-15T12:00:00Z"}

    def answer(_: Request) -> Response:
        call("POST", "/users/track", json={"events": [event]})
        return Response(200)

    world.network.stub("example.test", answer)
    answer(Request("POST", "https://example.test/"))
    with pytest.raises(UsageError, match="no end to the work"):
        world.clock.advance(HOUR)
