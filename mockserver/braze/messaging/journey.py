"""One user's way through a Canvas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from mockserver.braze.messaging.canvas import Canvas
from mockserver.braze.profiles.profile import Profile


class Whereabouts(StrEnum):
    """How a journey stands."""

    UNDER_WAY = "under way"
    FINISHED = "finished"
    """There was no further step."""
    EXITED = "exited"
    """It ended before."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One thing that happened on a journey: when, at which step, and what."""

    at: datetime
    step: str
    what: str


@dataclass(slots=True, eq=False, kw_only=True)
class Journey:
    """One user's way through a Canvas, kept up to date.

    ``context`` holds what they entered with and what context steps set; ``stages`` tell the story.
    ``event_properties`` are those of the action the next message may speak of.
    """

    number: int
    canvas: Canvas
    profile: Profile
    variant: str
    entered_at: datetime
    context: dict[str, Any]
    whereabouts: Whereabouts = Whereabouts.UNDER_WAY
    step: str = ""
    reason: str = ""
    event_properties: Mapping[str, Any] | None = None
    leaves: bool = False
    stages: list[Stage] = field(default_factory=list, repr=False)

    @property
    def path(self) -> tuple[str, ...]:
        """The steps walked, in order."""
        return tuple(dict.fromkeys(stage.step for stage in self.stages if stage.step))

    def __str__(self) -> str:
        way = " > ".join(self.path) or "not at its first step yet"
        why = f", {self.reason}" if self.reason else ""
        return f"#{self.number} {self.profile} in {self.canvas.name}: {self.whereabouts}{why} ({way})"
