"""Suites as they are run: scenarios complete with what they start from and where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mockserver.clock import Clock
from mockserver.errors import Location, MockServerError, SourceError
from mockserver.sandbox import Sandbox
from mockserver.scenarios.model import FaultModel, ScenarioModel, StepModel, ThenModel
from mockserver.workspace import Addition, Source, Workspace

Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """What a scenario starts from: the suite's and its own, put together."""

    now: datetime | None
    seed: int | str | None
    assumptions: Mapping[str, object]
    faults: tuple[tuple[Path_, FaultModel], ...]
    additions: tuple[Addition, ...]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario, ready to run any number of times; ``path`` leads to it in its file."""

    model: ScenarioModel
    suite: str
    path: Path_
    source: Source
    workspace: Workspace
    given: Given

    @property
    def name(self) -> str:
        """Its name in reports."""
        return self.model.name

    @property
    def tags(self) -> tuple[str, ...]:
        """Words to pick it by."""
        return tuple(self.model.tags)

    @property
    def steps(self) -> tuple[StepModel, ...]:
        """Its steps in order."""
        return tuple(self.model.when)

    @property
    def then(self) -> ThenModel:
        """What must be true at the end."""
        return self.model.then

    @property
    def location(self) -> Location:
        """Where it stands."""
        return self.place()

    def place(self, *path: str | int) -> Location:
        """Tell where a part of it stands: ``place("then", "requests", 0)``."""
        return self.source.marked.place((*self.path, *path))[0]

    def mistake(self, path: Path_, mistake: MockServerError) -> SourceError:
        """Make the error for a mistake in one of its parts."""
        if isinstance(mistake, SourceError):
            return mistake
        return self.source.mistake((*self.path, *path), mistake.message, mistake.hint)

    def open(self) -> Sandbox:
        """Open the sandbox it starts from.

        Raises ``ScenarioError`` or ``WorkspaceError`` with file, line and column for a world that
        cannot be.
        """
        sandbox = self.workspace.open(
            clock=Clock(self.given.now) if self.given.now else None,
            seed=self.given.seed,
            assumptions=self.given.assumptions,
        )
        self.source.add_all(self.given.additions, sandbox)
        return sandbox


@dataclass(frozen=True, slots=True)
class Suite:
    """A scenario file's scenarios."""

    name: str
    path: Path
    scenarios: tuple[Scenario, ...]
