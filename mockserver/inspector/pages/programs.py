"""Campaigns, Canvases, and their runs."""

from __future__ import annotations

from starlette.responses import Response

from mockserver.errors import UsageError
from mockserver.inspector.views.messages import find_message, message_view
from mockserver.inspector.views.programs import (
    find_journey,
    journey_lines,
    journey_view,
    latest_messages,
    program_lines,
    program_view,
)
from mockserver.inspector.views.threads import Threads
from mockserver.inspector.visit import Visit


def list_all(visit: Visit) -> Response:
    """List campaigns, Canvases and the latest of their runs."""
    return visit.show(
        "programs.html",
        programs=program_lines(visit.sandbox),
        messages=latest_messages(visit.sandbox),
        journeys=journey_lines(visit.sandbox),
    )


def show_campaign(visit: Visit) -> Response:
    """Show a campaign and its messages."""
    campaign = visit.sandbox.braze.state.campaign(visit.part("name"))
    return visit.show("program.html", program=program_view(visit.sandbox, campaign))


def show_canvas(visit: Visit) -> Response:
    """Show a Canvas, its steps and who is where."""
    canvas = visit.sandbox.braze.state.canvas(visit.part("name"))
    return visit.show("program.html", program=program_view(visit.sandbox, canvas))


def show_message(visit: Visit) -> Response:
    """Show a message step by step."""
    message = find_message(visit.sandbox, int(visit.part("number")))
    if message is None:
        raise UsageError("there is no such message")
    return visit.show("message.html", message=message_view(visit.sandbox, message, Threads(visit.sandbox)))


def show_journey(visit: Visit) -> Response:
    """Show a user's way through a Canvas step by step."""
    journey = find_journey(visit.sandbox, int(visit.part("number")))
    if journey is None:
        raise UsageError("there is no such journey")
    return visit.show("journey.html", journey=journey_view(visit.sandbox, journey))
