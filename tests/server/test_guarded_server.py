"""The guard at a real server's doors, and what a mounted application is handed."""

import httpx
import pytest

from mockserver.errors import UsageError
from mockserver.sandbox import Sandbox
from mockserver.server.live_server import LiveServer, live_server
from mockserver.simulator.service import MAX_BODY

TOKEN = "a-token-for-this-test-only"


async def page(scope, receive, send):
    """Tell what the application was handed."""
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    told = f"{scope['root_path']}|{scope['path']}|{scope['mockserver.hosted'].name}|{len(body)}"
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": told.encode()})


@pytest.fixture(scope="module")
def servers():
    mounts, public = {"inspector": lambda: page}, {"inspector": ("open/",)}
    options = {"reopen": Sandbox, "mounts": mounts, "public": public}
    with (
        live_server(Sandbox(), **options) as free,
        live_server(Sandbox(), token=TOKEN, ports={"all": 0}, **options) as guarded,
    ):
        yield free, guarded


@pytest.fixture(scope="module")
def client():
    with httpx.Client(trust_env=False) as opened:
        yield opened


@pytest.mark.parametrize(
    "where", ["/_mockserver/clock", "/_mockserver/inspector/x", "/@w1/_mockserver/clock"]
)
@pytest.mark.parametrize(
    "headers",
    [{"Host": "evil.test"}, {"Origin": "https://evil.test"}, {"Sec-Fetch-Site": "cross-site"}],
    ids=["rebinding", "origin", "site"],
)
def test_requests_from_elsewhere_are_refused(servers, client, where, headers):
    free, _ = servers
    assert client.get(free.rokt_url + where, headers=headers).status_code == 403
    assert client.post(free.rokt_url + where, headers=headers).status_code == 403
    assert client.get(free.url("inspector") + "/x", headers=headers).status_code == 403


def test_the_simulated_services_themselves_ask_for_none_of_that(servers, client):
    answer = client.get(
        servers[0].rokt_url + "/x", headers={"Host": "evil.test", "Origin": "https://evil.test"}
    )
    assert "Code" in answer.json()


def test_with_a_token_the_admin_api_and_the_pages_ask_for_it(servers, client):
    base = servers[1].url("rokt").removesuffix("/rokt")
    for where in ("/_mockserver/clock", "/rokt/_mockserver/clock", "/inspector/x", "/@w1/inspector/x"):
        assert client.get(base + where).status_code == 401
        assert client.get(base + where, headers={"X-Mockserver-Token": TOKEN}).status_code == 200
    assert client.get(base + "/inspector/x").json()["hint"] == "open the page once with ?token=TOKEN"
    assert client.get(base + "/_mockserver/ready").status_code == 200
    assert client.get(base + "/inspector/open/x").status_code == 200
    assert client.get(base + "/inspector/opened").status_code == 401
    assert client.get(base + "/rokt/x").status_code == 404


def test_a_page_opened_with_the_token_keeps_it_in_a_cookie(servers):
    base = servers[1].url("rokt").removesuffix("/rokt")
    with httpx.Client(trust_env=False, follow_redirects=True) as browser:
        answer = browser.get(f"{base}/inspector/x?a=1&token={TOKEN}")
        assert (answer.status_code, answer.url.query) == (200, b"a=1")
        assert browser.get(f"{base}/inspector/y").status_code == 200


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("/_mockserver/inspector/a/b", "/_mockserver/inspector|/_mockserver/inspector/a/b|default|0"),
        ("/@w1/_mockserver/inspector/a", "/@w1/_mockserver/inspector|/@w1/_mockserver/inspector/a|w1|0"),
        ("/_mockserver/inspector", "/_mockserver/inspector|/_mockserver/inspector/|default|0"),
    ],
)
def test_a_mounted_application_is_told_where_it_is(servers, client, where, told):
    assert client.get(servers[0].rokt_url + where, follow_redirects=True).text == told
    assert client.get(servers[0].url("inspector") + "/a").text == "|/a|default|0"


def test_a_mounted_application_is_handed_no_body_that_is_too_large(servers, client):
    url = servers[0].url("inspector") + "/a"
    assert int(client.post(url, content=b"x" * MAX_BODY).text.rpartition("|")[2]) == MAX_BODY
    assert int(client.post(url, content=b"x" * (MAX_BODY + 1)).text.rpartition("|")[2]) <= MAX_BODY


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.1"])
def test_beyond_this_machine_nothing_is_served_without_a_token(host):
    with pytest.raises(UsageError, match="not a loopback address") as told:
        LiveServer(Sandbox(), host=host)
    assert "a token" in told.value.hint


def test_with_a_token_a_server_listens_where_it_is_told():
    server = LiveServer(Sandbox(), host="0.0.0.0", token=TOKEN)
    assert server.rokt_url.startswith("http://127.0.0.1:")
    server.close()
