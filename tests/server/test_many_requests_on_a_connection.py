"""One connection on which more is sent than answered: in order, to the end, and within bounds."""

import gc
import socket
import ssl
import time
from datetime import timedelta

import pytest

from mockserver.http import Response
from mockserver.sandbox import Sandbox
from mockserver.server import live_server as live
from mockserver.server import protocol
from mockserver.server.asgi import Front
from mockserver.server.certificate import make_certificate
from mockserver.server.hosted import Hosted
from mockserver.server.live_server import LiveServer
from tests.server.test_connections import GET, POST, connected, statuses
from tests.server.test_server import exchange_bytes

SLOW = timedelta(seconds=0.2)


@pytest.fixture
def server(shared_server) -> LiveServer:
    shared_server.sandbox = Sandbox()
    return shared_server


@pytest.mark.parametrize("first", [b"/nothing", b"/_mockserver/health"])
@pytest.mark.parametrize(
    "broken", [b"HELLO\r\n\r\n", b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nZ"]
)
def test_what_is_not_http_is_told_after_the_answers_before_it(server, first, broken):
    server.sandbox.fault("rokt", effect="slow", delay=SLOW)
    sent = GET % first + GET % b"/oauth2/token" + broken
    assert statuses(exchange_bytes(server.url("rokt"), sent))[1:] == [405, 400]
    assert [exchange.status for exchange in server.sandbox.journal][-2:] == [405, 400]


def test_nothing_is_read_behind_what_is_not_http(server):
    server.sandbox.fault("rokt", effect="slow", delay=SLOW)
    with connected(server) as connection:
        connection.sendall(GET % b"/nothing" + b"HELLO\r\n\r\n")
        time.sleep(SLOW.total_seconds() / 4)
        connection.sendall(GET % b"/nothing" + b"HELLO\r\n\r\n")
        answers = b"".join(iter(lambda: connection.recv(65_536), b""))
    assert statuses(answers) == [404, 400]
    assert [exchange.status for exchange in server.sandbox.journal] == [404, 400]


@pytest.mark.parametrize("count", [1, 50])
def test_a_client_that_closes_its_side_gets_all_answers(server, count):
    server.sandbox.fault("rokt", effect="slow", delay=SLOW, times=1)
    paths = [b"/_mockserver/health" if number % 3 else b"/nothing" for number in range(count)]
    answers = exchange_bytes(server.url("rokt"), b"".join(GET % path for path in paths))
    assert statuses(answers) == [200 if number % 3 else 404 for number in range(count)]


def test_a_client_that_closes_its_side_is_not_waited_for_without_end(server, monkeypatch):
    monkeypatch.setattr(protocol, "HALF_OPEN", 0.1)
    server.sandbox.fault("rokt", effect="slow", delay=timedelta(seconds=60))
    before = time.monotonic()
    assert exchange_bytes(server.url("rokt"), GET % b"/nothing") == b""
    assert time.monotonic() - before < 10


def test_half_a_request_behind_others_is_left_out_where_the_client_closes_its_side(server):
    sent = GET % b"/nothing" * 2 + POST % (b"/oauth2/token", 9) + b"\r\nabc"
    assert statuses(exchange_bytes(server.url("rokt"), sent)) == [404, 404]


def test_a_body_that_does_not_end_is_given_up_behind_another_request_too(server, monkeypatch):
    monkeypatch.setattr(protocol, "PATIENCE", 0.2)
    with connected(server) as connection:
        connection.sendall(GET % b"/nothing" + POST % (b"/oauth2/token", 9) + b"\r\nabc")
        answers = b"".join(iter(lambda: connection.recv(65_536), b""))
    assert statuses(answers) == [404]


def test_a_body_that_comes_in_pieces_behind_another_request_is_read_whole(server):
    server.sandbox.fault("rokt", effect="slow", delay=SLOW, times=1)
    with connected(server) as connection:
        connection.sendall(GET % b"/nothing" + POST % (b"/oauth2/token", 6) + b"\r\nabc")
        assert statuses(connection.recv(65_536)) == [404]
        connection.sendall(b"def")
        assert statuses(connection.recv(65_536)) == [400]
    assert server.sandbox.journal[-1].request.body == b"abcdef"


def test_a_client_that_does_not_read_is_not_worked_for_without_end(server, monkeypatch):
    worked, count, large = [], 300, Response(200, body=bytes(100_000))
    monkeypatch.setattr(Front, "_answer", lambda *_: worked.append(1) or large)
    with connected(server) as connection:
        connection.sendall(GET % b"/nothing" * count)
        before = -1
        while before < len(worked) or not worked:
            before = len(worked)
            time.sleep(0.3)
        assert before < count / 1.5  # the system itself keeps some megabytes
        answers = 0
        while answers < count:
            answers += connection.recv(1_000_000).count(b"HTTP/1.1 200 ")


def test_no_more_is_read_while_requests_wait_for_their_turn(server, monkeypatch):
    waiting, answer = [], Front._answer

    def noted(front, *given):
        waiting.append(max(len(one.pipeline) for one in server._server.server_state.connections))
        return answer(front, *given)

    monkeypatch.setattr(Front, "_answer", noted)
    count, path = 750, b"/" + b"x" * 2000
    answers = exchange_bytes(server.url("rokt"), GET % path * count)
    assert len(statuses(answers)) == count
    assert max(waiting) < count / 2  # an event loop reads 256 KiB at once


def test_an_answer_before_a_drop_is_not_lost(server):
    server.sandbox.fault("rokt", effect="reset", skip=2, times=1)
    assert statuses(exchange_bytes(server.url("rokt"), GET % b"/nothing" * 4)) == [404, 404]
    assert [exchange.status for exchange in server.sandbox.journal] == [404, 404, None]


def test_a_request_that_crashes_the_simulator_leaves_the_connection_to_the_next(server, monkeypatch):
    monkeypatch.setattr(Hosted, "handle", lambda *_, **__: 1 / 0)
    assert statuses(exchange_bytes(server.url("rokt"), GET % b"/nothing" * 3)) == [500, 500, 500]


def test_a_server_that_stops_waits_for_no_client_with_tls(caplog):
    pytest.importorskip("trustme")
    made = make_certificate(["127.0.0.1"])
    with live.live_server(Sandbox(), certificate=(made.chain, made.key)) as server:
        client = ssl.create_default_context(cafile=made.authority).wrap_socket(
            socket.create_connection(("127.0.0.1", int(server.url("rokt").rpartition(":")[2]))),
            server_hostname="127.0.0.1",
        )
        client.sendall(GET % b"/nothing")
        assert statuses(client.recv(65_536)) == [404]
    assert "timeout graceful shutdown exceeded" not in caplog.text
    client.close()


def test_a_server_that_stops_lets_go_of_answers_that_take_too_long(monkeypatch):
    monkeypatch.setattr(live, "GRACE", 0)
    sandbox = Sandbox()
    sandbox.fault("rokt", effect="slow", delay=timedelta(seconds=60))
    with live.live_server(sandbox) as server:
        client = connected(server)
        client.sendall(GET % b"/nothing")
        while not len(sandbox.journal):
            time.sleep(0.01)
        [connection] = server._server.server_state.connections
    assert connection.transport.is_closing()
    while client.recv(1000):
        pass
    client.close()
    gc.collect()  # what was left open would be told of now
