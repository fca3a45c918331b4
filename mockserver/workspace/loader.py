"""Loading a workspace file and opening sandboxes from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mockserver.bundled import default_workspace_path
from mockserver.clock import Clock
from mockserver.errors import AssumptionError, WorkspaceError
from mockserver.evidence import Assumptions, Choice
from mockserver.marked_yaml import load_yaml, validate
from mockserver.sandbox import ALL_ASSUMPTIONS, Sandbox
from mockserver.workspace.additions import Addition, Source, braze_additions, rokt_additions
from mockserver.workspace.model import WorkspaceModel
from mockserver.workspace.user_files import Progress


@dataclass(frozen=True, slots=True)
class Workspace:
    """A world as a file describes it; any number of sandboxes open from it, each a world of its own."""

    model: WorkspaceModel
    source: Source
    additions: tuple[Addition, ...]

    @property
    def path(self) -> Path:
        """The file it was loaded from."""
        return Path(self.source.marked.source)

    def open(
        self,
        *,
        clock: Clock | None = None,
        seed: int | str | None = None,
        assumptions: Mapping[str, object] | None = None,
    ) -> Sandbox:
        """Open a sandbox with everything the workspace describes in it.

        What is given here goes before what the file says. Raises ``WorkspaceError`` with file, line and
        column where the file describes a world that cannot be.
        """
        if clock is None:
            clock = Clock(self.model.now) if self.model.now else Clock()
        sandbox = Sandbox(
            clock=clock,
            seed=self.model.seed if seed is None else seed,
            assumptions={**self.model.assumptions, **(assumptions or {})},
        )
        self.source.add_all(self.additions, sandbox)
        return sandbox


def load_workspace(path: Path | str, *, progress: Progress | None = None) -> Workspace:
    """Load a workspace file and the files it names; a large file of users is read by every ``open``.

    ``progress`` is then told of the file, how many of its bytes are read, and of how many. Raises
    ``WorkspaceError`` or ``YamlError`` naming every mistake with file, line and column.
    """
    path = Path(path)
    marked = load_yaml(path)
    model = validate(WorkspaceModel, marked, WorkspaceError)
    source = Source(marked, path.parent, WorkspaceError, progress)
    chosen_assumptions(model, source)
    additions = (
        *rokt_additions(model.rokt, ("rokt",)),
        *braze_additions(model.braze, source, ("braze",)),
    )
    return Workspace(model, source, additions)


def default_workspace() -> Workspace:
    """Load the workspace that ships with the project."""
    return load_workspace(default_workspace_path())


def chosen_assumptions(model: WorkspaceModel, source: Source) -> dict[str, Choice]:
    """Give what a workspace chooses of the open questions.

    Raises ``WorkspaceError`` at the first one that does not exist, or does not have that choice.
    """
    known = Assumptions(ALL_ASSUMPTIONS)
    for name, value in model.assumptions.items():
        try:
            known.set(name, value)
        except AssumptionError as mistake:
            raise source.mistake(("assumptions", name), mistake.message, mistake.hint) from mistake
    return {name: known[name] for name in model.assumptions}
