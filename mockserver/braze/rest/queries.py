"""The parameters that Braze's GET endpoints read, for documents."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

Page = Annotated[int, Field(ge=0, le=999_999_999, description="The page, counted from 0.")]
Cursor = Annotated[str, Field(description="Where the page begins, as a `Link` header gives it.")]


class Parameters(BaseModel):
    """Parameters under their wire names."""


class Pages(Parameters):
    """A page of a list."""

    page: Page = 0


class SortedPages(Pages):
    """A page of a list, in one of two orders."""

    sort_direction: Literal["asc", "desc"] = "asc"


class ListOfMessages(SortedPages):
    """A page of campaigns or Canvases."""

    include_archived: bool = False
    last_edit_after: Annotated[
        str | None, Field(alias="last_edit.time[gt]", description="Only what was edited later than this.")
    ] = None


class OfCampaign(Parameters):
    """Which campaign."""

    campaign_id: str
    post_launch_draft_version: bool = False


class OfCanvas(Parameters):
    """Which Canvas."""

    canvas_id: str
    post_launch_draft_version: bool = False


class OfSegment(Parameters):
    """Which segment."""

    segment_id: str


class Cursors(Parameters):
    """A page of a list that links to the next."""

    cursor: Cursor = ""


class OfContentBlock(Parameters):
    """Which Content Block."""

    content_block_id: str
    include_inclusion_data: bool = False


class ListOfContentBlocks(Parameters):
    """Some of the Content Blocks."""

    modified_after: str | None = None
    modified_before: str | None = None
    limit: Annotated[int, Field(ge=1, le=1000)] = 100
    offset: Annotated[int | None, Field(ge=1)] = None


class OfUsers(Parameters):
    """Which users; several of a kind as `external_id[]`, `email[]` and `phone[]`."""

    external_id: str | None = None
    email: str | None = None
    phone: str | None = None


class StateInGroup(OfUsers):
    """Which users, and which subscription group."""

    subscription_group_id: str


class StatesInGroups(OfUsers):
    """Which users, and which page of them."""

    limit: Annotated[int, Field(ge=0, le=100)] = 100
    offset: Annotated[int, Field(ge=0, le=999_999_999)] = 0
