"""Expansion: scenarios with tables, variables and fragments become the plain scenarios they stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice, product
from math import prod
from typing import Any

from mockserver.errors import Location, ScenarioError
from mockserver.marked_yaml import MarkedYaml, validate
from mockserver.scenarios.model import OutlineModel, TableModel
from mockserver.scenarios.variables import (
    Definitions,
    Path_,
    VariableError,
    check_size,
    references,
    substitute,
)

_CONSUMED = ("variables", "examples", "matrix")

MOST_SCENARIOS = 10_000
"""How many scenarios a table may stand for."""
MOST_STEPS = 10_000
"""How many steps fragments may stand for."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an expanded scenario comes from: its index in the file, its row, and the place of each step."""

    index: int
    row: Mapping[str, Any]
    steps: tuple[Path_, ...]
    captured: frozenset[str]


@dataclass(frozen=True, slots=True)
class ExpandedYaml(MarkedYaml):
    """A document whose scenarios are expanded; a place in one is the place it was written at."""

    origins: tuple[Origin, ...] = ()

    def place(self, path: Any) -> tuple[Location, str]:
        """Give the location of a value and the text of its line."""
        return MarkedYaml.place(self, self._written_at(tuple(path)))

    def _written_at(self, path: Path_) -> Path_:
        if path[:1] != ("scenarios",) or len(path) < 2 or not isinstance(path[1], int):
            return path
        origin = self.origins[path[1]]
        if path[2:3] == ("when",) and len(path) > 3 and isinstance(path[3], int):
            return (*origin.steps[path[3]], *path[4:])
        return ("scenarios", origin.index, *path[2:])


def expand(marked: MarkedYaml) -> ExpandedYaml:
    """Give the document with each of its scenarios as plain as can be.

    Rows and combinations become scenarios, fragments their steps, variables their values; only captures
    stay. Raises ``ScenarioError`` with file, line and column for a table, a variable or a fragment that
    cannot be.
    """
    outline = validate(OutlineModel, marked, ScenarioError)
    expanded, origins = [], []
    try:
        for scenario, origin in _scenarios(marked.data, outline):
            expanded.append(scenario)
            origins.append(origin)
        data = _with_values(marked.data, outline, expanded)
        for name, value in data.items():
            check_size(value, (name,))
    except VariableError as mistake:
        place, line = marked.place(mistake.path)
        raise ScenarioError(mistake.message, location=place, line_text=line, hint=mistake.hint) from None
    return ExpandedYaml(data, marked.source, marked.text, marked.root, tuple(origins))


def _with_values(data: Mapping[str, Any], outline: OutlineModel, scenarios: list[Any]) -> dict[str, Any]:
    shared = _definitions(outline, TableModel(), -1, {})
    kept = {
        name: value for name, value in data.items() if name not in ("scenarios", "variables", "fragments")
    }
    return {
        **{name: substitute(value, shared, at=(name,)) for name, value in kept.items()},
        **{name: data[name] for name in ("variables", "fragments") if name in data},
        "scenarios": scenarios,
    }


def _scenarios(data: Mapping[str, Any], outline: OutlineModel) -> Iterator[tuple[Any, Origin]]:
    for index, table in enumerate(outline.scenarios):
        raw = data["scenarios"][index]
        when, steps = _steps(raw.get("when"), outline, ("scenarios", index, "when"))
        plain = {name: value for name, value in raw.items() if name not in _CONSUMED}
        if when is not None:
            plain["when"] = when
        captured = frozenset(_captured(when))
        rows = list(_rows(table, ("scenarios", index)))
        check_size([plain] * len(rows), ("scenarios", index))
        try:
            made = [
                (_valued(plain, index, _definitions(outline, table, index, row), captured), row)
                for row in rows
            ]
        except VariableError as mistake:
            raise _as_written(mistake, steps) from None
        _tell_apart(made)
        yield from ((scenario, Origin(index, row, steps, captured)) for scenario, row in made)


def _rows(table: TableModel, at: Path_) -> Iterator[dict[str, Any]]:
    names = list(table.matrix or ())
    number = len(table.examples or [{}]) * prod(map(len, (table.matrix or {}).values()))
    if number > MOST_SCENARIOS:
        raise VariableError(at, f"this stands for {number} scenarios; {MOST_SCENARIOS} are the most")
    for example in table.examples or [{}]:
        for values in product(*(table.matrix or {}).values()):
            yield {**example, **dict(zip(names, values, strict=True))}


def _definitions(outline: OutlineModel, table: TableModel, index: int, row: Mapping[str, Any]) -> Definitions:
    """Give the variables of a scenario: the file's, its own, and a row's, the later before the earlier."""
    places: dict[str, Path_] = {name: ("variables", name) for name in outline.variables}
    places |= {name: ("scenarios", index, "variables", name) for name in table.variables}
    places |= {
        name: ("scenarios", index, "matrix" if name in (table.matrix or {}) else "examples") for name in row
    }
    return Definitions({**outline.variables, **table.variables, **row}, places)


def _steps(when: Any, outline: OutlineModel, at: Path_) -> tuple[Any, tuple[Path_, ...]]:
    """Put the steps of fragments in the place of ``use``; tell where each step is written."""
    if not isinstance(when, list):
        return when, ()
    used = (found for index, step in enumerate(when) for found in _used(step, outline, (*at, index), ()))
    placed = list(islice(used, MOST_STEPS + 1))
    if len(placed) > MOST_STEPS:
        raise VariableError(at, f"these are more than {MOST_STEPS} steps")
    return [step for step, _ in placed], tuple(path for _, path in placed)


def _used(
    step: Any, outline: OutlineModel, at: Path_, inside: tuple[str, ...]
) -> Iterator[tuple[Any, Path_]]:
    if not isinstance(step, dict) or set(step) != {"use"} or not isinstance(step["use"], str):
        yield step, at
        return
    name = step["use"]
    if name in inside:
        raise VariableError(at, "a fragment uses itself: " + " -> ".join([*inside, name]))
    fragment = outline.fragments.get(name)
    if not isinstance(fragment, list) or not fragment:
        raise _unusable(name, outline, at)
    for index, part in enumerate(fragment):
        try:
            yield from _used(part, outline, ("fragments", name, index), (*inside, name))
        except RecursionError:
            raise VariableError(at, "too many fragments use each other") from None


def _unusable(name: str, outline: OutlineModel, at: Path_) -> VariableError:
    if name in outline.fragments:
        return VariableError(at, f"the fragment {name!r} is no list of steps")
    near = get_close_matches(name, outline.fragments, n=1)
    known = ", ".join(outline.fragments)
    hint = f"did you mean {near[0]}?" if near else known and f"known here: {known}"
    return VariableError(at, f"there is no fragment {name!r}", hint=hint)


def _as_written(mistake: VariableError, steps: tuple[Path_, ...]) -> VariableError:
    """Give a mistake in a step the place where the step is written."""
    path = mistake.path
    if path[:1] == ("scenarios",) and path[2:3] == ("when",) and len(path) > 3 and isinstance(path[3], int):
        path = (*steps[path[3]], *path[4:])
    return VariableError(path, mistake.message, hint=mistake.hint)


def _captured(when: Any) -> Iterator[str]:
    for step in when if isinstance(when, list) else ():
        if isinstance(step, dict) and isinstance(step.get("capture"), dict):
            yield from map(str, step["capture"])


def _valued(
    raw: Mapping[str, Any], index: int, definitions: Definitions, captured: frozenset[str]
) -> dict[str, Any]:
    at: Path_ = ("scenarios", index)
    late = {"when", "then"}
    scenario = {
        name: substitute(value, definitions, later=captured if name in late else frozenset(), at=(*at, name))
        for name, value in raw.items()
    }
    if captured:
        _refuse_early(scenario.get("when"), captured, at)
    return scenario


def _refuse_early(when: Any, captured: frozenset[str], at: Path_) -> None:
    """Refuse a step that names a capture which is made only after it."""
    known: set[str] = set()
    for index, step in enumerate(when if isinstance(when, list) else ()):
        for name in references(step):
            if name in captured and name not in known:
                raise VariableError((*at, "when", index), f"$({name}) is captured only by a later step")
        known.update(_captured([step]))


def _tell_apart(made: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    """Write the row's values after the names of scenarios that would have the same."""
    names = [scenario.get("name") for scenario, _ in made]
    if len(made) > 1 and len({str(name) for name in names}) < len(names):
        for scenario, row in made:
            scenario["name"] = f"{scenario.get('name')} ({', '.join(map(_label, row.values()))})"


def _label(value: Any) -> str:
    if isinstance(value, dict) and value:
        return _label(next(iter(value.values())))
    return str(value)
