"""A server with the inspector, and a fresh world on it for every test."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import httpx
import pytest

from mockserver.inspector import inspector_app
from mockserver.server.live_server import LiveServer, live_server
from mockserver.server.origin import WorkspaceOrigin
from mockserver.server.worlds import Worlds
from mockserver.testing.preview import random_profile
from mockserver.workspace import Workspace, load_workspace
from tests.inspector.reader import Reader

CANVAS = """  canvases:
    - name: onboarding
      entry: {event: subscribe, re_eligible: true}
      steps:
        - {name: greet, context: {greeting: "Hi {{${user_id}}}"}}
        - {name: hold, delay: 1 hour}
        - {name: tell, webhook: guarded-event}
  users:
"""
_names = count(1)


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Workspace:
    """The workspace that ships, with a Canvas in it."""
    fixtures = Path(request.config.rootpath) / "fixtures"
    text = (fixtures / "workspaces" / "acme.yaml").read_text(encoding="utf-8")
    file = tmp_path_factory.mktemp("inspector") / "workspace.yaml"
    file.write_text(text.replace("../", f"{fixtures}/").replace("  users:\n", CANVAS))
    return load_workspace(file)


@pytest.fixture(scope="session")
def inspecting_server(workspace: Workspace) -> Iterator[LiveServer]:
    """A server of that workspace with the inspector on it."""
    mounts = {"inspector": lambda: inspector_app(random_profile)}
    public = {"inspector": ("subscribe/", "static/")}
    with live_server(worlds=Worlds(WorkspaceOrigin(workspace)), mounts=mounts, public=public) as server:
        yield server


@pytest.fixture(scope="session")
def http() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False) as client:
        yield client


@pytest.fixture
def reader(inspecting_server: LiveServer, http: httpx.Client) -> Reader:
    """A reader of a world that nobody else looks at."""
    return _new_reader(inspecting_server, http)


@pytest.fixture(scope="module")
def subscribed(inspecting_server: LiveServer, http: httpx.Client) -> Reader:
    """A reader of a world in which ``cust-new`` has subscribed and an hour and a half has passed.

    The tests of a module look at the same one, and leave it as it is.
    """
    reader = _new_reader(inspecting_server, http)
    form = {"subscriber_id": "cust-new", "email": "new@example.test", "time_zone": "W. Europe Standard Time"}
    reader.path_of(reader.send("/subscribe/acme/shows", **form, method="WebCal"))
    reader.hosted.call("POST", "clock/advance", {"minutes": 90})
    return reader


def _new_reader(server: LiveServer, http: httpx.Client) -> Reader:
    return Reader(http, server, server.hosted(f"reader-{next(_names)}"))
