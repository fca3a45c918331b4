"""Public Braze clients, each in a place of its own, against a live server."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import mockserver
from mockserver.braze import ApiKey, Braze, Campaign, WebhookTemplate
from mockserver.sandbox import Sandbox

KEY = "11111111-2222-3333-4444-555555555555"


@pytest.fixture
def sandbox() -> Sandbox:
    """A sandbox with a key that may do everything, and an API-triggered campaign."""
    made = Sandbox()
    permissions = frozenset(one.permission for one in Braze.operations if one.permission)
    made.braze.state.add_api_key(ApiKey(key=KEY, permissions=permissions))
    made.braze.state.add_template(WebhookTemplate(name="hook", url="https://example.test/"))
    made.braze.state.add_campaign(Campaign(name="hook", template="hook"))
    return made


@pytest.fixture
def base_url(sandbox: Sandbox) -> Iterator[str]:
    """The address of the sandbox's Braze on a live server."""
    with mockserver.live_server(sandbox) as server:
        yield server.url("braze")


def installed(command: list[str], folder: Path) -> None:
    """Install a client, or skip where the registry cannot be reached."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        pytest.skip(f"{command[-1]} cannot be installed: {done.stderr.strip()[-200:]}")


def answers(command: list[str], folder: Path) -> Any:
    """Run a program that prints the answers it got as JSON."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
