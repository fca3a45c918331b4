"""A request through the respx door beside a bare respx route with a side effect.

Three requests, each doing more than the one before: to a stubbed host (the door and the journal alone),
one that reads (authenticated, routed, answered from the state) and the published event (its body
checked against the whole contract, accepted, its work scheduled).
"""

import httpx
import pytest
import respx

from mockserver.doors.respx_door import open_respx
from mockserver.http import Response

SUBSCRIPTION = "06423672-b6ba-4536-aa36-70788a7a0a36"
EVENT = {
    "event": {
        "eventId": "Event_0001_cust-one",
        "title": "Opening night",
        "description": "Doors open an hour before.",
        "location": "Main stage",
        "start": "2026-05-01T19:00:00",
        "end": "2026-05-01T22:00:00",
        "timezone": "Eastern Standard Time",
        "notifyBefore": "15",
    },
    "subscriptionIds": [SUBSCRIPTION],
}
ROKT = "https://api.roktcalendar.com"
REQUESTS = {
    "a stubbed host": (200, {"method": "POST", "url": "https://example.test/", "json": EVENT}),
    "reading": (200, {"method": "GET", "url": f"{ROKT}/v1/subscription/{SUBSCRIPTION}"}),
    "an event": (202, {"method": "POST", "url": f"{ROKT}/v1/subscriptionevent/acme", "json": EVENT}),
}
GOAL = 1.5


@pytest.fixture
def httpx_client():
    with httpx.Client() as client:
        yield client


def measure(benchmark, client, request):
    benchmark.pedantic(client.request, kwargs=request, rounds=100, iterations=10, warmup_rounds=3)
    return benchmark.stats.stats.min


BEST: dict[str, float] = {}


@pytest.mark.benchmark(group="respx")
@pytest.mark.parametrize("name", REQUESTS)
def test_a_bare_respx_route(benchmark, httpx_client, name):
    status, request = REQUESTS[name]
    httpx_client.headers["Authorization"] = "Bearer none"
    with respx.mock as router:
        router.route(method=request["method"], url=request["url"]).mock(
            side_effect=lambda sent: httpx.Response(status)
        )
        BEST[name] = measure(benchmark, httpx_client, request)


@pytest.mark.benchmark(group="respx")
@pytest.mark.parametrize("name", REQUESTS)
def test_the_respx_door(benchmark, httpx_client, acme, tell, name):
    status, request = REQUESTS[name]
    sandbox = acme.open()
    sandbox.network.stub("example.test", lambda sent: Response(200))
    httpx_client.headers["Authorization"] = f"Bearer {sandbox.rokt.issue_token('acme-client')}"
    with open_respx(sandbox):
        assert httpx_client.request(**request).status_code == status
        ratio = measure(benchmark, httpx_client, request) / BEST[name]
    tell(f"{name} through the respx door: {ratio:.2f} x a bare route's time")
    assert ratio <= GOAL
