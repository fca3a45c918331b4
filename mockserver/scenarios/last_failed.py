"""Which scenarios failed when they were last run, kept for ``--last-failed``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from mockserver.scenarios.runner import Event, ScenarioFinished
from mockserver.scenarios.selection import keep
from mockserver.scenarios.suite import Scenario, Suite

FOLDER = ".mockserver"
_FILE = "last-failed.json"

Key = tuple[str, str]


class LastFailed:
    """Listens to a run and keeps, in the folder ``.mockserver``, which scenarios fail.

    Those that are not run stay as they were.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER
        self._failed = dict.fromkeys(_read(self._folder / _FILE))

    def listen(self, event: Event) -> None:
        """Take the next event of a run."""
        if isinstance(event, ScenarioFinished):
            key = _key(event.result.scenario)
            self._failed.pop(key, None)
            if not event.result.passed:
                self._failed[key] = None

    def write(self) -> None:
        """Keep what was heard; nothing is written as long as nothing ever failed."""
        file = self._folder / _FILE
        if not self._failed and not file.exists():
            return
        self._folder.mkdir(exist_ok=True)
        (self._folder / ".gitignore").write_text("*\n", encoding="utf-8")
        file.write_text(json.dumps(list(self._failed), indent=1), encoding="utf-8")

    def select(self, suites: Iterable[Suite]) -> list[Suite]:
        """Keep the scenarios that failed last time."""
        return keep(suites, lambda scenario: _key(scenario) in self._failed)


def _key(scenario: Scenario) -> Key:
    return str(Path(scenario.source.marked.source).absolute()), scenario.name


def _read(file: Path) -> list[Key]:
    try:
        return [(str(path), str(name)) for path, name in json.loads(file.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return []  # never written, or by somebody else: then nothing is known to have failed
