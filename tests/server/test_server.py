import socket
import time
from datetime import timedelta

import httpx
import pytest

from mockserver.clock import Clock
from mockserver.errors import UsageError
from mockserver.sandbox import Sandbox
from mockserver.server.live_server import LiveServer, live_server


def exchange_bytes(url: str, sent: bytes) -> bytes:
    """Send bytes to a port and give everything that comes back."""
    host, _, port = url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.fixture
def server(shared_server) -> LiveServer:
    shared_server.sandbox = Sandbox()
    return shared_server


def test_each_service_has_a_port_of_its_own(server):
    rokt = httpx.get(server.url("rokt") + "/nothing").json()
    braze = httpx.get(server.url("braze") + "/nothing").json()
    assert "Code" in rokt
    assert "message" in braze


def test_the_admin_api_answers_on_both_ports(server):
    for service in ("rokt", "braze"):
        told = httpx.get(server.url(service) + "/_mockserver/health").json()
        assert told["service"] == service


def test_another_sandbox_can_take_the_place_while_it_runs(server):
    server.sandbox = other = Sandbox()
    httpx.get(server.url("rokt") + "/nothing")
    httpx.get(server.url("braze") + "/nothing")
    assert len(other.journal) == 2


@pytest.mark.parametrize("effect", ["timeout", "refused", "reset"])
def test_a_request_without_an_answer_has_its_connection_dropped(server, effect):
    server.sandbox.fault("rokt", effect=effect, times=1)
    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        httpx.get(server.url("rokt") + "/nothing")


@pytest.mark.parametrize(
    "target", [b"*", b"//update", b"/a#b", b"/%zz", b"/" + b"a" * 8000, b"http://x.test/y"]
)
def test_a_strange_target_is_answered_in_the_vendors_dialect(server, target):
    answer = exchange_bytes(server.url("rokt"), b"GET " + target + b" HTTP/1.1\r\nHost: a\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 404")
    assert b'"Code":' in answer


@pytest.mark.parametrize(
    "sent", [b"HELLO\r\n\r\n", b"\x16\x03\x01\r\n\r\n", b"GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n"]
)
def test_what_is_not_http_is_answered_400(server, sent):
    assert exchange_bytes(server.url("rokt"), sent).startswith(b"HTTP/1.1 400")


def test_while_the_clock_follows_the_wall_due_work_runs_by_itself(server):
    server.sandbox = sandbox = Sandbox(clock=Clock.wall())
    ran = []
    sandbox.clock.call_later(timedelta(milliseconds=20), lambda: ran.append(1), "soon")
    deadline = time.monotonic() + 5
    while not ran and time.monotonic() < deadline:
        time.sleep(0.01)
    assert ran == [1]


def test_work_that_crashes_does_not_stop_the_work_after_it(server, caplog):
    server.sandbox = sandbox = Sandbox(clock=Clock.wall())
    ran = []
    sandbox.clock.call_later(timedelta(0), lambda: 1 / 0, "crashes")
    sandbox.clock.call_later(timedelta(milliseconds=1), lambda: ran.append(1), "after it")
    deadline = time.monotonic() + 5
    while not ran and time.monotonic() < deadline:
        time.sleep(0.01)
    assert ran == [1]
    assert "ZeroDivisionError" in caplog.text


def test_a_clock_that_follows_the_wall_can_be_advanced(server):
    server.sandbox = sandbox = Sandbox(clock=Clock.wall())
    ran = []
    with sandbox.lock:
        sandbox.clock.call_later(timedelta(hours=1), lambda: ran.append(1), "later")
    answer = httpx.post(server.url("rokt") + "/_mockserver/clock/advance", json={"hours": 2})
    assert answer.json()["ran"] == 1
    assert ran == [1]


def test_a_port_in_use_is_told(server):
    taken = int(server.url("rokt").rpartition(":")[2])
    with pytest.raises(UsageError, match=rf"port {taken} on 127\.0\.0\.1 cannot be had"):
        LiveServer(Sandbox(), ports={"braze": taken})


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.1", "example.test", "", "127.0.0.1.test"])
def test_a_host_other_than_loopback_is_refused(host):
    with pytest.raises(UsageError, match="not a loopback address"):
        LiveServer(Sandbox(), host=host)


def test_reset_opens_the_sandbox_afresh():
    fresh = Sandbox()
    with live_server(Sandbox(), reopen=lambda: fresh) as server:
        assert httpx.post(server.url("braze") + "/_mockserver/reset").status_code == 200
        httpx.get(server.url("rokt") + "/nothing")
    assert len(fresh.journal) == 1


def test_after_the_server_stops_its_ports_are_free():
    with live_server(Sandbox()) as server:
        ports = {name: int(server.url(name).rpartition(":")[2]) for name in ("rokt", "braze")}
    again = LiveServer(Sandbox(), ports=ports)
    again.close()
