"""What the tests of Rokt Calendar share: ids, an event's body, and how a refusal is read."""

from __future__ import annotations

import json
from typing import Any

from mockserver.http import NoResponse, Request, Response
from mockserver.rokt import Calendar, Tag
from mockserver.sandbox import Sandbox

HOST = "https://api.roktcalendar.com"
BRAZE = "https://braze.example.test"
HOOK = "https://hooks.example.test/rokt"
KEY = "11111111-2222-3333-4444-555555555555"
ADA = "06423672-b6ba-4536-aa36-70788a7a0a36"
BEN = "1b6c4a7e-0f52-4c1d-9b7a-f5733866ade2"
CLEO = "7d2f9e31-6a48-4f0b-8c35-ff10919f1078"
NOBODY = "00000000-0000-4000-8000-000000000000"

SHOWS = Calendar(
    code="shows",
    id="9a9007c7-f5a4-e811-b13c-06424c4f2724",
    title="Acme Shows",
    tags=(Tag(name="All Teams", id="tag-1", external_id="all"),),
)


def event(**changes: Any) -> dict[str, Any]:
    """An event the way Braze's published body writes it; a field set to ... is left out."""
    fields = {
        "eventId": "Event_0001_cust-1",
        "title": "Opening night",
        "description": "Doors at seven",
        "location": "Main stage",
        "start": "2026-07-21T15:00:00",
        "end": "2026-07-21T16:30:00",
        "timezone": "Eastern Standard Time",
        "notifyBefore": "15",
        **changes,
    }
    return {name: value for name, value in fields.items() if value is not ...}


def refused(answer: Response, status: int, code: str) -> str:
    """Assert that an answer is a refusal in Rokt Calendar's dialect, and give its reason."""
    assert answer.status == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    body = answer.json()
    assert isinstance(body, dict)
    assert set(body) == {"Code", "Reason"}
    assert body["Code"] == code
    return str(body["Reason"])


def codes(sandbox: Sandbox) -> list[str]:
    """Give the codes of what the latest exchange was found to have wrong, notes left out."""
    return [one.code for one in sandbox.journal[-1].findings if one.severity != "note"]


class Receiver:
    """Stands in for Braze: notes what arrives, and gives the answers it was told to."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.answers: list[Response | NoResponse] = []

    def __call__(self, request: Request) -> Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if self.answers else Response.of_json(201, {"message": "success"})
        if isinstance(answer, NoResponse):
            raise answer
        return answer

    @property
    def bodies(self) -> list[Any]:
        """What was sent, parsed."""
        return [json.loads(request.body) for request in self.requests]
