"""What is no HTTP, too large or too slow: answered, written down, and never waited for."""

import socket
import time

import pytest

from mockserver.sandbox import Sandbox
from mockserver.server import protocol
from mockserver.server.protocol import LARGEST_HEAD
from mockserver.simulator.service import MAX_BODY
from tests.server.test_server import exchange_bytes


@pytest.fixture
def server(shared_server):
    shared_server.sandbox = Sandbox()
    return shared_server


@pytest.mark.parametrize(
    "sent", [b"HELLO\r\n\r\n", b"\x16\x03\x01\r\n\r\n", b"GET / HTTP/1.1\r\nA B: c\r\n\r\n"]
)
def test_what_is_not_http_stands_in_the_journal(server, sent):
    assert exchange_bytes(server.url("rokt"), sent).startswith(b"HTTP/1.1 400")
    [exchange] = server.sandbox.journal
    assert (exchange.service, exchange.status, exchange.request.body) == ("rokt", 400, sent)


def test_after_what_is_not_http_the_server_goes_on(server):
    exchange_bytes(server.url("braze"), b"\x00\xff" * 1000)
    answer = exchange_bytes(server.url("braze"), b"GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 404")


@pytest.mark.parametrize("header", [b"A: " + b"x" * LARGEST_HEAD, b"A: x\r\n" * (LARGEST_HEAD // 5)])
def test_a_head_that_is_too_large_is_refused(server, header):
    head = b"GET / HTTP/1.1\r\n" + header + b"\r\n"
    assert exchange_bytes(server.url("rokt"), head).startswith(b"HTTP/1.1 431")
    assert server.sandbox.journal[0].status == 431


def test_who_goes_on_sending_is_told_that_it_is_too_large(server):
    host, port = server.url("rokt").removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nA: " + b"x" * 3_000_000)
        answer = b"".join(iter(lambda: connection.recv(1000), b""))
    assert answer.startswith(b"HTTP/1.1 431")


def test_a_body_that_is_too_large_is_refused(server):
    body = b"x" * (MAX_BODY + 1)
    head = b"POST /oauth2/token HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
    assert exchange_bytes(server.url("rokt"), head % len(body) + body).startswith(b"HTTP/1.1 413")
    admin = head.replace(b"/oauth2/token", b"/_mockserver/clock/advance").replace(
        b"Host: a", b"Host: localhost"
    )
    assert exchange_bytes(server.url("rokt"), admin % len(body) + body).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize(
    "begun", [b"", b"GET / HTT", b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc"]
)
def test_a_request_that_does_not_end_is_given_up(server, begun, monkeypatch):
    monkeypatch.setattr(protocol, "PATIENCE", 0.2)
    host, port = server.url("rokt").removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(begun)
        began = time.monotonic()
        assert connection.recv(100) == b""
    assert time.monotonic() - began < 4
    assert len(server.sandbox.journal) == 0


def test_a_connection_that_is_kept_open_between_requests_is_not_given_up(server, monkeypatch):
    monkeypatch.setattr(protocol, "PATIENCE", 0.2)
    host, port = server.url("rokt").removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        for _ in range(2):
            connection.sendall(b"GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
            assert connection.recv(1000).startswith(b"HTTP/1.1 404")
            time.sleep(0.5)
