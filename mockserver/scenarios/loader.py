"""Finding scenario files and loading them, every mistake reported at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from os.path import isfile
from pathlib import Path

from mockserver.errors import AssumptionError, ScenarioError, SourceError, UsageError
from mockserver.evidence import Assumptions
from mockserver.marked_yaml import MarkedYaml, load_yaml, validate
from mockserver.sandbox import ALL_ASSUMPTIONS
from mockserver.scenarios.addresses import address
from mockserver.scenarios.expansion import ExpandedYaml, expand
from mockserver.scenarios.model import GivenModel, ScenarioModel, SuiteModel
from mockserver.scenarios.snapshots import load_snapshots
from mockserver.scenarios.suite import Given, Scenario, Suite
from mockserver.scenarios.variables import Path_
from mockserver.simulator.difference import matcher_mistakes
from mockserver.workspace import (
    Progress,
    Source,
    Workspace,
    content_additions,
    default_workspace,
    load_workspace,
)

SUFFIX = ".scenario.yaml"
"""How the names of scenario files end."""


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Give the scenario files that paths stand for: a file itself, a folder all that lie in it.

    Raises ``UsageError`` for a path that is not there and a folder without scenario files.
    """
    return list(dict.fromkeys(file for path in paths for file in _files_at(path)))


def _files_at(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise UsageError(f"{path}: there is no such file or folder")
    found = sorted(path.rglob(f"*{SUFFIX}"))
    if not found:
        raise UsageError(f"{path}: no scenario file lies here", hint=f"their names end in {SUFFIX}")
    return found


def load_suites(paths: Iterable[Path], *, progress: Progress | None = None) -> list[Suite]:
    """Load the suites that files and folders hold.

    ``progress`` is told how far a large file of users is read whenever a scenario opens. Raises
    ``UsageError`` like ``find_files``, and a ``SourceError`` that names the mistakes of all the files that
    cannot be run.
    """
    loader = Loader(progress)
    suites: list[Suite] = []
    broken: list[SourceError] = []
    for file in find_files(paths):
        try:
            suites.append(loader.load(file))
        except SourceError as mistake:
            broken.append(mistake)
    if broken:
        raise ScenarioError("\n".join(dict.fromkeys(map(str, broken))))
    return suites


@dataclass(slots=True)
class Loader:
    """Loads scenario files; a workspace that several of them name is read once."""

    progress: Progress | None = None
    _workspaces: dict[Path | None, Workspace] = field(default_factory=dict)

    def load(self, path: Path) -> Suite:
        """Load one file.

        Raises ``ScenarioError``, ``WorkspaceError`` or ``YamlError`` naming every mistake with file,
        line and column.
        """
        path = _from_here(path)
        marked = expand(load_yaml(path))
        model = _validated(marked)
        source = Source(marked, path.parent, ScenarioError, self.progress)
        _raise(list(_mistakes(model, source)))
        workspace = self._workspace(_workspace_file(model, source))
        snapshots = load_snapshots(path)
        scenarios = tuple(
            Scenario(
                model=scenario,
                suite=model.suite,
                path=("scenarios", index),
                source=source,
                workspace=workspace,
                given=_given(model, index, source),
                raw=marked.data["scenarios"][index],
                captured=origin.captured,
                row=origin.row,
                snapshot=snapshots.get(scenario.name),
            )
            for index, (scenario, origin) in enumerate(zip(model.scenarios, marked.origins, strict=True))
        )
        in_use = {scenario.name for scenario in scenarios if scenario.then.snapshot}
        return Suite(model.suite, path, scenarios, tuple(name for name in snapshots if name not in in_use))

    def _workspace(self, path: Path | None) -> Workspace:
        key = path.resolve() if path else None
        if key not in self._workspaces:
            self._workspaces[key] = (
                load_workspace(path, progress=self.progress) if path else default_workspace()
            )
        return self._workspaces[key]


def _workspace_file(model: SuiteModel, source: Source) -> Path | None:
    if not model.workspace:
        return None
    file = source.base / model.workspace
    if not isfile(file):  # noqa: PTH113 - Path.is_file raises for names too long
        raise source.mistake(("workspace",), f"there is no file {file}", "name it from this file's folder on")
    return file


def _from_here(path: Path) -> Path:
    """Write a path from the current folder where it lies below it: reports are shorter to read."""
    absolute = path.absolute()
    here = Path.cwd()
    return absolute.relative_to(here) if absolute.is_relative_to(here) else path


def _given(suite: SuiteModel, index: int, source: Source) -> Given:
    own = suite.scenarios[index].given
    places: tuple[tuple[Path_, GivenModel], ...] = (
        (("given",), suite.given),
        (("scenarios", index, "given"), own),
    )
    return Given(
        now=own.now or suite.given.now,
        seed=suite.given.seed if own.seed is None else own.seed,
        assumptions={**suite.given.assumptions, **own.assumptions},
        faults=tuple(
            ((*path, "faults", number), fault)
            for path, given in places
            for number, fault in enumerate(given.faults)
        ),
        additions=tuple(
            addition for path, given in places for addition in content_additions(given, source, path)
        ),
    )


def _validated(marked: ExpandedYaml) -> SuiteModel:
    """Check the expanded document; a mistake that every row of a table repeats is reported once."""
    try:
        return validate(SuiteModel, marked, ScenarioError)
    except ScenarioError as mistake:
        others = {(str(one.location), one.message): one for one in mistake.others}
        others.pop((str(mistake.location), mistake.message), None)
        mistake.others = tuple(others.values())
        raise


def _mistakes(model: SuiteModel, source: Source) -> Iterator[SourceError]:
    yield from _assumption_mistakes(model.given, source, ("given",))
    for index, scenario in enumerate(model.scenarios):
        path = ("scenarios", index)
        yield from _assumption_mistakes(scenario.given, source, (*path, "given"))
        for place, message in matcher_mistakes(_raw(source.marked, index), (*path, "then")):
            yield source.mistake(place, message)
        yield from _operation_mistakes(scenario, source, path)
    yield from _repeated_names(model.scenarios, source)


def _raw(marked: MarkedYaml, index: int) -> object:
    return marked.data["scenarios"][index]["then"]


def _assumption_mistakes(given: GivenModel, source: Source, path: Path_) -> Iterator[SourceError]:
    known = Assumptions(ALL_ASSUMPTIONS)
    for name, value in given.assumptions.items():
        try:
            known.set(name, value)
        except AssumptionError as mistake:
            yield source.mistake((*path, "assumptions", name), mistake.message, mistake.hint)


def _operation_mistakes(scenario: ScenarioModel, source: Source, path: Path_) -> Iterator[SourceError]:
    for number, step in enumerate(scenario.when):
        if step.call is not None and step.call.operation is not None:
            try:
                address(step.call)
            except UsageError as mistake:
                yield source.mistake((*path, "when", number), mistake.message, mistake.hint)


def _repeated_names(scenarios: list[ScenarioModel], source: Source) -> Iterator[SourceError]:
    seen: set[str] = set()
    for index, scenario in enumerate(scenarios):
        if scenario.name in seen:
            yield source.mistake(
                ("scenarios", index, "name"), "another scenario of this file has the same name"
            )
        seen.add(scenario.name)


def _raise(mistakes: list[SourceError]) -> None:
    # What is wrong in one scenario of a table is wrong in all of them.
    told = list({str(mistake): mistake for mistake in mistakes}.values())
    if told:
        told[0].others = tuple(told[1:])
        raise told[0]
