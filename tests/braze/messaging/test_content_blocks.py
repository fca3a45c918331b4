"""Content Blocks: created, changed, listed, and put into messages."""

from datetime import timedelta

import pytest

from mockserver.braze import Braze, Campaign, WebhookTemplate
from mockserver.braze.content_blocks import ContentBlock
from mockserver.errors import UsageError
from mockserver.simulator.world import World


@pytest.fixture
def create(call_directly):
    def send(**members):
        body = {"name": "greeting", "content": "Hi {{${first_name}}}", **members}
        return call_directly("POST", "/content_blocks/create", json=body)

    return send


def test_a_block_is_created_and_read_back(call):
    body = {"name": "greeting", "content": "Hi {{${first_name}}}", "description": "Says hello"}
    made = call("POST", "/content_blocks/create", json=body)
    assert made.status == 201
    assert made.json()["liquid_tag"] == "{{content_blocks.${greeting}}}"
    block_id = made.json()["content_block_id"]
    told = call("GET", f"/content_blocks/info?content_block_id={block_id}&include_inclusion_data=true").json()
    assert told == {
        "content_block_id": block_id,
        "name": "greeting",
        "content": "Hi {{${first_name}}}",
        "description": "Says hello",
        "content_type": "text",
        "tags": [],
        "created_at": "2026-01-15T12:00:00+00:00",
        "last_edited": "2026-01-15T12:00:00+00:00",
        "inclusion_count": 0,
        "inclusion_data": [],
        "message": "success",
    }


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"content": ""}, "Content cannot be blank"),
        ({"content": 1}, "Content must be a string"),
        ({"content": "x" * 51_200}, "Content must be smaller than 50kb"),
        ({"content": "{% if %}"}, "Content contains malformed liquid"),
        ({"content": "{{content_blocks.${greeting}}}"}, "Content Block cannot be referenced within itself"),
        ({"description": " "}, "Content Block description cannot be blank"),
        ({"description": 1}, "Content Block description must be a string"),
        ({"description": "x" * 250}, "Content Block description must be shorter than 250 characters"),
        ({"name": ""}, "Content Block name cannot be blank"),
        ({"name": "x" * 100}, "Content Block name must be shorter than 100 characters"),
        ({"name": "a b"}, "Content Block name can only contain alphanumeric characters"),
        ({"name": "taken"}, "Content Block with this name already exists"),
        ({"state": "gone"}, "Content Block state must be either active or draft"),
        ({"tags": "a"}, "Tags must be an array"),
        ({"tags": [1]}, "All tags must be strings"),
        ({"tags": ["a"]}, "Some tags could not be found"),
    ],
)
def test_what_cannot_be_a_block_is_refused_in_brazes_words(create, braze: Braze, members, message):
    braze.state.content_blocks.add(ContentBlock(name="taken", content="x"))
    answer = create(**members)
    assert (answer.status, answer.json()) == (400, {"message": message})


def test_a_block_is_changed(call, braze: Braze, world: World):
    braze.state.tags.add("a")
    block = braze.state.content_blocks.add(ContentBlock(name="greeting", content="x"))
    body = {"content_block_id": block.id, "content": "<b>Hi</b>", "tags": ["a"]}
    answer = call("POST", "/content_blocks/update", json=body)
    assert (answer.status, answer.json()["content_block_id"]) == (201, block.id)
    changed = braze.state.content_blocks.find(block.id)
    assert (changed.content, changed.content_type, changed.tags) == ("<b>Hi</b>", "html", ("a",))


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"name": "other"}, "Content Block name cannot be updated for active Content Blocks"),
        ({"state": "draft"}, "Active Content Block can not be updated to Draft. Create a new Content Block."),
        ({"content_block_id": ""}, "Content Block ID cannot be blank"),
        ({"content_block_id": "x"}, "Content Block ID is invalid for this workspace"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused(call_directly, braze: Braze, members, message):
    block = braze.state.content_blocks.add(ContentBlock(name="greeting", content="x"))
    body = {"content_block_id": block.id, **members}
    answer = call_directly("POST", "/content_blocks/update", json=body)
    assert (answer.status, answer.json()) == (400, {"message": message})


def test_a_draft_may_be_renamed_and_is_not_put_into_messages(call, braze: Braze):
    block = braze.state.content_blocks.add(ContentBlock(name="greeting", content="x", state="draft"))
    assert not braze.state.content_blocks.sources
    body = {"content_block_id": block.id, "name": "hello", "state": "active"}
    assert call("POST", "/content_blocks/update", json=body).status == 201
    assert braze.state.content_blocks.sources == {"hello": "x"}


def test_blocks_are_listed(call, braze: Braze, world: World):
    world.clock.advance(timedelta(days=1))
    for name in ("a", "b", "c"):
        braze.state.content_blocks.add(ContentBlock(name=name, content="x"))
    page = call("GET", "/content_blocks/list?limit=1&offset=1").json()
    assert (page["count"], page["content_blocks"][0]["name"]) == (1, "b")
    assert call("GET", "/content_blocks/list?modified_after=2026-01-17").json()["count"] == 0
    assert call("GET", "/content_blocks/list?modified_before=2026-01-17").json()["count"] == 3


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("limit=--5", "Content Block number limit is invalid"),
        ("limit=x", "Content Block number limit is invalid"),
        ("limit=0", "Content Block number limit must be greater than 0"),
        ("limit=1001", "Content Block number limit exceeds maximum of 1000"),
        ("offset=x", "Offset is invalid"),
        ("offset=0", "Offset must be greater than 0."),
        ("modified_after=x", "Modified after time is invalid"),
        ("modified_before=x", "Modified before time is invalid"),
        (
            "modified_after=2026-02-01&modified_before=2026-01-01",
            "Modified after time must be earlier than or the same as modified before time.",
        ),
    ],
)
def test_a_list_that_cannot_be_made_is_refused(call_directly, query, message):
    answer = call_directly("GET", f"/content_blocks/list?{query}")
    assert (answer.status, answer.json()) == (400, {"message": message})


def test_a_block_knows_which_campaigns_use_it(call, braze: Braze):
    block = braze.state.content_blocks.add(ContentBlock(name="greeting", content="x"))
    body = "{{content_blocks.${greeting}}}"
    braze.state.add_template(WebhookTemplate(name="t", url="https://example.test/", body=body))
    campaign = braze.state.add_campaign(Campaign(name="c", template="t"))
    path = f"/content_blocks/info?content_block_id={block.id}&include_inclusion_data=true"
    (use,) = call("GET", path).json()["inclusion_data"]
    assert use["campaign_id"] == campaign.id


def test_a_name_that_cannot_be_one_is_a_mistake(braze: Braze):
    with pytest.raises(UsageError, match="no name"):
        braze.state.content_blocks.add(ContentBlock(name="a b", content="x"))
