"""What tests of hosted sandboxes share: a workspace's origin, requests to it, and a picture of a world."""

from __future__ import annotations

import json
from typing import Any

from mockserver.http import Headers, Request, Response
from mockserver.server.hosted import Hosted
from mockserver.server.plain import plain, plain_exchange

ROKT = "https://api.roktcalendar.com"
BRAZE = "https://rest.iad-01.braze.com"
SUBSCRIPTION = "06423672-b6ba-4536-aa36-70788a7a0a36"
API_KEY = "99999999-8888-7777-6666-555555555555"


def event(event_id: str) -> dict[str, Any]:
    """Make the body that creates an event."""
    times = {"start": "2026-05-01T19:00:00", "end": "2026-05-01T22:00:00"}
    named = {"eventId": event_id, "title": f"Title of {event_id}", "timezone": "Eastern Standard Time"}
    return {"event": {**named, **times}, "subscriptionIds": [SUBSCRIPTION]}


def token_of(hosted: Hosted) -> str:
    """Get a token as a client does."""
    form = b"grant_type=client_credentials&client_id=acme-client&client_secret=acme-secret"
    answer = hosted.handle(Request("POST", f"{ROKT}/oauth2/token", body=form), service="rokt")
    return str(answer.json()["access_token"])  # type: ignore[index]


def create_event(hosted: Hosted, token: str, event_id: str) -> Response:
    """Create an event as a client does."""
    headers = Headers({"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
    body = json.dumps(event(event_id)).encode()
    return hosted.handle(Request("POST", f"{ROKT}/v1/subscriptionevent/acme", headers, body), service="rokt")


def track(hosted: Hosted, external_id: str, event_name: str, **properties: Any) -> Response:
    """Track a custom event as a client does."""
    time = "2026-03-02T09:00:00Z"
    sent = {"external_id": external_id, "name": event_name, "time": time, "properties": properties}
    headers = Headers({"Authorization": f"Bearer {API_KEY}", "Content-Type": "application/json"})
    body = json.dumps({"events": [sent]}).encode()
    return hosted.handle(Request("POST", f"{BRAZE}/users/track", headers, body), service="braze")


def picture(hosted: Hosted) -> dict[str, Any]:
    """Show all that can be seen of a world."""
    sandbox = hosted.sandbox
    with hosted.lock:
        return {
            "now": sandbox.clock.now().isoformat(),
            "journal": [plain_exchange(one) for one in sandbox.journal],
            "waiting": [(work.due.isoformat(), work.label) for work in sandbox.clock.pending],
            "jobs": plain(sandbox.rokt.jobs),
            "messages": plain(sandbox.braze.messages),
            "events": {
                one.id: sandbox.rokt.visible_events(one.id) for one in sandbox.rokt.state.subscriptions
            },
            "profiles": [one.exported(now=sandbox.clock.now()) for one in sandbox.braze.state.profiles],
            "next id": sandbox.ids._random.getstate()[1][:3],
        }
