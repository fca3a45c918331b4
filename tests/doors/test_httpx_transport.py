import httpx
import pytest

from mockserver.doors.httpx_transport import SandboxTransport
from mockserver.http import Response
from mockserver.sandbox import Sandbox

TOKEN = "https://api.roktcalendar.com/oauth2/token"


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox()


@pytest.fixture
def httpx_client(sandbox):
    with httpx.Client(transport=SandboxTransport(sandbox)) as client:
        yield client


@pytest.mark.parametrize(
    ("effect", "error"),
    [("timeout", httpx.ReadTimeout), ("refused", httpx.ConnectError), ("reset", httpx.ReadError)],
)
def test_each_failure_raises_the_exception_httpx_has_for_it(sandbox, httpx_client, effect, error):
    sandbox.fault("api.roktcalendar.com", effect=effect)
    with pytest.raises(error) as raised:
        httpx_client.post(TOKEN)
    assert raised.value.request.url == TOKEN


def test_an_unknown_host_cannot_be_connected_to_and_is_journaled(sandbox, httpx_client):
    with pytest.raises(httpx.ConnectError, match=r"sandbox\.network\.stub\('other\.test', respond\)"):
        httpx_client.get("https://other.test/")
    assert sandbox.journal[-1].outcome == "unknown host"


def test_a_stubbed_host_answers(sandbox, httpx_client):
    sandbox.network.stub("example.test", lambda request: Response(204))
    assert httpx_client.get("https://example.test/").status_code == 204


def test_the_url_is_journaled_as_it_goes_over_the_wire(sandbox, httpx_client):
    httpx_client.get("https://me:secret@api.roktcalendar.com/a%2Fb?q=1#fragment")
    assert sandbox.journal[-1].request.url == "https://api.roktcalendar.com/a%2Fb?q=1"


def test_a_streamed_body_is_read(sandbox, httpx_client):
    httpx_client.post(TOKEN, content=iter([b"grant_", b"type=x"]))
    assert sandbox.journal[-1].request.body == b"grant_type=x"


def test_a_crash_of_a_stub_reaches_the_test(sandbox, httpx_client):
    sandbox.network.stub("example.test", lambda request: Response(1 // 0))
    with pytest.raises(ZeroDivisionError):
        httpx_client.get("https://example.test/")
    assert sandbox.journal[-1].crash


def test_two_sandboxes_side_by_side_do_not_meet(sandbox, httpx_client):
    other = Sandbox()
    with httpx.Client(transport=SandboxTransport(other)) as second:
        second.post(TOKEN)
        httpx_client.post(TOKEN)
    assert len(sandbox.journal) == len(other.journal) == 1
