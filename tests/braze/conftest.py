"""A sandbox whose Braze has one key, and a host outside for its webhooks."""

from __future__ import annotations

import json as jsonlib
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from mockserver.braze import ApiKey, Braze, WebhookTemplate
from mockserver.http import Headers, NoResponse, Request, Response
from mockserver.sandbox import Sandbox
from mockserver.simulator.faults import Faults
from mockserver.simulator.world import World

ENDPOINT = "https://rest.iad-01.braze.com"
KEY = "11111111-2222-3333-4444-555555555555"
PERMISSIONS = frozenset(operation.permission for operation in Braze.operations if operation.permission)

Call = Callable[..., Response]


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(seed=7)


@pytest.fixture
def faults(sandbox: Sandbox) -> Faults:
    return sandbox.faults


@pytest.fixture
def world(sandbox: Sandbox) -> World:
    return sandbox.braze.world


@pytest.fixture
def braze(sandbox: Sandbox) -> Braze:
    sandbox.braze.state.add_api_key(ApiKey(key=KEY, permissions=PERMISSIONS, name="everything"))
    return sandbox.braze


@pytest.fixture
def call(sandbox: Sandbox, braze: Braze, through_door: Any) -> Call:
    """Send a request to Braze as a client with a key does, through each door in turn."""
    return _sender(through_door(sandbox).carry)


@pytest.fixture
def call_directly(sandbox: Sandbox, braze: Braze) -> Call:
    """Send a request as ``call`` does, through no door: for long tables of answers."""
    return _sender(sandbox.handle)


def _sender(carry: Callable[[Request], Response]) -> Call:
    def send(
        method: str,
        path: str,
        *,
        json: Any = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        given = {"Authorization": f"Bearer {KEY}"} if headers is None else headers
        sent = jsonlib.dumps(json).encode() if body is None and json is not None else (body or b"")
        typed = {"Content-Type": "application/json", **given}
        return carry(Request(method, ENDPOINT + path, Headers(typed), sent))

    return send


@pytest.fixture
def track(call: Call) -> Callable[..., Response]:
    """Track one attributes object of user cust-42."""

    def send(**attributes: Any) -> Response:
        return call("POST", "/users/track", json={"attributes": [{"external_id": "cust-42", **attributes}]})

    return send


class Receiver:
    """Answers for a host outside: notes what arrives, and gives the answers it was told to."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.answers: list[Response | NoResponse] = []

    def __call__(self, request: Request) -> Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if self.answers else Response.of_json(200, {"ok": True})
        if isinstance(answer, NoResponse):
            raise answer
        return answer


@pytest.fixture
def receiver(world: World) -> Receiver:
    """The host example.test."""
    made = Receiver()
    world.network.stub("example.test", made)
    return made


@pytest.fixture
def hook(braze: Braze) -> WebhookTemplate:
    """A webhook that greets a user."""
    return braze.state.add_template(
        WebhookTemplate(
            name="hook",
            url="https://example.test/hook/{{${user_id}}} ",
            headers={"Content-Type": "application/json", "X-Plan": "\n{{custom_attribute.${plan}}}\n"},
            body='{"name": "{{${first_name} | default: \'you\'}}"}',
        )
    )
