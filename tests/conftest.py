"""The doors as fixtures: an endpoint test that uses one of them runs through every door."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

import httpx
import pytest
from hypothesis import settings

import mockserver
from mockserver.http import Headers, Request, Response

if TYPE_CHECKING:
    from mockserver import Sandbox, Workspace
    from mockserver.server.live_server import LiveServer

pytest_plugins = "pytester"

# The same examples every time, so that a red run is about the change and not about luck; new ones are
# looked for with `pytest -m hypothesis --hypothesis-profile=default`.
settings.register_profile("steady", derandomize=True)
settings.load_profile("steady")

Send = Callable[..., httpx.Response]


@dataclass(frozen=True)
class Client:
    """One synchronous way to send a request to a sandbox, whatever the door behind it."""

    sandbox: Sandbox
    send: Send

    def request(self, method: str, url: str, **options: object) -> httpx.Response:
        """Send a request to a vendor's public URL; takes httpx's options."""
        return self.send(method, url, **options)

    def carry(self, request: Request) -> Response:
        """Send the sandbox's own kind of request, and give its kind of response."""
        fields = [(name.encode(), value.strip().encode()) for name, value in request.headers.pairs]
        answer = self.send(request.method, request.url, headers=fields, content=request.body)
        return Response(answer.status_code, Headers(answer.headers.multi_items()), answer.content)


class Lines:
    """What the doors need and what is dear to make: clients, an event loop and a live server."""

    def __init__(self) -> None:
        self.client = httpx.Client(trust_env=False)
        self.async_client = httpx.AsyncClient(trust_env=False)
        self.loop = asyncio.Runner()

    def wait(self, client: httpx.AsyncClient) -> Send:
        return lambda *given, **options: self.loop.run(client.request(*given, **options))

    def close(self) -> None:
        self.client.close()
        self.loop.run(self.async_client.aclose())
        self.loop.close()


@contextmanager
def respx_sync(sandbox: Sandbox, lines: Lines) -> Iterator[Send]:
    with mockserver.open_respx(sandbox):
        yield lines.client.request


@contextmanager
def respx_async(sandbox: Sandbox, lines: Lines) -> Iterator[Send]:
    with mockserver.open_respx(sandbox):
        yield lines.wait(lines.async_client)


@contextmanager
def transport_sync(sandbox: Sandbox, lines: Lines) -> Iterator[Send]:
    with httpx.Client(transport=mockserver.SandboxTransport(sandbox), trust_env=False) as client:
        yield client.request


@contextmanager
def transport_async(sandbox: Sandbox, lines: Lines) -> Iterator[Send]:
    client = httpx.AsyncClient(transport=mockserver.SandboxTransport(sandbox), trust_env=False)
    yield lines.wait(client)
    lines.loop.run(client.aclose())


@contextmanager
def live(sandbox: Sandbox, lines: Lines, server: LiveServer) -> Iterator[Send]:
    ports = {host: server.url(service.name) for service in sandbox.services for host in service.hosts}

    def send(method: str, url: str, **options: object) -> httpx.Response:
        host, slash, target = url.removeprefix("https://").partition("/")
        return lines.client.request(method, ports[host] + slash + target, **options)

    server.sandbox = sandbox
    yield send


DOORS = {
    "respx-sync": respx_sync,
    "respx-async": respx_async,
    "transport-sync": transport_sync,
    "transport-async": transport_async,
    "live": live,
}


@pytest.fixture(scope="session")
def lines() -> Iterator[Lines]:
    opened = Lines()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def shared_server() -> Iterator[LiveServer]:
    """Give one running server; a test puts its sandbox into it."""
    with mockserver.live_server(mockserver.Sandbox()) as server:
        yield server


@pytest.fixture(params=DOORS)
def through_door(request: pytest.FixtureRequest, lines: Lines) -> Iterator[Callable[[Sandbox], Client]]:
    """Give a function that makes a client for a sandbox, through each door in turn."""
    opened = []

    def connect(sandbox: Sandbox) -> Client:
        more = [request.getfixturevalue("shared_server")] if request.param == "live" else []
        door = DOORS[request.param](sandbox, lines, *more)
        opened.append(door)
        return Client(sandbox, door.__enter__())

    yield connect
    for door in reversed(opened):
        door.__exit__(None, None, None)


@pytest.fixture
def only_our_plugin(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the runs of pytest that a test starts load mockserver's plugin, and others only by ``-p``.

    The plugins of the development tools take seconds to import.
    """
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTEST_PLUGINS", "mockserver.testing.plugin")


@pytest.fixture(scope="session")
def harness_imported() -> None:
    """Import what runs of pytest in this process use: of what they import themselves nothing is kept."""
    for name in ("testing.watched_router", "scenarios.pytest_items", "workspace", "testing.failures"):
        import_module(f"mockserver.{name}")


@pytest.fixture
def pytester(harness_imported: None, pytester: pytest.Pytester, only_our_plugin: None) -> pytest.Pytester:
    """Give pytest's own, whose runs load no plugin but mockserver's."""
    return pytester


@pytest.fixture(scope="session")
def acme() -> Workspace:
    """Give the workspace that ships."""
    return mockserver.default_workspace()


@pytest.fixture
def client(through_door: Callable[[Sandbox], Client], acme: Workspace) -> Client:
    """Give a client of a fresh sandbox of the default workspace, through each door in turn."""
    return through_door(acme.open())
