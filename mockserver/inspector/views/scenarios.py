"""A scenario made of what the journal holds, and what comes of running it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from mockserver.bundled import default_workspace_path
from mockserver.capture.journal import read_journal
from mockserver.capture.scenario import render_scenario
from mockserver.scenarios.failure import failure_lines
from mockserver.scenarios.loader import SUFFIX, Loader
from mockserver.scenarios.runner import run_scenario
from mockserver.server.plain import plain_exchange
from mockserver.simulator.journal import Exchange
from mockserver.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """What came of running a scenario; ``lines`` are kind and text of the report."""

    name: str
    outcome: str
    passed: bool
    lines: tuple[tuple[str, str], ...]


def scenario_text(exchanges: Sequence[Exchange], workspace: Workspace, *, folder: Path | None = None) -> str:
    """Write the scenario file for exchanges of the journal, credentials masked.

    Raises ``UsageError`` for exchanges that do not make one.
    """
    recorded = read_journal({"exchanges": [plain_exchange(one) for one in exchanges]})
    default = workspace.path.resolve() == default_workspace_path().resolve()
    asked = tuple(replace(one, caller="client") for one in recorded) if len(recorded) == 1 else recorded
    return render_scenario(asked, workspace, source="the inspector", folder=folder, default=default)


def file_name(exchange: Exchange) -> str:
    """Give a name for the scenario file of an exchange."""
    stem = re.sub(r"[^a-z0-9]+", "-", f"exchange {exchange.number} {exchange.operation}".lower()).strip("-")
    return f"{stem}{SUFFIX}"


def run_exchanges(exchanges: Sequence[Exchange], workspace: Workspace) -> tuple[RunView, ...]:
    """Run the scenario made of exchanges, in a fresh world of the workspace."""
    with TemporaryDirectory(prefix="mockserver-") as folder:
        file = Path(folder) / f"captured{SUFFIX}"
        file.write_text(scenario_text(exchanges, workspace, folder=file.parent), encoding="utf-8")
        suite = Loader().load(file)
        results = [run_scenario(scenario) for scenario in suite.scenarios]
    return tuple(
        RunView(
            name=result.scenario.name,
            outcome=str(result.outcome),
            passed=result.passed,
            lines=tuple(
                (line.kind, line.text.replace(f"{file.parent}/", ""))
                for failure in result.failures
                for line in failure_lines(failure)
            ),
        )
        for result in results
    )
