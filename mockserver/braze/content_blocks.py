"""Content Blocks: pieces of Liquid that messages share.

Source: https://www.braze.com/docs/api/endpoints/templates/content_blocks_templates/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from mockserver.clock import Clock
from mockserver.errors import TemplateError, UsageError
from mockserver.ids import Ids
from mockserver.liquid import parse_template

LONGEST_NAME = 99
LONGEST_DESCRIPTION = 249
LARGEST_CONTENT = 50 * 1024
"""In bytes; a block must be smaller."""
_NAME = re.compile(r"[A-Za-z0-9_-]+")
_HTML = re.compile(r"</?[A-Za-z][^>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentBlock:
    """One Content Block.

    ``id`` is its API identifier, a UUID; one is made where it is empty. A draft is not put into messages.
    """

    name: str
    content: str
    id: str = ""
    description: str = ""
    state: Literal["active", "draft"] = "active"
    tags: tuple[str, ...] = ()
    created_at: datetime | None = None
    last_edited: datetime | None = None

    @property
    def liquid_tag(self) -> str:
        """What a message writes to put the block in."""
        return f"{{{{content_blocks.${{{self.name}}}}}}}"

    @property
    def content_type(self) -> str:
        """Whether the content is HTML or text, as Braze detects it."""
        return "html" if _HTML.search(self.content) else "text"

    def used_by(self, liquid: str) -> bool:
        """Tell whether a text puts the block in."""
        return re.search(rf"content_blocks?\.\$\{{\s*{re.escape(self.name)}\s*\}}", liquid) is not None


class ContentBlocks:
    """The Content Blocks of one workspace, in the order added."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids
        self._blocks: dict[str, ContentBlock] = {}

    def __iter__(self) -> Iterator[ContentBlock]:
        return iter(tuple(self._blocks.values()))

    def __len__(self) -> int:
        return len(self._blocks)

    def add(self, block: ContentBlock) -> ContentBlock:
        """Add a block, in place of one of the same id.

        Raises ``UsageError`` for a name that is taken or cannot be one.
        """
        taken = self.named(block.name)
        if taken and taken.id != block.id:
            raise UsageError(f"there are two Content Blocks {block.name!r}")
        if not is_name(block.name):
            raise UsageError(
                f"{block.name!r} is no name of a Content Block", hint="use letters, digits, _ and -"
            )
        now = self._clock.now()
        added = replace(
            block,
            id=block.id or self._ids.uuid(),
            created_at=block.created_at or now,
            last_edited=block.last_edited or now,
        )
        self._blocks[added.id] = added
        return added

    def find(self, block_id: str) -> ContentBlock | None:
        """Find a block by its API identifier."""
        return self._blocks.get(block_id)

    def named(self, name: str) -> ContentBlock | None:
        """Find a block by its name."""
        return next((block for block in self._blocks.values() if block.name == name), None)

    @property
    def sources(self) -> Mapping[str, str]:
        """The Liquid of the active blocks by name, as messages use it."""
        return {block.name: block.content for block in self._blocks.values() if block.state == "active"}


def is_name(text: str) -> bool:
    """Tell whether a text can be a block's name."""
    return len(text) <= LONGEST_NAME and _NAME.fullmatch(text) is not None


def content_problem(content: object, name: str) -> str:
    """Say in Braze's words what is wrong with a block's content; nothing where it can be used."""
    if content is None or content == "":
        return "Content cannot be blank"
    if not isinstance(content, str):
        return "Content must be a string"
    if len(content.encode(errors="surrogatepass")) >= LARGEST_CONTENT:
        return "Content must be smaller than 50kb"
    if name and ContentBlock(name=name, content="").used_by(content):
        return "Content Block cannot be referenced within itself"
    try:
        parse_template(content, name=name or "content")
    except TemplateError:
        return "Content contains malformed liquid"
    return ""


def name_problem(name: object) -> str:
    """Say in Braze's words what is wrong with a block's name."""
    if not isinstance(name, str) or not name.strip():
        return "Content Block name cannot be blank"
    if len(name) > LONGEST_NAME:
        return "Content Block name must be shorter than 100 characters"
    return "" if is_name(name) else "Content Block name can only contain alphanumeric characters"


def description_problem(description: object) -> str:
    """Say in Braze's words what is wrong with a block's description."""
    if not isinstance(description, str):
        return "Content Block description must be a string"
    if not description.strip():
        return "Content Block description cannot be blank"
    too_long = len(description) > LONGEST_DESCRIPTION
    return "Content Block description must be shorter than 250 characters" if too_long else ""


def tags_problem(tags: object, known: Iterable[str]) -> str:
    """Say in Braze's words what is wrong with a block's tags."""
    if not isinstance(tags, list):
        return "Tags must be an array"
    if not all(isinstance(tag, str) for tag in tags):
        return "All tags must be strings"
    return "" if set(tags) <= set(known) else "Some tags could not be found"
