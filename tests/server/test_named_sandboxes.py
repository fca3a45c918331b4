from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from mockserver.sandbox import Sandbox
from mockserver.server import worlds as worlds_room
from mockserver.server.live_server import live_server
from tests.server.serving import API_KEY


@pytest.fixture(scope="module")
def server(acme):
    with live_server(acme.open(), reopen=acme.open, ports={"all": 0}) as running:
        yield running


@pytest.fixture(scope="module")
def client():
    with httpx.Client(trust_env=False, timeout=30) as opened:
        yield opened


def test_a_sandbox_is_named_by_header_path_and_host(server, client):
    base = server.url("rokt")
    port = base.removesuffix("/rokt").rpartition(":")[2]
    client.get(f"{base}/a", headers={"X-Mockserver-Sandbox": "w1"})
    client.get(f"http://127.0.0.1:{port}/@w1/rokt/b")
    client.get(f"http://127.0.0.1:{port}/c", headers={"Host": f"w1.rokt.localhost:{port}"})
    assert [one.request.raw_path for one in server.hosted("w1").sandbox.journal] == ["/a", "/b", "/c"]
    assert len(server.sandbox.journal) == 0


def test_on_one_port_a_path_without_a_prefix_goes_to_the_service_that_knows_it(server, client):
    port = server.url("rokt").removesuffix("/rokt")
    headers = {"X-Mockserver-Sandbox": "w2"}
    assert client.post(f"{port}/oauth2/token", headers=headers).status_code == 400
    assert client.post(f"{port}/users/track", headers=headers).status_code == 401
    answer = client.get(f"{port}/nowhere", headers=headers)
    assert answer.status_code == 404
    assert "/braze/" in answer.json()["hint"]
    callers = [one.full_operation for one in server.hosted("w2").sandbox.journal]
    assert callers == ["rokt.obtain_token", "braze.users_track"]


@pytest.mark.parametrize("name", ["-x", "a/b", "a b", "x" * 65, "ü"])
def test_what_cannot_be_a_name_is_refused(server, client, name):
    headers = {"X-Mockserver-Sandbox": name.encode()}
    assert client.get(server.url("rokt") + "/a", headers=headers).status_code == 404
    assert client.get(server.url("rokt") + "/../_mockserver/clock", headers=headers).status_code == 404


def test_sandboxes_are_listed_and_deleted(server, client):
    admin = server.url("rokt").removesuffix("/rokt") + "/_mockserver/sandboxes"
    client.get(server.url("rokt") + "/a", headers={"X-Mockserver-Sandbox": "w9"})
    assert {"name": "w9", "requests": 1} in client.get(admin).json()["sandboxes"]
    assert client.delete(f"{admin}/w9").json() == {"deleted": "w9"}
    assert "w9" not in server.hosted_names
    assert client.delete(f"{admin}/w9").status_code == 400
    assert client.delete(f"{admin}/default").status_code == 400


def test_there_is_an_end_to_sandboxes(acme, monkeypatch):
    monkeypatch.setattr(worlds_room, "MOST", 2)
    with live_server(Sandbox(), reopen=Sandbox) as server:
        server.hosted("one")
        answer = httpx.get(server.url("rokt"), headers={"X-Mockserver-Sandbox": "two"}, trust_env=False)
    assert answer.status_code == 404
    assert "2 sandboxes already" in answer.json()["mockserver"]


def test_a_server_that_was_given_a_sandbox_opens_no_other():
    with live_server(Sandbox()) as server:
        answer = httpx.get(server.url("rokt"), headers={"X-Mockserver-Sandbox": "w"}, trust_env=False)
    assert answer.status_code == 404
    assert "no workspace" in answer.json()["mockserver"]


def test_64_clients_on_8_sandboxes_never_meet(server):
    """Each client tracks and reads back users of its own; each sandbox holds those of its eight clients."""

    def work(number: int) -> None:
        headers = {"Authorization": f"Bearer {API_KEY}", "X-Mockserver-Sandbox": f"team-{number % 8}"}
        with httpx.Client(base_url=server.url("braze"), headers=headers, trust_env=False, timeout=60) as own:
            for index in range(3):
                user = f"client-{number}-user-{index}"
                sent = {"attributes": [{"external_id": user, "team": number % 8}]}
                own.post("/users/track", json=sent).raise_for_status()
                told = own.post("/users/export/ids", json={"external_ids": [user]}).json()["users"]
                assert [one["custom_attributes"] for one in told] == [{"team": number % 8}]

    with ThreadPoolExecutor(64) as threads:
        list(threads.map(work, range(64)))
    for team in range(8):
        sandbox = server.hosted(f"team-{team}").sandbox
        theirs = {f"client-{n}-user-{i}" for n in range(team, 64, 8) for i in range(3)}
        found = {one.external_id for one in sandbox.braze.state.profiles if "client" in one.external_id}
        assert found == theirs
        assert len(sandbox.journal) == 8 * 3 * 2
