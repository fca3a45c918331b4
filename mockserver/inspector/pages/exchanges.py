"""One exchange as a story."""

from __future__ import annotations

from starlette.responses import Response

from mockserver.errors import UsageError
from mockserver.inspector.views.exchanges import find_exchange
from mockserver.inspector.views.stories import story_view
from mockserver.inspector.visit import Visit
from mockserver.simulator.journal import Exchange


def show(visit: Visit) -> Response:
    """Show an exchange with all that belongs to it."""
    return visit.show("exchange.html", story=story_view(visit.sandbox, exchange_of(visit)))


def exchange_of(visit: Visit) -> Exchange:
    """Give the exchange whose number is in the path.

    Raises ``UsageError`` for one that is not in the journal.
    """
    number = int(visit.part("number"))
    found = find_exchange(visit.sandbox, number)
    if found is None:
        hint = "the oldest are dropped once it is full"
        raise UsageError(f"the journal holds no exchange {number}", hint=hint)
    return found
