"""One run of a scenario while it happens: its sandbox and what its steps brought about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from mockserver.braze import RenderedWebhook
from mockserver.errors import MockServerError, UsageError
from mockserver.http import NoResponse, Request
from mockserver.sandbox import Sandbox
from mockserver.scenarios.suite import Scenario
from mockserver.scenarios.variables import Path_
from mockserver.simulator.faults import Fault
from mockserver.simulator.journal import Exchange


@dataclass(slots=True)
class Trial:
    """A sandbox, its faults, and what was asked of it from outside: requests and renderings."""

    sandbox: Sandbox
    faults: list[tuple[Path_, Fault]] = field(default_factory=list)
    answered: list[Exchange] = field(default_factory=list)
    rendered: list[RenderedWebhook] = field(default_factory=list)
    captured: dict[str, Any] = field(default_factory=dict)

    def lookup(self, name: str) -> Any:
        """Give a captured value; raises ``KeyError`` with the names there are."""
        if name not in self.captured:
            raise KeyError(name, *self.captured)
        return self.captured[name]

    def call(self, request: Request) -> None:
        """Send a request from outside and keep what became of it."""
        before = self.sandbox.journal.last_number
        try:
            self.sandbox.handle(request)
        except NoResponse:
            pass  # the exchange says so
        finally:
            self.answered += self.sandbox.journal.find(since=before)[:1]

    def authorized(self, request: Request) -> Request:
        """Give a request with a fresh Rokt Calendar token or, to Braze, an API key that is allowed it."""
        key = self._braze_key(request) if request.host in self.sandbox.braze.hosts else self._token(request)
        return request.with_headers({"Authorization": f"Bearer {key}"})

    def braze_url(self, path: str) -> str:
        """Give the URL of a path on the Braze instance."""
        return f"https://{self.sandbox.braze.hosts[0]}{path}"

    def rokt_url(self, path: str) -> str:
        """Give the URL of a path of Rokt Calendar."""
        return f"https://{self.sandbox.rokt.hosts[0]}{path}"

    def _token(self, request: Request) -> str:
        clients = list(self.sandbox.rokt.state.clients.values())
        if not clients:
            raise UsageError("the workspace has no Rokt Calendar client", hint="add one under rokt: clients")
        segments = set(request.path_segments)
        client = next((client for client in clients if client.accounts & segments), clients[0])
        return self.sandbox.rokt.issue_token(client.client_id)

    def _braze_key(self, request: Request) -> str:
        keys = self.sandbox.braze.state.api_keys
        if not keys:
            raise UsageError("the workspace has no Braze API key", hint="add one under braze: api_keys")
        operation = self.sandbox.braze.find(request).operation
        permission = operation.permission if operation else ""
        return next((key.key for key in keys if permission in key.permissions), keys[0].key)


def open_trial(scenario: Scenario) -> Trial:
    """Open the world a scenario starts from, its faults in force.

    Raises ``ScenarioError`` or ``WorkspaceError`` with file, line and column for a world that cannot be.
    """
    trial = Trial(scenario.open())
    for path, model in scenario.given.faults:
        try:
            trial.faults.append((path, trial.sandbox.fault(**model.options())))
        except MockServerError as mistake:
            raise scenario.source.mistake((*path, "target"), mistake.message, mistake.hint) from mistake
    return trial
