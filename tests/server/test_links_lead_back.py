"""Links in Braze's answers lead back to the server, by the way the client came."""

import io
import ssl
import zipfile

import httpx
import pytest

from mockserver.braze import ApiKey, Catalog, CatalogField, Segment
from mockserver.sandbox import Sandbox
from mockserver.server.certificate import make_certificate
from mockserver.server.live_server import live_server

KEY = {"Authorization": "Bearer a-key"}
SEGMENT = "f5d1a0b1-0000-4000-8000-000000000001"


def world() -> Sandbox:
    """Open a world with one user, a segment of everybody, and more items than fit on a page."""
    sandbox = Sandbox(assumptions={"braze.link_targets": "absolute"})
    allowed = frozenset({"users.export.segment", "catalogs.get_items"})
    state = sandbox.braze.state
    state.add_api_key(ApiKey(key="a-key", permissions=allowed, name="all"))
    state.add_segment(Segment(id=SEGMENT, name="everybody"))
    state.profiles.load({"external_id": "ana"})
    items = {str(number): {"id": str(number)} for number in range(60)}
    state.catalogs.add(Catalog(name="games", fields=(CatalogField("id"),), items=items))
    return sandbox


def export(client: httpx.Client, base: str) -> str:
    body = {"segment_id": SEGMENT, "fields_to_export": ["external_id"]}
    return str(client.post(f"{base}/users/export/segment", json=body, headers=KEY).json()["url"])


def users_at(client: httpx.Client, url: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(client.get(url).raise_for_status().content)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_under_tls_links_have_its_scheme():
    pytest.importorskip("trustme")
    made = make_certificate(["127.0.0.1"])
    with live_server(world(), certificate=(made.chain, made.key)) as server:
        trusted = ssl.create_default_context(cafile=made.authority)
        with httpx.Client(verify=trusted, trust_env=False) as client:
            url = export(client, server.braze_url)
            assert url.startswith(f"{server.braze_url}/")
            assert server.braze_url.startswith("https://127.0.0.1:")
            assert b"ana" in users_at(client, url)
            page = client.get(f"{server.braze_url}/catalogs/games/items", headers=KEY)
            assert page.links["next"]["url"].startswith(f"{server.braze_url}/catalogs/games/items?cursor=")


@pytest.mark.parametrize("ports", [{}, {"all": 0}])
def test_links_lead_to_the_named_sandbox_they_come_from(ports):
    with live_server(Sandbox(), reopen=world, ports=ports) as server, httpx.Client(trust_env=False) as client:
        base = server.braze_url.removesuffix("/braze")
        client.headers["X-Mockserver-Sandbox"] = "worker-3"
        url = export(client, base)
        del client.headers["X-Mockserver-Sandbox"]
        assert url.startswith(f"{base}/@worker-3/")
        assert b"ana" in users_at(client, url)


def test_what_a_proxy_took_off_stands_before_the_named_sandbox():
    with live_server(Sandbox(), reopen=world) as server, httpx.Client(trust_env=False) as client:
        client.headers.update({"X-Mockserver-Sandbox": "worker-3", "X-Forwarded-Prefix": "/mocks/"})
        assert export(client, server.braze_url).startswith(f"{server.braze_url}/mocks/@worker-3/")


def test_a_proxy_that_ends_tls_is_believed():
    with live_server(world()) as server, httpx.Client(trust_env=False) as client:
        client.headers.update({"Host": "braze.test", "X-Forwarded-Proto": "https"})
        assert export(client, server.braze_url).startswith("https://braze.test/")
