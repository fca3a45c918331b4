"""The ASGI application itself, on a server that offers nothing beyond the specification."""

import asyncio
import json

import pytest

from mockserver.errors import UsageError
from mockserver.http import NoResponse
from mockserver.sandbox import Sandbox
from mockserver.server.asgi import ServiceApp


def call(app, *received, **scope):
    """Run the application on these messages and give what it sent."""
    sent, waiting = [], iter(received or [{"type": "http.request", "body": b""}])

    async def receive():
        return next(waiting)

    async def send(message):
        sent.append(message)

    given = {"type": "http", "method": "GET", "path": "/nothing", "headers": [], **scope}
    asyncio.run(app(given, receive, send))
    return sent


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox()


@pytest.fixture
def app(sandbox) -> ServiceApp:
    return ServiceApp(sandbox, "rokt")


def test_a_request_is_answered_by_the_service(app):
    start, body = call(app)
    assert start["status"] == 404
    assert set(json.loads(body["body"])) == {"Code", "Reason"}


def test_header_names_are_sent_in_lower_case_as_asgi_asks(app):
    names = [name for name, _ in call(app)[0]["headers"]]
    assert names == [name.lower() for name in names]


def test_the_lifespan_is_answered(app):
    sent = call(app, {"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}, type="lifespan")
    assert [message["type"] for message in sent] == [
        "lifespan.startup.complete",
        "lifespan.shutdown.complete",
    ]


def test_a_websocket_is_closed(app):
    assert call(app, {"type": "websocket.connect"}, type="websocket") == [{"type": "websocket.close"}]


def test_a_client_that_leaves_is_not_answered_nor_journaled(app, sandbox):
    assert call(app, {"type": "http.disconnect"}) == []
    assert len(sandbox.journal) == 0


def test_a_request_without_an_answer_raises_to_a_server_that_cannot_drop_it(app, sandbox):
    sandbox.fault("rokt", effect="timeout")
    with pytest.raises(NoResponse, match="timeout"):
        call(app)


def test_a_crash_is_logged_journaled_and_answered_500(app, sandbox, monkeypatch, caplog):
    monkeypatch.setattr(sandbox.rokt, "find", lambda request: 1 / 0)
    start, body = call(app)
    assert start["status"] == 500
    assert "ZeroDivisionError" in json.loads(body["body"])["mockserver"]
    assert "crashed" in sandbox.journal[-1].outcome
    assert "ZeroDivisionError" in caplog.text


def test_another_sandbox_can_take_the_place(app, sandbox):
    app.sandbox = Sandbox()
    call(app)
    assert (len(sandbox.journal), len(app.sandbox.journal)) == (0, 1)


def test_an_unknown_service_is_refused(sandbox):
    with pytest.raises(UsageError, match="choose one of: rokt, braze"):
        ServiceApp(sandbox, "stripe")
