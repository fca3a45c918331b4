"""Lists and details of campaigns and Canvases."""

from datetime import timedelta

import pytest

from mockserver.braze import Braze, Campaign, EventTrigger
from mockserver.braze.messaging.canvas import Canvas, DelayStep, WebhookStep
from mockserver.simulator.world import World


@pytest.fixture
def campaigns(braze: Braze, hook):
    trigger = EventTrigger("subscribe")
    braze.state.add_campaign(Campaign(name="old", template="hook", status="archived"))
    return [
        braze.state.add_campaign(Campaign(name="new", template="hook", trigger=trigger, tags=("a",))),
        braze.state.add_campaign(Campaign(name="paused", template="hook", status="stopped")),
    ]


def names(answer, what="campaigns"):
    return [one["name"] for one in answer.json()[what]]


def test_campaigns_are_listed(call, campaigns):
    answer = call("GET", "/campaigns/list")
    assert answer.json()["campaigns"][0] == {
        "id": campaigns[0].id,
        "last_edited": "2026-01-15T12:00:00+00:00",
        "name": "new",
        "is_api_campaign": False,
        "tags": ["a"],
    }
    assert names(answer) == ["new", "paused"]
    assert names(call("GET", "/campaigns/list?sort_direction=desc&include_archived=true")) == [
        "paused",
        "new",
        "old",
    ]
    assert names(call("GET", "/campaigns/list?page=1")) == []


def test_only_what_was_edited_since_is_listed(call, campaigns, braze: Braze, world: World):
    world.clock.advance(timedelta(hours=1))
    braze.state.add_campaign(Campaign(name="newer", template="hook"))
    assert names(call("GET", "/campaigns/list?last_edit.time[gt]=2026-01-15T12:30:00")) == ["newer"]
    assert call("GET", "/campaigns/list?last_edit.time[gt]=soon").status == 400


def test_a_campaign_is_read_back_with_its_webhook(call, campaigns, hook):
    told = call("GET", f"/campaigns/details?campaign_id={campaigns[0].id}").json()
    assert (told["schedule_type"], told["enabled"], told["channels"]) == ("action_based", True, ["webhook"])
    assert told["messages"][campaigns[0].variation_id] == {
        "channel": "webhook",
        "name": "Variant 1",
        "url": hook.url,
        "body": hook.body,
        "type": "raw",
        "headers": dict(hook.headers),
        "method": "POST",
    }
    assert call("GET", "/campaigns/details?campaign_id=x").status == 400


def test_a_canvas_is_listed_and_read_back(call, hook, braze: Braze):
    steps = (DelayStep(name="wait", length=timedelta(hours=1)), WebhookStep(name="send", template="hook"))
    canvas = braze.state.add_canvas(Canvas(name="welcome", steps=steps))
    assert names(call("GET", "/canvas/list"), "canvases") == ["welcome"]
    told = call("GET", f"/canvas/details?canvas_id={canvas.id}").json()
    wait, send = told["steps"]
    assert told["variants"][0]["first_step_ids"] == [wait["id"]]
    assert (wait["next_step_ids"], send["next_step_ids"]) == ([send["id"]], [])
    assert next(iter(send["messages"].values()))["url"] == hook.url
