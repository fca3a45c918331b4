"""The live journal."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.responses import Response

from mockserver.inspector.views.journal import FINDINGS, STATUSES, Filter, journal_view
from mockserver.inspector.visit import Visit


def show(visit: Visit) -> Response:
    """Show the exchanges that the reader's filter lets in."""
    names = ("service", "operation", "status", "findings", "text")
    wanted = {name: visit.asked(name) for name in names}
    before = visit.asked("before")
    view = journal_view(
        visit.sandbox, Filter(**wanted), before=int(before) if before.isascii() and before.isdigit() else 0
    )
    return visit.show(
        "journal.html",
        journal=view,
        wanted=wanted,
        statuses=STATUSES,
        finding_kinds=FINDINGS,
        older=urlencode({**wanted, "before": view.older}),
    )
