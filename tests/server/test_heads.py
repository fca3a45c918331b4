"""What the head of a request may say: one host, no more than fits, nothing that comes behind the body."""

import pytest

from mockserver.sandbox import Sandbox
from mockserver.server.live_server import LiveServer
from mockserver.server.protocol import LARGEST_HEAD
from tests.server.test_connections import GET, statuses
from tests.server.test_server import exchange_bytes

POST = b"POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\n"


@pytest.fixture
def server(shared_server) -> LiveServer:
    shared_server.sandbox = Sandbox()
    return shared_server


@pytest.mark.parametrize("hosts", [b"", b"Host: a\r\nHost: a\r\n", b"Host: a/b\r\n", b"Host: a, b\r\n"])
def test_a_request_that_does_not_name_one_host_is_refused(server, hosts):
    answer = exchange_bytes(server.url("rokt"), b"GET / HTTP/1.1\r\n" + hosts + b"\r\n")
    assert statuses(answer) == [400]
    assert b"Host" in answer.partition(b"\r\n\r\n")[2]
    assert server.sandbox.journal[0].status == 400


@pytest.mark.parametrize(
    "head", [b"GET / HTTP/1.0\r\n", b"GET / HTTP/1.1\r\nHost:\r\n", b"GET / HTTP/1.1\r\nHost: [::1]:80\r\n"]
)
def test_a_host_may_be_empty_and_missing_in_the_protocol_that_had_none(server, head):
    assert statuses(exchange_bytes(server.url("rokt"), head + b"\r\n")) == [404]


@pytest.mark.parametrize("target", [b"http://a.test", b"http://a.test?x=1", b"http://me:word@a.test/"])
def test_the_host_of_the_target_goes_before_the_header(server, target):
    assert statuses(exchange_bytes(server.url("rokt"), GET % target)) == [404]
    [exchange] = server.sandbox.journal
    assert exchange.request.headers["host"] == "a.test"
    assert exchange.request.raw_path == "/"


def test_a_target_that_names_another_host_does_not_reach_the_admin_api(server):
    answer = exchange_bytes(server.url("rokt"), GET % b"http://evil.test/_mockserver/health")
    assert statuses(answer) == [403]


def test_a_tunnel_is_not_dug(server):
    assert statuses(exchange_bytes(server.url("rokt"), GET.replace(b"GET", b"CONNECT") % b"a.test:443")) == [
        400
    ]
    assert statuses(exchange_bytes(server.url("rokt"), GET.replace(b"GET", b"CONNECT") % b"/")) == [400]


def test_what_comes_behind_a_chunked_body_is_no_header(server):
    trailers = b"X-Mockserver-Sandbox: other\r\nAuthorization: Basic eDp5\r\n"
    body = b"3\r\na=b\r\n0\r\n" + trailers + b"\r\n"
    exchange_bytes(server.url("rokt"), POST + b"Transfer-Encoding: chunked\r\n\r\n" + body)
    [exchange] = server.sandbox.journal
    assert exchange.request.body == b"a=b"
    assert [name for name, _ in exchange.request.headers.pairs] == ["host", "transfer-encoding"]


def test_a_large_head_behind_another_request_is_refused_too(server):
    sent = GET % b"/x" + GET % (b"/" + b"a" * LARGEST_HEAD)
    assert statuses(exchange_bytes(server.url("rokt"), sent)) == [404, 431]


def test_a_client_of_the_older_protocol_is_not_told_to_go_on(server):
    sent = b"POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx"
    assert statuses(exchange_bytes(server.url("rokt"), sent)) == [404]
