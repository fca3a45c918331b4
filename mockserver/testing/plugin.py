"""The pytest plugin: a sandbox per test, and scenario files collected as tests.

Every pytest run of an environment loads this file, so it imports nothing beyond pytest; a fixture
imports what it needs when it is used.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from mockserver.braze import Braze
    from mockserver.clock import Clock
    from mockserver.rokt import RoktCalendar
    from mockserver.sandbox import Sandbox
    from mockserver.workspace import Workspace

SCENARIO_SUFFIX = ".scenario.yaml"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the ini options."""
    parser.addini("mockserver_workspace", "workspace file the fixture `sandbox` opens", type="string")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a scenario file."""
    if not file_path.name.endswith(SCENARIO_SUFFIX):
        return None
    from mockserver.scenarios.pytest_items import collect

    return collect(file_path, parent)


@pytest.fixture(scope="session")
def mockserver_workspace(pytestconfig: pytest.Config) -> Workspace:
    """Give the workspace the fixture ``sandbox`` opens: the ini option's, else the one that ships."""
    from mockserver.errors import MockServerError
    from mockserver.workspace import default_workspace, load_workspace

    path = pytestconfig.getini("mockserver_workspace")
    try:
        return load_workspace(pytestconfig.rootpath / path) if path else default_workspace()
    except MockServerError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture
def sandbox(mockserver_workspace: Workspace) -> Iterator[Sandbox]:
    """Give a fresh sandbox that every httpx client of the test reaches while it runs."""
    from mockserver.doors.respx_door import open_respx

    opened = mockserver_workspace.open()
    with open_respx(opened):
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
