"""Small worlds and suites to run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent, indent

import pytest

from mockserver.scenarios.loader import Loader
from mockserver.scenarios.runner import Result, run_scenario
from mockserver.scenarios.suite import Suite

WORLD = """
now: 2026-03-02T09:00:00Z
rokt:
  clients: [{id: client-one, secret: client-secret}]
  accounts:
    acme:
      braze: {endpoint: https://rest.iad-01.braze.com, api_key: push-key-0001}
      calendars: {shows: {title: Shows}}
  subscriptions:
    - {id: 06423672-b6ba-4536-aa36-70788a7a0a36, account: acme, calendar: shows, subscriber_id: ada}
braze:
  api_keys:
    - {key: push-key-0001, permissions: [users.track]}
    - key: test-key-0002
      permissions: [users.track, users.export.ids, campaigns.trigger.send, canvas.trigger.send]
  credentials: {rokt: {username: client-one, password: client-secret}}
  templates:
    event:
      url: https://api.roktcalendar.com/v1/subscriptionevent/acme
      headers:
        Content-Type: application/json
        Authorization: "Bearer {% connected_content https://api.roktcalendar.com/oauth2/token :method post
          :basic_auth rokt :body grant_type=client_credentials :save token %}{{token.access_token}}"
      body: |
        {"event": {"eventId": "E1", "title": "{{event_properties.${title} | default: 'Game'}}",
          "start": "2026-07-21T15:00:00", "end": "2026-07-21T16:00:00",
          "timezone": "{{event_properties.${zone} | default: 'Eastern Standard Time'}}",
          "notifyBefore": "15"},
         "subscriptionIds": ["06423672-b6ba-4536-aa36-70788a7a0a36"]}
    nowhere:
      url: https://elsewhere.example.test/hook
      body: "{}"
    silent:
      url: https://api.roktcalendar.com/
      body: "{% abort_message('nobody home') %}"
  campaigns: [{name: event, template: event, trigger: api}]
  users: [{external_id: ada, first_name: Ada}]
"""

LoadSuite = Callable[[str], Suite]
RunOne = Callable[[str], Result]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A run that fails leaves the folder .mockserver where it was started.
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def write_suite(tmp_path: Path) -> Callable[[str], Path]:
    """Write the text of a suite's file beside a workspace and give the file's path."""

    def write(text: str, name: str = "small.scenario.yaml") -> Path:
        (tmp_path / "world.yaml").write_text(WORLD, encoding="utf-8")
        path = tmp_path / name
        path.write_text(dedent(text).lstrip(), encoding="utf-8")
        return path

    return write


@pytest.fixture
def load_suite(write_suite: Callable[[str], Path]) -> LoadSuite:
    """Load a suite from its text."""
    return lambda text: Loader().load(write_suite(text))


@pytest.fixture
def run_one(load_suite: LoadSuite) -> RunOne:
    """Run the one scenario whose when, then and given are written."""

    def run(text: str) -> Result:
        head = "suite: Small\nworkspace: world.yaml\nscenarios:\n  - name: one\n"
        return run_scenario(load_suite(head + indent(dedent(text).strip(), "    ") + "\n").scenarios[0])

    return run
