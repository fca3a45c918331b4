"""What stands on every page: the clock, and how much waits for it."""

from __future__ import annotations

from dataclasses import dataclass

from mockserver.inspector.views.clock import pace_text
from mockserver.inspector.views.faults import is_over
from mockserver.inspector.views.texts import moment, span
from mockserver.sandbox import Sandbox
from mockserver.server.admin.clock import render_pace


@dataclass(frozen=True, slots=True, kw_only=True)
class ShellView:
    """The world at a glance; ``next_in`` is how long it is until the next piece of work, empty if none.

    ``faults`` is how many may still strike.
    """

    now: str
    pace: str
    waiting: int
    next_in: str
    requests: int
    faults: int
    world: str


def shell_view(sandbox: Sandbox, world: str) -> ShellView:
    """Make the view of what stands on every page; ``world`` is the sandbox's name."""
    waiting = sandbox.clock.pending
    now = sandbox.clock.now()
    return ShellView(
        now=moment(now),
        pace=pace_text(render_pace(sandbox.clock.pace)),
        waiting=len(waiting),
        next_in=span(max(waiting[0].due, now) - now) if waiting else "",
        requests=sandbox.journal.last_number,
        faults=sum(not is_over(fault, now) for fault in sandbox.faults),
        world=world,
    )
