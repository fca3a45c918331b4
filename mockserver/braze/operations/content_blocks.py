"""Creating, changing and listing Content Blocks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mockserver.braze.content_blocks import (
    ContentBlock,
    content_problem,
    description_problem,
    name_problem,
    tags_problem,
)
from mockserver.braze.rest import queries
from mockserver.braze.rest.errors import error_response
from mockserver.braze.rest.query import Query
from mockserver.braze.times import parse_time, render_offset_time
from mockserver.contracts import CONTENT_BLOCK_CREATE, CONTENT_BLOCK_UPDATE, sources
from mockserver.http import Response
from mockserver.simulator.operation import Call, operation
from mockserver.simulator.service import Refusal

if TYPE_CHECKING:
    from mockserver.braze.service import Braze

MOST_LISTED = 1_000
_STATES = ("active", "draft")
_WHOLE = re.compile(r"-?[0-9]+")
_PAGE = sources.BRAZE_CONTENT_BLOCKS


@operation(
    "POST",
    "/content_blocks/create",
    permission="content_blocks.create",
    contract=CONTENT_BLOCK_CREATE,
    success=201,
    refusals=(400, 401, 403, 413, 415, 429),
    source=_PAGE + "post_create_email_content_block/",
)
def content_blocks_create(braze: Braze, call: Call) -> Response:
    """Create a Content Block."""
    sent: Mapping[str, Any] = call.body
    _refuse(name_problem(sent.get("name")))
    if braze.state.content_blocks.named(sent["name"]):
        _refuse("Content Block with this name already exists")
    _refuse(content_problem(sent.get("content"), sent["name"]))
    _check_details(braze, sent)
    block = ContentBlock(
        name=sent["name"],
        content=sent["content"],
        description=sent.get("description") or "",
        state=sent.get("state") or "active",
        tags=tuple(sent.get("tags") or ()),
    )
    return _saved(braze.state.content_blocks.add(block))


@operation(
    "POST",
    "/content_blocks/update",
    permission="content_blocks.update",
    contract=CONTENT_BLOCK_UPDATE,
    success=201,
    refusals=(400, 401, 403, 413, 415, 429),
    source=_PAGE + "post_update_content_block/",
)
def content_blocks_update(braze: Braze, call: Call) -> Response:
    """Change a Content Block."""
    sent: Mapping[str, Any] = call.body
    block = _found(braze, sent.get("content_block_id"))
    name = sent.get("name", block.name)
    if name != block.name:
        _check_rename(braze, block, name)
    if "content" in sent:
        _refuse(content_problem(sent["content"], name))
    _check_details(braze, sent)
    if block.state == "active" and sent.get("state") == "draft":
        _refuse("Active Content Block can not be updated to Draft. Create a new Content Block.")
    given: dict[str, Any] = {
        key: sent[key] for key in ("content", "description", "state") if sent.get(key) is not None
    }
    if sent.get("tags") is not None:
        given["tags"] = tuple(sent["tags"])
    now = braze.world.clock.now()
    return _saved(braze.state.content_blocks.add(replace(block, name=name, last_edited=now, **given)))


@operation(
    "GET",
    "/content_blocks/info",
    permission="content_blocks.info",
    query=queries.OfContentBlock,
    refusals=(400, 401, 403, 429),
    source=_PAGE + "get_see_email_content_blocks_information/",
)
def content_blocks_info(braze: Braze, call: Call) -> Response:
    """Give a Content Block and where it is used."""
    query = Query(call.request)
    block = _found(braze, query.one("content_block_id"))
    included = query.one("include_inclusion_data")
    if included not in ("", "true", "false"):
        _refuse("Include Inclusion Data—error")
    uses = _uses(braze, block)
    return Response.of_json(200, {
        "content_block_id": block.id,
        "name": block.name,
        "content": block.content,
        "description": block.description,
        "content_type": block.content_type,
        "tags": list(block.tags),
        **_times(block),
        "inclusion_count": len(uses),
        **({"inclusion_data": uses} if included == "true" else {}),
        "message": "success",
    })  # fmt: skip


@operation(
    "GET",
    "/content_blocks/list",
    permission="content_blocks.list",
    query=queries.ListOfContentBlocks,
    refusals=(400, 401, 403, 429),
    source=_PAGE + "get_list_email_content_blocks/",
)
def content_blocks_list(braze: Braze, call: Call) -> Response:
    """List the Content Blocks."""
    query = Query(call.request)
    after = _moment(query, "modified_after", "Modified after time is invalid")
    before = _moment(query, "modified_before", "Modified before time is invalid")
    if after and before and after > before:
        _refuse("Modified after time must be earlier than or the same as modified before time.")
    limit, offset = _limit(query), _offset(query)
    fitting = [
        block
        for block in braze.state.content_blocks
        if block.last_edited and (not after or block.last_edited >= after)
        if not before or block.last_edited <= before
    ]
    listed = [_listed(braze, block) for block in fitting[offset : offset + limit]]
    return Response.of_json(200, {"count": len(listed), "content_blocks": listed, "message": "success"})


def _check_rename(braze: Braze, block: ContentBlock, name: object) -> None:
    if block.state == "active":
        _refuse("Content Block name cannot be updated for active Content Blocks")
    _refuse(name_problem(name))
    if braze.state.content_blocks.named(str(name)):
        _refuse("Content Block with this name already exists")


def _check_details(braze: Braze, sent: Mapping[str, Any]) -> None:
    if sent.get("description") is not None:
        _refuse(description_problem(sent["description"]))
    if sent.get("state") is not None and sent["state"] not in _STATES:
        _refuse("Content Block state must be either active or draft")
    if sent.get("tags") is not None:
        _refuse(tags_problem(sent["tags"], braze.state.tags))


def _found(braze: Braze, block_id: object) -> ContentBlock:
    if not isinstance(block_id, str) or not block_id:
        raise Refusal(error_response(400, "Content Block ID cannot be blank"))
    block = braze.state.content_blocks.find(block_id)
    if block is None:
        raise Refusal(error_response(400, "Content Block ID is invalid for this workspace"))
    return block


def _refuse(problem: str) -> None:
    if problem:
        raise Refusal(error_response(400, problem))


def _saved(block: ContentBlock) -> Response:
    return Response.of_json(201, {
        "content_block_id": block.id,
        "liquid_tag": block.liquid_tag,
        "created_at": _times(block)["created_at"],
        "message": "success",
    })  # fmt: skip


def _listed(braze: Braze, block: ContentBlock) -> dict[str, Any]:
    return {
        "content_block_id": block.id,
        "name": block.name,
        "content_type": block.content_type,
        "liquid_tag": block.liquid_tag,
        "inclusion_count": len(_uses(braze, block)),
        **_times(block),
        "tags": list(block.tags),
    }


def _times(block: ContentBlock) -> dict[str, str]:
    # A block of the workspace has both times; the store gives them.
    moments = {"created_at": block.created_at, "last_edited": block.last_edited}
    return {name: render_offset_time(moment) for name, moment in moments.items() if moment}


def _uses(braze: Braze, block: ContentBlock) -> list[dict[str, str]]:
    """Give the campaigns whose webhook puts a block in."""
    return [
        {"message_variation_id": campaign.variation_id, "campaign_id": campaign.id, "name": campaign.name}
        for campaign in braze.state.campaigns
        if any(block.used_by(text) for text in braze.state.template(campaign.template).fields.values())
    ]


def _moment(query: Query, name: str, problem: str) -> Any:
    text = query.one(name)
    moment = parse_time(text)
    if text and moment is None:
        _refuse(problem)
    return moment


def _limit(query: Query) -> int:
    text = query.one("limit")
    if text and not _WHOLE.fullmatch(text):
        _refuse("Content Block number limit is invalid")
    limit = int(text[:9] or 100)
    if limit < 1:
        _refuse("Content Block number limit must be greater than 0")
    if limit > MOST_LISTED:
        _refuse("Content Block number limit exceeds maximum of 1000")
    return limit


def _offset(query: Query) -> int:
    text = query.one("offset")
    if text and not _WHOLE.fullmatch(text):
        _refuse("Offset is invalid")
    if text and int(text[:9]) < 1:
        _refuse("Offset must be greater than 0.")
    return int(text[:9] or 0)
