"""What a preflight is asked to do: the webhook, the world it runs in, and what is told of the users."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from mockserver.braze import WebhookTemplate
from mockserver.errors import UsageError

DIMENSIONS = ("country", "language", "time_zone")
"""The attributes users are told apart by where nobody says otherwise."""
SAMPLES = 5
_SHARE = re.compile(r"(100|[0-9]{1,2}(?:\.[0-9]{1,9})?) ?%|([0-9]{1,12})")


class Calls(StrEnum):
    """How often Connected Content calls that are the same are made."""

    ONCE = "once"
    """The first answer serves everybody: one token for the whole run."""
    EACH = "each"
    """Every user makes their own, as in Braze."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Spec:
    """A preflight, ready to be sent to another process or machine.

    ``workspace`` is the file of the world it runs in, ``answers`` one with canned answers to Connected
    Content. ``by`` names standard or custom attributes. ``in_own_zone`` holds where each event should lie
    in its user's own time zone. ``keeps_rows`` asks for every failing user, not only samples. Two specs
    are equal if they ask for the same.
    """

    template: WebhookTemplate
    workspace: Path
    answers: Path | None = None
    event_properties: Mapping[str, Any] | None = None
    trigger_properties: Mapping[str, Any] | None = None
    context: Mapping[str, Any] | None = None
    calls: Calls = Calls.ONCE
    by: tuple[str, ...] = DIMENSIONS
    samples: int = SAMPLES
    in_own_zone: bool = False
    keeps_rows: bool = False

    def __post_init__(self) -> None:
        # A template of its own: what it keeps of parsing would not travel to another process.
        object.__setattr__(self, "template", replace(self.template))

    @cached_property
    def fingerprint(self) -> str:
        """A short text that changes with whatever would change the report."""
        fields = asdict(replace(self, template=WebhookTemplate(name="", url="")))
        files = [path.read_bytes().hex() for path in (self.workspace, self.answers) if path]
        template = (self.template.name, self.template.method, dict(self.template.fields))
        text = json.dumps([fields, template, files], default=str, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Spec) and self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many users may fail: a share of them, or a number."""

    text: str = "0"

    def __post_init__(self) -> None:
        self.of(0)

    def of(self, users: int) -> int:
        """Give the number of users that may fail among so many.

        Raises ``UsageError`` for a text that is neither a share nor a number.
        """
        match = _SHARE.fullmatch(self.text.strip())
        if match is None:
            raise UsageError(f"{self.text!r} is no share of users", hint="write it like 0.1% or like 25")
        share, number = match.groups()
        # As decimals: of 10,000 users 0.29% are 29, which floating point makes 28.
        return int(users * Decimal(share) / 100) if share else int(number)


NOBODY = Allowance("0")
EVERYBODY = Allowance("100%")
