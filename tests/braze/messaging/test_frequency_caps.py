"""Which messages frequency caps hold back, and which ones they count."""

from datetime import timedelta

import pytest

from mockserver.braze import Braze, Campaign, Canvas, FrequencyCap, WebhookStep
from mockserver.errors import UsageError
from mockserver.simulator.world import World

DAILY = FrequencyCap(1)
PROMOTIONAL = FrequencyCap(1, 1, "week", "promotional")


@pytest.fixture
def send(braze: Braze, world: World, hook, receiver):
    """Send a campaign of the name to ana; it is added as it is described."""
    braze.state.profiles.load({"external_id": "ana"})

    def sent(name, **members):
        braze.state.add_campaign(Campaign(name=name, template="hook", **members))
        message = braze.trigger(name, "ana")
        world.clock.advance(timedelta())
        return message.abort_type or str(message.outcome)

    return sent


@pytest.mark.parametrize(
    ("members", "then"),
    [
        ({}, "frequency_capped"),
        ({"counts_toward_caps": False}, "sent"),
        ({"ignores_frequency_caps": True}, "sent"),
        ({"ignores_frequency_caps": True, "counts_toward_caps": True}, "frequency_capped"),
    ],
)
def test_what_does_not_obey_the_caps_does_not_count_unless_it_should(send, braze: Braze, members, then):
    braze.state.frequency_caps = (DAILY,)
    assert [send("a", **members), send("b")] == ["sent", then]


@pytest.mark.parametrize(("counts", "then"), [(None, "sent"), (True, "frequency_capped")])
def test_a_canvas_counts_as_a_campaign_does(send, braze: Braze, world: World, counts, then):
    braze.state.frequency_caps = (DAILY,)
    step = WebhookStep(name="s", template="hook")
    canvas = Canvas(name="c", steps=(step,), ignores_frequency_caps=True, counts_toward_caps=counts)
    braze.state.add_canvas(canvas)
    braze.enter("c", "ana")
    world.clock.advance(timedelta())
    assert send("a") == then


def test_a_cap_with_a_tag_is_about_what_has_the_tag(send, braze: Braze, world: World):
    braze.state.frequency_caps = (PROMOTIONAL,)
    assert [send("plain"), send("plain")] == ["sent", "sent"]
    assert [send("a", tags=("promotional",)), send("plain")] == ["sent", "sent"]
    assert send("b", tags=("other", "promotional")) == "frequency_capped"
    assert str(braze.messages[-1]).endswith("1 with the tag 'promotional' in 1 week is the most a user gets")
    world.clock.advance(timedelta(days=7))
    assert send("b", tags=("promotional",)) == "sent"


def test_the_longest_cap_looks_back_as_far_as_it_says(send, braze: Braze, world: World):
    braze.state.frequency_caps = (FrequencyCap(2, 30, "day"),)
    assert send("a") == "sent"
    world.clock.advance(timedelta(days=29))
    assert [send("b"), send("c")] == ["sent", "frequency_capped"]
    world.clock.advance(timedelta(days=2))
    assert [send("d"), send("e")] == ["sent", "frequency_capped"]


def test_what_either_of_two_merged_users_got_counts(send, braze: Braze, world: World, call_directly):
    braze.state.frequency_caps = (FrequencyCap(2, 1, "week"),)
    dev = braze.state.profiles.load({"external_id": "dev"})
    assert send("a") == "sent"
    braze.trigger("a", "dev")
    world.clock.advance(timedelta(days=1))
    pair = {"identifier_to_merge": {"external_id": "dev"}, "identifier_to_keep": {"external_id": "ana"}}
    call_directly("POST", "/users/merge", json={"merge_updates": [pair]})
    assert braze.state.profiles.current(dev) is braze.profile("ana")
    assert send("b") == "frequency_capped"
    world.clock.advance(timedelta(days=6))
    assert send("b") == "sent"


def test_the_tags_count_that_a_campaign_has_now(send, braze: Braze):
    braze.state.frequency_caps = (PROMOTIONAL,)
    send("a", tags=("promotional",))
    braze.state.add_campaign(Campaign(name="a", template="hook"))
    assert send("b", tags=("promotional",)) == "sent"
    braze.state.add_campaign(Campaign(name="a", template="hook", tags=("promotional",)))
    assert send("b", tags=("promotional",)) == "frequency_capped"


def test_the_most_restrictive_cap_holds(send, braze: Braze):
    braze.state.frequency_caps = (FrequencyCap(3, 1, "week", "promotional"), FrequencyCap(1, 1, "week"))
    assert [send("a", tags=("promotional",)), send("b", tags=("promotional",))] == [
        "sent",
        "frequency_capped",
    ]


@pytest.mark.parametrize(("choice", "then"), [("no", "sent"), ("yes", "frequency_capped")])
def test_a_send_that_overrides_the_caps_counts_as_assumed(
    call, braze: Braze, world: World, send, choice, then
):
    world.assumptions.set("braze.override_counts", choice)
    braze.state.frequency_caps = (DAILY,)
    webhook = {"url": "https://example.test/", "request_method": "POST"}
    body = {
        "external_user_ids": ["ana"],
        "override_frequency_capping": True,
        "messages": {"webhook": webhook},
    }
    assert call("POST", "/messages/send", json=body).status == 201
    world.clock.advance(timedelta())
    assert send("a") == then


@pytest.mark.parametrize(
    "cap",
    [(1, 31, "day"), (1, 5, "week"), (1, 721, "hour"), (1, 10**30, "week"), (0, 1, "day"), (1, 0, "day")],
)
def test_a_cap_that_cannot_be_is_refused(cap):
    with pytest.raises(UsageError, match="a frequency cap"):
        FrequencyCap(*cap)
