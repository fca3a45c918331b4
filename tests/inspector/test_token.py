import httpx
import pytest

from mockserver.inspector import inspector_app
from mockserver.server.live_server import live_server


@pytest.fixture(scope="module")
def guarded(workspace):
    mounts, public = {"inspector": inspector_app}, {"inspector": ("subscribe/", "static/")}
    with live_server(workspace.open(), mounts=mounts, public=public, token="a-token-of-the-server") as server:
        yield server.url("inspector")


@pytest.mark.parametrize("path", ["/", "/exchanges/1", "/clock", "/live"])
def test_the_inspector_asks_for_the_servers_token(guarded, path):
    assert httpx.get(guarded + path, trust_env=False).status_code == 401
    assert httpx.post(guarded + "/clock/next", trust_env=False).status_code == 401


@pytest.mark.parametrize("path", ["/subscribe/acme/shows", "/static/inspector.css"])
def test_the_public_pages_do_not(guarded, path):
    assert httpx.get(guarded + path, trust_env=False).status_code == 200


def test_a_link_with_the_token_opens_the_pages(guarded):
    with httpx.Client(trust_env=False, follow_redirects=True) as client:
        answer = client.get(guarded + "/?token=a-token-of-the-server")
        assert answer.status_code == 200
        assert "a-token" not in str(answer.url)
        assert "Journal" in client.get(guarded + "/").text
