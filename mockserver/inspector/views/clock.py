"""The clock, and the work that waits for its time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mockserver.inspector.views.texts import moment, span
from mockserver.sandbox import Sandbox
from mockserver.server.admin.clock import render_pace

MOST_LISTED: Final = 200

MODES: Final = {
    "frozen": "stands still",
    "wall": "follows the wall",
    "60x": "a minute in a second",
    "3600x": "an hour in a second",
}
"""The paces a reader may choose, in words."""


@dataclass(frozen=True, slots=True)
class WorkView:
    """A piece of work that waits: when it is due, exactly and for people, and how long that is."""

    label: str
    due: str
    due_exactly: str
    wait: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockView:
    """The clock of a world; ``mode`` is ``frozen``, ``wall`` or a pace such as ``60x``."""

    now: str
    mode: str
    modes: tuple[tuple[str, str], ...]
    waiting: tuple[WorkView, ...]
    more: int


def pace_text(mode: str) -> str:
    """Say how a clock goes."""
    return MODES.get(mode, f"{mode} as fast")


def clock_view(sandbox: Sandbox) -> ClockView:
    """Make the view of the clock."""
    now, waiting = sandbox.clock.now(), sandbox.clock.pending
    mode = render_pace(sandbox.clock.pace)
    return ClockView(
        now=moment(now),
        mode=mode,
        modes=tuple({**MODES, mode: pace_text(mode)}.items()),
        waiting=tuple(
            WorkView(work.label, moment(work.due), work.due.isoformat(), span(max(work.due, now) - now))
            for work in waiting[:MOST_LISTED]
        ),
        more=max(0, len(waiting) - MOST_LISTED),
    )
