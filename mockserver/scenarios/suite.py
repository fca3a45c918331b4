"""Suites as they are run: scenarios complete with what they start from and where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from mockserver.clock import Clock
from mockserver.errors import Location, MockServerError, SourceError
from mockserver.model_mistakes import mistakes_in
from mockserver.sandbox import Sandbox
from mockserver.scenarios.expectations.model import ThenModel
from mockserver.scenarios.fault_model import FaultModel
from mockserver.scenarios.model import ScenarioModel
from mockserver.scenarios.step_model import ScenarioStepModel
from mockserver.scenarios.variables import Lookup, Path_, check_size, substitute
from mockserver.workspace import Addition, Source, Workspace

M = TypeVar("M", bound=BaseModel)


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
    """One scenario, ready to run any number of times; ``path`` leads to it in its file.

    ``raw`` is what is written, tables and variables expanded; ``captured`` names the values its steps
    keep; ``row`` is the row of a table it was made of; ``snapshot`` what was last written down of it.
    """

    model: ScenarioModel
    suite: str
    path: Path_
    source: Source
    workspace: Workspace
    given: Given
    raw: Mapping[str, Any]
    captured: frozenset[str] = frozenset()
    row: Mapping[str, Any] = field(default_factory=dict)
    snapshot: Mapping[str, Any] | None = None

    @property
    def name(self) -> str:
        """Its name in reports."""
        return self.model.name

    @property
    def index(self) -> int:
        """Its number among the scenarios of its file, tables expanded, counted from 0."""
        return int(self.path[1])

    @property
    def tags(self) -> tuple[str, ...]:
        """Words to pick it by."""
        return tuple(self.model.tags)

    @property
    def steps(self) -> tuple[ScenarioStepModel, ...]:
        """Its steps in order."""
        return tuple(self.model.when)

    @property
    def then(self) -> ThenModel:
        """What must be true at the end."""
        return self.model.then

    def with_values(self, lookup: Lookup) -> Scenario:
        """Give the scenario with its captures in the place of their names under ``then``.

        Raises ``VariableError`` for a capture without a value, ``ScenarioError`` for one that cannot stand
        where it is named.
        """
        then = self._with_captures(ThenModel, self.raw["then"], lookup, ("then",))
        return replace(self, model=self.model.model_copy(update={"then": then}))

    def step_with_values(self, number: int, lookup: Lookup) -> ScenarioStepModel:
        """Give a step with captures in the place of their names; raises what ``with_values`` does."""
        return self._with_captures(ScenarioStepModel, self.raw["when"][number], lookup, ("when", number))

    def _with_captures(self, model: type[M], raw: Any, lookup: Lookup, at: Path_) -> M:
        data = substitute(raw, lookup, at=at)
        check_size(data, at)
        try:
            return model.model_validate(data)
        except ValidationError as invalid:
            first = next(mistakes_in(model, data, invalid))
            message = f"a captured value does not fit here: {first.message}"
            raise self.source.mistake((*self.path, *at, *first.path), message, first.hint) from None

    @property
    def skip(self) -> str:
        """Why it is not run; empty if it is."""
        return self.model.skip

    @property
    def expected_failure(self) -> str:
        """Why it must fail; empty if it must not."""
        return self.model.expected_failure

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
    """A scenario file's scenarios.

    ``obsolete_snapshots`` names those written down of scenarios that are no longer there.
    """

    name: str
    path: Path
    scenarios: tuple[Scenario, ...]
    obsolete_snapshots: tuple[str, ...] = ()
