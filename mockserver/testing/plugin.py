"""The pytest plugin: a sandbox per test, and scenario files collected as tests.

Every pytest run of an environment loads this file, so it imports nothing beyond pytest; a fixture
imports what it needs when it is used.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from mockserver.braze import Braze
    from mockserver.clock import Clock
    from mockserver.rokt import RoktCalendar
    from mockserver.sandbox import Sandbox
    from mockserver.server.admin_client import AdminClient
    from mockserver.server.live_server import LiveServer
    from mockserver.testing.preview import Preview
    from mockserver.testing.shared_server import SharedServer
    from mockserver.testing.watched_router import WatchedRouter
    from mockserver.testing.webhooks import WebhookRenderer
    from mockserver.workspace import Workspace

SCENARIO_SUFFIX = ".scenario.yaml"
_MARKER = (
    "mockserver(workspace=None, now=None, assumptions=None, seed=None, unhandled=None): "
    "what the test's sandbox starts from, and what an unhandled request means"
)

_sandboxes: pytest.StashKey[list[Sandbox]] = pytest.StashKey()
_router: pytest.StashKey[WatchedRouter] = pytest.StashKey()
_workspaces: pytest.StashKey[dict[Path, Workspace]] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the ini options."""
    parser.addini("mockserver_workspace", "workspace file the fixture `sandbox` opens", type="string")
    parser.addini(
        "mockserver_unhandled",
        "what a request that nobody simulates means for its test: fail, warn or ignore",
        type="string",
        default="fail",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker."""
    config.addinivalue_line("markers", _MARKER)
    config.stash[_workspaces] = {}


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a scenario file."""
    if not file_path.name.endswith(SCENARIO_SUFFIX):
        return None
    from mockserver.scenarios.pytest_items import collect

    return collect(file_path, parent)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Refuse a marker that cannot be meant, whether or not the test uses a sandbox."""
    if item.get_closest_marker("mockserver"):
        from mockserver.testing.settings import settings_of, told_plainly

        with told_plainly():
            settings_of(item)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Fail a test that sent what nobody simulates; tell what happened in the sandbox of one that failed."""
    try:
        done = yield
    except Exception as error:
        # Tests that have nothing to do with mockserver do not pay for importing it when they fail.
        if "mockserver.sandbox" in sys.modules:
            from mockserver.testing.failures import explain_failure

            opened = item.stash.get(_sandboxes, [])
            explain_failure(item, error, opened)
        raise
    if opened := item.stash.get(_sandboxes, []):
        from mockserver.testing.unhandled import judge_unhandled

        judge_unhandled(item, opened)
    return done


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """Show where two of mockserver's requests or responses differ."""
    if op != "==" or type(left) is not type(right) or type(left).__module__ != "mockserver.http":
        return None
    from mockserver.testing.comparison import compare

    return compare(left, right)


@pytest.fixture(scope="session")
def mockserver_workspace(pytestconfig: pytest.Config) -> Workspace:
    """Give the workspace the fixture ``sandbox`` opens: the ini option's, else the one that ships."""
    from mockserver.errors import UsageError
    from mockserver.testing.settings import told_plainly
    from mockserver.workspace import default_workspace, load_workspace

    given = pytestconfig.getini("mockserver_workspace")
    path = pytestconfig.rootpath / given if given else None
    with told_plainly():
        if path and not path.exists():
            hint = f"pytest's option mockserver_workspace names it, from {pytestconfig.rootpath} on"
            raise UsageError(f"there is no workspace file {path}", hint=hint)
        return load_workspace(path) if path else default_workspace()


@pytest.fixture
def _mockserver_open(
    request: pytest.FixtureRequest, mockserver_workspace: Workspace
) -> Callable[[], Sandbox]:
    """Give a function that opens the world the test's marker describes, any number of times."""
    from mockserver.testing.settings import settings_of, told_plainly

    settings = settings_of(request.node)

    def open_sandbox() -> Sandbox:
        with told_plainly():
            opened = settings.open(mockserver_workspace, request.config.stash[_workspaces])
        request.node.stash.setdefault(_sandboxes, []).append(opened)
        return opened

    return open_sandbox


@pytest.fixture
def sandbox(request: pytest.FixtureRequest, _mockserver_open: Callable[[], Sandbox]) -> Iterator[Sandbox]:
    """Give a fresh sandbox that every httpx client of the test reaches while it runs."""
    from mockserver.testing.watched_router import WatchedRouter

    opened = _mockserver_open()
    with WatchedRouter(opened) as router:
        request.node.stash[_router] = router
        yield opened


@pytest.fixture
def braze(sandbox: Sandbox) -> Braze:
    """Give the sandbox's Braze."""
    return sandbox.braze


@pytest.fixture
def rokt_calendar(sandbox: Sandbox) -> RoktCalendar:
    """Give the sandbox's Rokt Calendar."""
    return sandbox.rokt


@pytest.fixture
def clock(sandbox: Sandbox) -> Clock:
    """Give the sandbox's clock."""
    return sandbox.clock


@pytest.fixture
def render_webhook(sandbox: Sandbox) -> WebhookRenderer:
    """Give a function that renders a webhook template for a user: the request Braze would send."""
    from mockserver.testing.webhooks import WebhookRenderer

    return WebhookRenderer(sandbox)


@pytest.fixture
def preview(sandbox: Sandbox) -> Callable[..., Preview]:
    """Give a function that renders a webhook for a user and checks it, as ``mockserver preview`` does."""
    from mockserver.testing.preview import preview as preview_in

    return partial(preview_in, sandbox)


@pytest.fixture(scope="session")
def _mockserver_server() -> Iterator[SharedServer]:
    """Give one running server for all tests: starting one costs as much as many tests."""
    from mockserver.testing.shared_server import SharedServer

    shared = SharedServer()
    with shared.running():
        yield shared


@pytest.fixture
def live_server(
    request: pytest.FixtureRequest,
    sandbox: Sandbox,
    _mockserver_server: SharedServer,
    _mockserver_open: Callable[[], Sandbox],
) -> Iterator[LiveServer]:
    """Give a server on ports of this machine with the test's sandbox behind it, for any client there is."""
    with _mockserver_server.lent_to(sandbox, _mockserver_open) as server:
        request.node.stash[_router].let_through(server.braze_url, server.rokt_url)
        yield server


@pytest.fixture
def live_admin(live_server: LiveServer) -> Iterator[AdminClient]:
    """Give a client of the live server's admin API: clock, faults, journal, people, snapshots."""
    from mockserver.server.admin_client import AdminClient

    with AdminClient(live_server.rokt_url) as client:
        yield client
