"""Messages that quiet hours, frequency caps or a stopped campaign keep from being sent."""

from datetime import time, timedelta

import pytest

from mockserver.braze import Braze, Campaign, EventTrigger, FrequencyCap, Outcome, QuietHours
from mockserver.http import Response
from mockserver.simulator.world import World

NOON = QuietHours(time(11), time(13))


@pytest.fixture
def happens(braze: Braze, world: World, hook, receiver):
    braze.state.profiles.load({"external_id": "ana"})

    def happen():
        braze.messaging.event_happened(braze.profile("ana"), "subscribe", {})
        world.clock.advance(timedelta())
        return braze.messages[-1]

    return happen


def add(braze: Braze, **members):
    trigger = EventTrigger("subscribe", re_eligible=True)
    return braze.state.add_campaign(Campaign(name="news", template="hook", trigger=trigger, **members))


def test_a_message_is_held_until_quiet_hours_end(braze: Braze, world: World, happens):
    add(braze, quiet_hours=NOON)
    message = happens()
    assert (message.outcome, message.reason) == (
        Outcome.PENDING,
        "held back until quiet hours end at 2026-01-15T13:00:00+00:00",
    )
    world.clock.advance(timedelta(hours=1))
    assert (message.outcome, message.reason) == (Outcome.SENT, "")


def test_a_message_can_be_aborted_in_quiet_hours(braze: Braze, happens):
    add(braze, quiet_hours=QuietHours(time(11), time(13), "abort"))
    assert happens().abort_type == "quiet_hours"


def test_a_capped_message_is_aborted(braze: Braze, world: World, happens):
    braze.state.frequency_caps = (FrequencyCap(1),)
    add(braze)
    assert [happens().outcome, happens().abort_type] == [Outcome.SENT, "frequency_capped"]
    world.clock.advance(timedelta(hours=12))
    assert happens().outcome is Outcome.SENT


def test_a_webhook_that_fails_does_not_count_towards_a_cap(braze: Braze, happens, receiver):
    braze.state.frequency_caps = (FrequencyCap(1),)
    add(braze)
    receiver.answers = [Response(404)]
    assert [happens().outcome, happens().outcome] == [Outcome.FAILED, Outcome.SENT]


def test_a_campaign_can_go_above_the_caps(braze: Braze, happens):
    braze.state.frequency_caps = (FrequencyCap(1),)
    add(braze, ignores_frequency_caps=True)
    assert [happens().outcome, happens().outcome] == [Outcome.SENT] * 2


def test_a_campaign_stopped_meanwhile_sends_nothing(braze: Braze, world: World, happens, receiver):
    campaign = add(braze, delay=timedelta(hours=1))
    message = happens()
    add(braze, status="stopped")
    world.clock.advance(timedelta(hours=1))
    assert (message.outcome, message.abort_type) == (Outcome.ABORTED, "campaign_disabled")
    assert receiver.requests == []
    assert braze.state.campaign("news").id == campaign.id


def test_a_message_of_a_campaign_that_is_gone_is_not_sent(braze: Braze, world: World, happens, receiver):
    add(braze, delay=timedelta(hours=1))
    message = happens()
    add(braze, id="2f1c6a52-63b5-4d0c-9a57-0c5de1b0a0ff")
    world.clock.advance(timedelta(hours=1))
    assert (message.abort_type, receiver.requests) == ("campaign_does_not_exist", [])


def test_a_message_to_a_user_deleted_meanwhile_is_not_sent(braze: Braze, world: World, happens, receiver):
    add(braze, delay=timedelta(hours=1))
    message = happens()
    braze.state.profiles.delete(braze.profile("ana"))
    world.clock.advance(timedelta(hours=1))
    assert (message.abort_type, receiver.requests) == ("user_not_in_segment", [])


def test_a_test_send_knows_no_rules(braze: Braze, happens):
    braze.state.frequency_caps = (FrequencyCap(1),)
    assert [braze.send("hook", "ana").outcome for _ in range(2)] == [Outcome.SENT] * 2
    assert braze.messages[0].is_test
