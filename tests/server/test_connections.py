"""One connection: whatever is sent over it is answered in its order, by the short way and the long one."""

import json
import re
import socket
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from mockserver.sandbox import Sandbox
from mockserver.server import live_server as live
from mockserver.server.asgi import Front, serve_lifespan
from mockserver.server.live_server import LiveServer
from tests.server.test_server import exchange_bytes

GET = b"GET %b HTTP/1.1\r\nHost: localhost\r\n\r\n"
POST = b"POST %b HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n"


@pytest.fixture
def server(shared_server) -> LiveServer:
    shared_server.sandbox = Sandbox()
    return shared_server


def connected(server: LiveServer) -> socket.socket:
    host, port = server.url("rokt").removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=5)


def statuses(answers: bytes) -> list[int]:
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d+) ", answers)]


def test_requests_that_come_together_are_answered_in_their_order(server):
    paths = [b"/nothing", b"/_mockserver/health", b"/oauth2/token", b"/_mockserver/ready"]
    last = b"GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    with connected(server) as connection:
        connection.sendall(b"".join(GET % path for path in paths) + last)
        answers = b"".join(iter(lambda: connection.recv(65_536), b""))
    assert statuses(answers) == [404, 200, 405, 200, 404]


REQUESTS = {
    GET % b"/nothing": 404,
    GET % b"/oauth2/token": 405,
    GET % b"/_mockserver/health": 200,
    GET % b"http://localhost/_mockserver/ready": 200,
    b"HEAD /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n": 404,
    b"OPTIONS /oauth2/token HTTP/1.1\r\nHost: localhost\r\n\r\n": 204,
    POST % (b"/oauth2/token", 3) + b"\r\na=b": 400,
    POST % (b"/oauth2/token", 3) + b"Connection: Upgrade\r\nUpgrade: h2c\r\n\r\na=b": 400,
    POST % (b"/_mockserver/clock/advance", 14) + b'\r\n{"minutes": 1}': 200,
    POST % (b"/oauth2/token", 70_000) + b"\r\n" + b"x" * 70_000: 400,
    POST.replace(b"Content-Length: %d", b"Transfer-Encoding: chunked") % b"/oauth2/token"
    + b"\r\n2\r\nab\r\n0\r\nX: y\r\n\r\n": 400,
}


@given(st.lists(st.sampled_from(list(REQUESTS)), min_size=1), st.lists(st.integers(1, 500), max_size=20))
@settings(max_examples=100, deadline=None)
def test_requests_are_answered_in_their_order_wherever_they_are_cut(shared_server, requests, lengths):
    sent, expected = b"".join(requests), [REQUESTS[request] for request in requests]
    with connected(shared_server) as connection:
        for length in lengths:
            connection.sendall(sent[:length])
            sent = sent[length:]
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        answers = b"".join(iter(lambda: connection.recv(65_536), b""))
    assert statuses(answers) == expected


@pytest.mark.skipif(
    not hasattr(HttpToolsProtocol, "_start_asgi_task"), reason="this uvicorn has no place for the short way"
)
def test_only_what_may_wait_goes_through_asgi(server, monkeypatch):
    served, serve = [], Front.serve

    async def noted(front, scope, *rest):
        served.append(scope["path"])
        await serve(front, scope, *rest)

    monkeypatch.setattr(Front, "serve", noted)
    for path in (b"/nothing", b"/_mockserver/health", b"/oauth2/token"):
        assert exchange_bytes(server.url("rokt"), GET % path)
    assert served == ["/_mockserver/health"]


def test_a_way_to_another_address_is_written_as_it_was_asked_for(shared_server):
    shared_server.mount("pages", lambda: serve_lifespan)
    path = b"/@a%0d%0aX:%c3%bc/_mockserver/pages"
    answer = exchange_bytes(shared_server.url("rokt"), GET % path)
    assert statuses(answer) == [307]
    assert b"\r\nlocation: " + path + b"/\r\n" in answer


@pytest.mark.parametrize("size", [0, 1000, 100_000])
def test_a_body_that_comes_in_pieces_is_read_whole(server, size):
    body = json.dumps({"padding": "x" * size}).encode()
    with connected(server) as connection:
        connection.sendall(POST % (b"/oauth2/token", len(body)))
        connection.sendall(b"\r\n")
        for start in range(0, len(body), 30_000):
            connection.sendall(body[start : start + 30_000])
        assert statuses(connection.recv(65_536)) == [400]
    [exchange] = server.sandbox.journal
    assert exchange.request.body == body


def test_a_client_that_asks_whether_to_go_on_is_told(server):
    with connected(server) as connection:
        connection.sendall(POST % (b"/oauth2/token", 3) + b"Expect: 100-continue\r\n\r\n")
        assert connection.recv(65_536) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"a=b")
        assert statuses(connection.recv(65_536)) == [400]


def test_an_answer_to_head_has_no_body(server):
    answer = exchange_bytes(server.url("rokt"), b"HEAD /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n")
    head, _, body = answer.partition(b"\r\n\r\n")
    assert body == b""
    assert int(re.search(rb"content-length: (\d+)", head)[1]) > 0


@pytest.mark.parametrize(
    ("request_line", "header"), [(b"GET / HTTP/1.0", b""), (b"GET / HTTP/1.1", b"Connection: close\r\n")]
)
def test_a_connection_is_closed_where_the_client_asks_for_it(server, request_line, header):
    with connected(server) as connection:
        connection.settimeout(3)  # one that is kept is closed after five
        connection.sendall(request_line + b"\r\nHost: localhost\r\n" + header + b"\r\n")
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    assert statuses(answer) == [404]


@pytest.mark.parametrize("path", [b"/nothing", b"/_mockserver/health"])
def test_a_connection_without_requests_is_closed_in_the_end(monkeypatch, path):
    monkeypatch.setattr(live, "IDLE", 0.1)
    with live.live_server(Sandbox()) as server, connected(server) as connection:
        connection.sendall(GET % path)
        before = time.monotonic()
        while connection.recv(65_536):
            pass
        assert time.monotonic() - before < 3


def test_a_client_that_leaves_during_a_slow_answer_disturbs_nobody(server):
    server.sandbox.assumptions.set("rokt.token_latency", 0.1)
    with connected(server) as connection:
        connection.sendall(GET % b"/nothing" + POST % (b"/oauth2/token", 0) + b"\r\n")
    assert statuses(exchange_bytes(server.url("rokt"), GET % b"/nothing")) == [404]


def test_after_a_request_that_gets_no_answer_the_connection_answers_no_more(server):
    server.sandbox.fault("rokt", effect="timeout", times=1)
    with connected(server) as connection:
        connection.sendall(GET % b"/nothing" * 2)
        assert left(connection)
    assert [exchange.status for exchange in server.sandbox.journal] == [None]


def left(connection: socket.socket) -> bool:
    """Tell whether the server ends a connection without a word."""
    try:
        return connection.recv(65_536) == b""
    except ConnectionResetError:
        return True
