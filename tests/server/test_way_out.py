"""Requests of a sandbox to real hosts: only to those let through by name, never with the sandbox locked."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from mockserver.errors import UsageError
from mockserver.http import NoResponse, Request
from mockserver.server.live_server import live_server
from mockserver.server.origin import WorkspaceOrigin
from mockserver.server.outside import Outside, outside_of
from mockserver.server.state_file import StateFile
from mockserver.server.worlds import Worlds
from mockserver.workspace import load_workspace

WORLD = """
now: 2026-03-02T09:00:00Z
rokt:
  clients: [{id: client, secret: secret}]
  accounts:
    acme:
      calendars: {shows: {}}
      webhooks: [{url: "http://localhost:PORT/told"}]
"""


@contextmanager
def receiver(answer, pause: float = 0) -> Iterator[tuple[int, list[bytes]]]:
    """Listen on a port and answer each request with what ``answer`` gives; with a pause after every byte."""
    received: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            received.append(self.rfile.read(int(self.headers["content-length"])))
            status, headers, body = answer(self)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            pieces = [bytes([byte]) for byte in body] if pause else [body]
            with suppress(ConnectionError):
                for piece in pieces:
                    self.wfile.write(piece)
                    time.sleep(pause)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server.server_port, received
        server.shutdown()
        thread.join()


def worlds(tmp_path: Path, port: int, hosts=("localhost",), state: StateFile | None = None) -> Worlds:
    world = tmp_path / "world.yaml"
    world.write_text(WORLD.replace("PORT", str(port)))
    origin = WorkspaceOrigin(load_workspace(world), kept_in=state)
    return Worlds(origin, outside=outside_of(hosts), state=state)


def subscribe_and_tell(base: str) -> httpx.Response:
    """Subscribe somebody and let the time of the webhook come."""
    person = {"account": "acme", "calendar": "shows", "subscriber_id": "ada"}
    httpx.post(f"{base}/_mockserver/subscriptions", json=person, trust_env=False).raise_for_status()
    return httpx.post(f"{base}/_mockserver/clock/advance", json={"hours": 1}, trust_env=False, timeout=30)


def test_a_webhook_reaches_a_real_host_that_is_let_through(tmp_path):
    with (
        receiver(lambda _: (200, {}, b"")) as (port, received),
        live_server(worlds=worlds(tmp_path, port)) as server,
    ):
        subscribe_and_tell(server.rokt_url)
        [delivery] = server.sandbox.rokt.deliveries
    assert delivery.outcome == "delivered"
    assert [json.loads(body)["eventId"] for body in received] == [delivery.event_id]


def test_a_host_that_nobody_named_hears_nothing(tmp_path):
    with (
        receiver(lambda _: (200, {}, b"")) as (port, received),
        live_server(worlds=worlds(tmp_path, port, hosts=["other.test"])) as server,
    ):
        subscribe_and_tell(server.rokt_url)
        [delivery] = server.sandbox.rokt.deliveries
    assert received == []
    assert "unknown host" in delivery.attempts[0].message


def test_a_receiver_may_call_back_while_it_is_waited_for(tmp_path):
    """The receiver asks the server three things before it answers; with the sandbox locked nobody would."""
    base, seen = [], []

    def answer(_):
        seen.append(httpx.get(f"{base[0]}/_mockserver/health", trust_env=False, timeout=5).status_code)
        seen.append(httpx.get(f"{base[0]}/nothing", trust_env=False, timeout=5).status_code)
        seen.append(httpx.get(f"{base[0]}/_mockserver/clock", trust_env=False, timeout=5).status_code)
        return 200, {}, b""

    with receiver(answer) as (port, _), live_server(worlds=worlds(tmp_path, port)) as server:
        base.append(server.rokt_url)
        assert subscribe_and_tell(server.rokt_url).status_code == 200
        assert server.sandbox.rokt.deliveries[0].outcome == "delivered"
        callers = [one.caller for one in server.sandbox.journal]
    assert seen == [200, 404, 200]
    assert callers == ["rokt webhook", "client"]


def test_what_a_real_host_answered_is_kept_and_not_asked_again(tmp_path):
    base = []

    def answer(_):
        httpx.get(f"{base[0]}/during", trust_env=False, timeout=5)
        return 201, {}, b"thanks"

    with receiver(answer) as (port, received):
        state = StateFile(tmp_path / "state")
        with live_server(worlds=worlds(tmp_path, port, state=state)) as server:
            base.append(server.rokt_url)
            subscribe_and_tell(server.rokt_url)
            httpx.get(f"{base[0]}/after", trust_env=False)
            before = [str(one) for one in server.sandbox.journal]
        again = worlds(tmp_path, port, state=StateFile(tmp_path / "state"))
        after = [str(one) for one in again.get("default").sandbox.journal]
        again.close()
    assert after == before
    assert len(before) == 3
    assert len(received) == 1


def test_a_redirect_is_not_followed():
    with receiver(lambda _: (302, {"Location": "http://127.0.0.1:1/"}, b"")) as (port, received):
        answer = Outside()(Request("POST", f"http://localhost:{port}/"))
    assert answer.status == 302
    assert len(received) == 1


def test_an_answer_without_end_is_broken_off(monkeypatch):
    monkeypatch.setattr("mockserver.server.outside.LARGEST_ANSWER", 1000)
    with (
        receiver(lambda _: (200, {}, b"x" * 2000)) as (port, _),
        pytest.raises(NoResponse, match="more than 1,000 bytes"),
    ):
        Outside()(Request("POST", f"http://localhost:{port}/"))


def test_an_answer_that_comes_drop_by_drop_is_broken_off(monkeypatch):
    monkeypatch.setattr("mockserver.server.outside.TIMEOUT", 0.2)
    with (
        receiver(lambda _: (200, {}, b"x" * 200), pause=0.02) as (port, _),
        pytest.raises(NoResponse, match=r"more than 0\.2 seconds"),
    ):
        Outside()(Request("POST", f"http://localhost:{port}/"))


def test_a_port_where_nobody_listens_is_no_answer():
    with pytest.raises(NoResponse, match="connection refused"):
        Outside()(Request("POST", "http://127.0.0.1:1/"))


@pytest.mark.parametrize("name", ["", "https://a.test", "a.test/x", "a.test:80", "*.test", "-a"])
def test_what_is_no_host_name_is_told(name):
    with pytest.raises(UsageError, match="no host name"):
        outside_of([name])
