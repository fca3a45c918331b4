"""What a bug report tells: requests that were sent, or a message that did not arrive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mockserver.http import Request, Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One request, the answer it got where that is known, and when; ``caller`` as in a journal."""

    request: Request
    response: Response | None = None
    at: datetime | None = None
    caller: str = "client"


@dataclass(frozen=True, slots=True, kw_only=True)
class LostMessage:
    """A message that Braze's activity log complains of: of what, to whom, and what was said.

    ``source`` and ``user`` are empty where no label says them; their names are somewhere in ``text``.
    """

    source: str
    user: str
    detail: str
    text: str
    at: datetime | None = None


Story = tuple[Recorded, ...] | LostMessage
"""All that a bug report tells."""


def parse_moment(text: str) -> datetime | None:
    """Read an ISO 8601 moment, also without the T; without a zone it is UTC, as in Braze's dashboard."""
    try:
        moment = datetime.fromisoformat(text.strip().replace(" UTC", "+00:00"))
    except ValueError:
        return None
    return moment if moment.tzinfo else datetime.fromisoformat(f"{moment.isoformat()}+00:00")
