"""Requests that offer to go on in HTTP/2 or as a WebSocket are answered as if they did not."""

import shutil
import subprocess

import pytest

from mockserver.sandbox import Sandbox
from mockserver.server.live_server import LiveServer
from tests.server.test_connections import GET, connected, statuses
from tests.server.test_server import exchange_bytes

OFFER = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"
POST = b"POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\n" + OFFER
BODIES = [b"Content-Length: 3\r\n\r\na=b", b"Transfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n"]

JAVA = """
import java.net.URI;
import java.net.http.*;

public class Client {
  public static void main(String[] arguments) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    for (int number = 0; number < 2; number++) {
      HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString("number=" + number);
      HttpRequest request = HttpRequest.newBuilder(URI.create(arguments[0])).POST(body).build();
      System.out.println(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
    }
  }
}
"""


@pytest.fixture
def server(shared_server) -> LiveServer:
    shared_server.sandbox = Sandbox()
    return shared_server


@pytest.mark.parametrize("body", BODIES)
def test_the_body_behind_an_offer_is_read_wherever_it_is_cut(server, body):
    sent = POST + body
    for cut in range(1, len(sent)):
        with connected(server) as connection:
            connection.sendall(sent[:cut])
            connection.sendall(sent[cut:])
            assert statuses(connection.recv(65_536)) == [400]
    assert {exchange.request.body for exchange in server.sandbox.journal} == {b"a=b"}
    assert {exchange.request.method for exchange in server.sandbox.journal} == {"POST"}


@pytest.mark.parametrize("body", BODIES)
def test_requests_behind_an_offer_are_answered(server, body):
    get = (GET % b"/nothing").replace(b"\r\n\r\n", b"\r\n" + OFFER + b"\r\n")
    sent = get + POST + body + GET % b"/_mockserver/health" + get + GET % b"/oauth2/token"
    assert statuses(exchange_bytes(server.url("rokt"), sent)) == [404, 400, 200, 404, 405]


def test_an_offer_of_a_websocket_is_not_told_of(server, caplog):
    offer = b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    answer = exchange_bytes(server.url("rokt"), b"GET / HTTP/1.1\r\nHost: a\r\n" + offer + b"\r\n")
    assert statuses(answer) == [404]
    assert caplog.text == ""


@pytest.mark.skipif(not shutil.which("java"), reason="this machine has no Java")
def test_the_client_of_java_is_answered(server, tmp_path):
    (tmp_path / "Client.java").write_text(JAVA)
    command = ["java", str(tmp_path / "Client.java"), server.url("rokt") + "/oauth2/token"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    if "jdk.compiler" in done.stderr:
        pytest.skip("this machine's Java compiles nothing")
    assert done.stdout.split() == ["400", "400"], done.stderr
    assert [exchange.request.body for exchange in server.sandbox.journal] == [b"number=0", b"number=1"]
