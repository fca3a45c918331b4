"""The Global Control Group: who is in it, what does not reach them, and how they are exported."""

import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.braze import Braze, Campaign, Canvas, ControlGroup, EventTrigger, WebhookStep
from mockserver.braze.profiles.store import RANDOM_BUCKETS
from mockserver.errors import UsageError
from mockserver.http import Request
from mockserver.ids import Ids
from mockserver.sandbox import Sandbox
from mockserver.simulator.world import World


@pytest.fixture
def group(braze: Braze, hook, receiver):
    for bucket, name in enumerate(("ana", "bo")):
        braze.state.profiles.load({"external_id": name, "random_bucket": bucket})
    braze.state.control_group = ControlGroup(ranges=((0, 0), (9, 9)), exempt_tags=frozenset({"service"}))
    return braze.state.control_group


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 15), st.integers())
def test_so_many_percent_of_the_buckets_are_drawn(percent, seed):
    group = ControlGroup.drawn(percent, Ids(seed))
    buckets = {bucket for first, last in group.ranges for bucket in range(first, last + 1)}
    assert len(buckets) == percent * RANDOM_BUCKETS // 100
    assert len(group.ranges) > 1


@pytest.mark.parametrize("percent", [0, 16])
def test_other_shares_are_a_mistake(percent):
    with pytest.raises(UsageError, match="1 to 15 percent"):
        ControlGroup.drawn(percent, Ids())


def test_buckets_that_there_are_none_of_are_a_mistake():
    with pytest.raises(UsageError, match="5 to 10000 are no random buckets"):
        ControlGroup(ranges=((5, 10_000),))


@pytest.mark.parametrize(("tags", "reached"), [((), ["bo"]), (("service",), ["ana", "bo"])])
def test_campaigns_reach_the_group_only_with_an_exempt_tag(braze: Braze, world: World, group, tags, reached):
    braze.state.add_campaign(Campaign(name="c", template="hook", trigger=EventTrigger("go"), tags=tags))
    notes = [note for user in ("ana", "bo") for note in happens(braze, user)]
    world.clock.advance(timedelta(seconds=1))
    assert [message.external_id for message in braze.messages] == reached
    assert [note.code for note in notes] == ["SEND809"] * (2 - len(reached))


def test_the_group_enters_no_canvas(braze: Braze, group):
    steps = (WebhookStep(name="s", template="hook"),)
    braze.state.add_canvas(Canvas(name="c", steps=steps, entry=EventTrigger("go")))
    assert [note.code for note in happens(braze, "ana")] == ["SEND809"]
    assert happens(braze, "bo") == []


def test_messages_of_the_api_reach_the_group(call_directly, braze: Braze, world: World, group, receiver):
    webhook = {"url": "https://example.test/", "request_method": "POST"}
    body = {"external_user_ids": ["ana"], "messages": {"webhook": webhook}}
    call_directly("POST", "/messages/send", json=body)
    world.clock.advance(timedelta(seconds=1))
    assert len(receiver.requests) == 1


def happens(braze, user):
    return braze.messaging.event_happened(braze.profile(user), "go", {})


def exported(call, sandbox, **body):
    answer = call("POST", "/users/export/global_control_group", json=body)
    assert answer.status == 201
    url = answer.json()["url"]
    service = sandbox.braze if url.startswith("http://") else None
    with ZipFile(BytesIO(sandbox.handle(Request("GET", url), service=service).body)) as archive:
        lines = [line for name in archive.namelist() for line in archive.read(name).splitlines()]
    return [json.loads(line) for line in lines]


def test_the_users_of_the_group_are_exported(call, sandbox: Sandbox, group):
    assert exported(call, sandbox, fields_to_export=["external_id"]) == [{"external_id": "ana"}]


def test_without_a_group_nobody_is_exported(call_directly, sandbox: Sandbox, braze: Braze, world: World):
    braze.state.profiles.load({"external_id": "ana"})
    assert exported(call_directly, sandbox, fields_to_export=["external_id"]) == []
    world.assumptions.set("braze.no_control_group", "error")
    answer = call_directly("POST", "/users/export/global_control_group", json={})
    assert (answer.status, answer.json()["message"]) == (400, "There is no Global Control Group")
