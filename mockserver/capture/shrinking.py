"""A failing scenario with its users and payloads reduced to what still fails in the same way."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mockserver.braze import load_profiles
from mockserver.capture.reduction import reduce_value, size_of
from mockserver.capture.yaml_text import escape_variables, render_yaml
from mockserver.errors import SourceError, UsageError
from mockserver.scenarios.loader import Loader
from mockserver.scenarios.runner import Outcome, Result, run_scenario
from mockserver.scenarios.suite import Scenario

SUFFIX: Final = "-shrunk"
"""What is added to the external id of a workspace's user when a scenario gets its own copy."""
MOST_RUNS: Final = 3_000
"""How often a scenario is run at most."""

_EXPANDED: Final = ("examples", "matrix", "variables")
_PAYLOADS: Final = {
    "track": ("attributes", "events", "purchases"),
    "trigger": ("properties",),
    "send": ("event_properties", "trigger_properties"),
    "render": ("event_properties", "trigger_properties"),
    "call": ("json", "form", "text"),
}
_UNNAMED: Final = ("appboy_id", "braze_id", "created_at", "random_bucket", "user_aliases")
_NUMBERS: Final = re.compile(r"\b\d+ (?:of \d+|places?)\b|#\d+")
_CODE: Final = re.compile(r"^ +([A-Z]+\d{3}) error", re.MULTILINE)

Where = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Shrunk:
    """The scenario file's new text, how large what was shrunk is and was, and how often it was run."""

    text: str
    before: int
    after: int
    runs: int


def shrink(scenario: Scenario, *, progress: Callable[[int], None] | None = None) -> Shrunk:
    """Reduce a failing scenario's users and payloads.

    It fails in the same way as long as its first failure is the same, no other one is new, and no new
    error is found. Users of the workspace are copied into the scenario, under another external id.
    ``progress`` is told the number of each run. Raises ``UsageError`` for a scenario that does not fail.
    """
    result = run_scenario(scenario)
    if result.outcome is not Outcome.FAILED:
        raise UsageError(
            f"{scenario.name!r} does not fail: {result.outcome}", hint="only a failing scenario can be shrunk"
        )
    document = _document(scenario)
    judge = _Judge(scenario, _way_of_failing(result), progress)
    if not judge.fails(document):
        raise UsageError(f"{scenario.name!r} fails otherwise when it is written out by itself")
    document = _with_own_users(document, scenario, judge)
    places = list(_places(document))
    before = sum(size_of(_at(document, place)) for place in places)
    for place in places:
        document = _reduced(document, place, judge)
    after = sum(size_of(_at(document, place)) for place in places)
    return Shrunk(render_yaml(document), before, after, judge.runs)


@dataclass(frozen=True, slots=True)
class _Way:
    """In which way a scenario fails: its failures in words, and the errors that were found."""

    headlines: tuple[str, ...]
    codes: frozenset[str]

    def is_like(self, other: _Way) -> bool:
        """Tell whether another way is this one, with nothing new to it."""
        first = self.headlines[:1] == other.headlines[:1]
        return first and set(other.headlines) <= set(self.headlines) and other.codes <= self.codes


def _way_of_failing(result: Result) -> _Way:
    told = [failure.headline for failure in result.failures]
    told += [found.sentence for failure in result.failures[:1] for found in failure.differences]
    headlines = tuple(_NUMBERS.sub("N", text).replace(SUFFIX, "") for text in told)
    return _Way(headlines, frozenset(_CODE.findall("\n".join(result.story))))


class _Judge:
    """Runs variants of a scenario and tells whether they fail in the same way."""

    def __init__(self, scenario: Scenario, way: _Way, progress: Callable[[int], None] | None) -> None:
        folder = Path(scenario.source.marked.source).absolute().parent
        self._variant = folder / f".shrink-{os.getpid()}.yaml"
        self._loader = Loader()
        self._way = way
        self._progress = progress
        self.runs = 0

    def fails(self, document: Mapping[str, Any]) -> bool:
        """Run a variant; one that cannot be run does not fail in the same way."""
        if self.runs >= MOST_RUNS:
            return False
        self.runs += 1
        if self._progress is not None:
            self._progress(self.runs)
        try:
            result = run_scenario(self._load(document))
        except SourceError:
            return False
        return result.outcome is Outcome.FAILED and self._way.is_like(_way_of_failing(result))

    def _load(self, document: Mapping[str, Any]) -> Scenario:
        # Beside the original, since it names its workspace and other files relative to itself.
        try:
            self._variant.write_text(render_yaml(document), encoding="utf-8")
        except OSError as error:
            raise UsageError(f"{self._variant} cannot be written: {error.strerror}") from None
        try:
            return self._loader.load(self._variant).scenarios[0]
        finally:
            self._variant.unlink()


def _document(scenario: Scenario) -> dict[str, Any]:
    """Write a scenario out by itself: tables expanded, profiles of files in their place."""
    whole = scenario.source.marked.data
    own = {name: value for name, value in deepcopy(dict(scenario.raw)).items() if name not in _EXPANDED}
    kept = {name: deepcopy(whole[name]) for name in ("suite", "workspace", "given") if name in whole}
    for given in (kept.get("given", {}), own.get("given", {})):
        if "users" in given:
            given["users"] = list(_profiles(given["users"], scenario.source.base))
    document = {**kept, "scenarios": [own]}
    return document if scenario.captured else dict(escape_variables(document))


def _profiles(entries: list[Any], base: Path) -> Iterator[Mapping[str, Any]]:
    for entry in entries:
        if set(entry) == {"file"}:
            yield from map(dict, load_profiles(base / entry["file"]))
        else:
            yield entry


def _with_own_users(document: dict[str, Any], scenario: Scenario, judge: _Judge) -> dict[str, Any]:
    """Copy the workspace's users that the scenario names into it, where it fails with the copies too."""
    sandbox = scenario.open()
    given = {str(user.get("external_id")) for user in _given_users(document)}
    for name in dict.fromkeys(_texts(document["scenarios"][0]["when"])):
        profile = sandbox.braze.profile(name) if name and name not in given else None
        if profile is not None:
            exported = {key: value for key, value in profile.exported().items() if key not in _UNNAMED}
            changed = _copied(document, name, {**exported, "external_id": name + SUFFIX})
            document = changed if judge.fails(changed) else document
    return document


def _given_users(document: Mapping[str, Any]) -> list[Any]:
    places = (document, document["scenarios"][0])
    return [user for place in places for user in place.get("given", {}).get("users", [])]


def _copied(document: dict[str, Any], name: str, profile: dict[str, Any]) -> dict[str, Any]:
    changed = deepcopy(document)
    own = changed["scenarios"][0]
    own["when"], own["then"] = (_replaced(own[key], name, name + SUFFIX) for key in ("when", "then"))
    own["given"] = {**own.get("given", {}), "users": [*own.get("given", {}).get("users", []), profile]}
    order = [key for key in own if key not in ("given", "when", "then")]
    changed["scenarios"][0] = {key: own[key] for key in (*order, "given", "when", "then")}
    return changed


def _replaced(value: Any, old: str, new: str) -> Any:
    if isinstance(value, str):
        return re.sub(rf"(?<![\w-]){re.escape(old)}(?![\w-])", new, value)
    if isinstance(value, Mapping):
        return {name: _replaced(member, old, new) for name, member in value.items()}
    return [_replaced(item, old, new) for item in value] if isinstance(value, list) else value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for member in value.values():
            yield from _texts(member)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _places(document: Mapping[str, Any]) -> Iterator[Where]:
    """Give where the users and payloads of a document stand."""
    own: Where = ("scenarios", 0)
    for base in ((), own):
        if "users" in _at(document, base).get("given", {}):
            yield (*base, "given", "users")
    for number, step in enumerate(_at(document, own)["when"]):
        for kind, members in _PAYLOADS.items():
            found = (member for member in members if member in (step.get(kind) or {}))
            yield from ((*own, "when", number, kind, member) for member in found)


def _reduced(document: dict[str, Any], place: Where, judge: _Judge) -> dict[str, Any]:
    smallest = reduce_value(_at(document, place), lambda value: judge.fails(_put(document, place, value)))
    return _put(document, place, smallest)


def _at(document: Any, place: Where) -> Any:
    for part in place:
        document = document[part]
    return document


def _put(document: dict[str, Any], place: Where, value: Any) -> dict[str, Any]:
    changed = deepcopy(document)
    _at(changed, place[:-1])[place[-1]] = value
    return changed
