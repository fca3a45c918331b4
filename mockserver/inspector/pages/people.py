"""Braze profiles."""

from __future__ import annotations

from starlette.responses import Response

from mockserver.errors import UsageError
from mockserver.inspector.views.profiles import MOST_LISTED, profile_lines, profile_view
from mockserver.inspector.visit import Visit


def list_all(visit: Visit) -> Response:
    """List the profiles."""
    text = visit.asked("text")
    lines = profile_lines(visit.sandbox, text)
    return visit.show("people.html", lines=lines, text=text, is_cut=len(lines) == MOST_LISTED)


def show(visit: Visit) -> Response:
    """Show a profile, named by its Braze id or its external id, with all that happened to it."""
    profiles, name = visit.sandbox.braze.state.profiles, visit.part("id")
    profile = profiles.by_braze_id(name) or profiles.by_external_id(name)
    if profile is None:
        raise UsageError("there is no such profile", hint="it was deleted or merged into another")
    return visit.show("person.html", person=profile_view(visit.sandbox, profile))
