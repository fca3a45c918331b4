"""The sandboxes of one server by name, each opened when it is first asked for."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from threading import Lock

from mockserver.errors import MockServerError, UsageError
from mockserver.sandbox import Sandbox
from mockserver.server.hosted import Fetch, Hosted
from mockserver.server.inputs import Log, MemoryLog
from mockserver.server.journal_file import JournalFile
from mockserver.server.origin import GivenOrigin, Origin, WorkspaceOrigin
from mockserver.server.state_file import FileLog, StateFile
from mockserver.simulator.journal import Exchange
from mockserver.workspace import Progress

DEFAULT = "default"
"""The sandbox of whoever names none."""

MOST = 256
"""How many sandboxes one server has at most."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


class Worlds:
    """The sandboxes behind one server.

    ``sandbox`` is the default one where it is given; all others open from the origin. With a state file
    those of an earlier run are opened as they were, and the workspace's files as they are now brought in;
    ``progress`` is then told of the file, how many of a sandbox's inputs are played again, and of how many.
    """

    def __init__(
        self,
        origin: Origin,
        *,
        sandbox: Sandbox | None = None,
        state: StateFile | None = None,
        journal: JournalFile | None = None,
        outside: Mapping[str, Fetch] | None = None,
        progress: Progress | None = None,
    ) -> None:
        self._origin = origin
        self._state = state
        self._journal = journal
        self.outside = outside or {}
        self._lock = Lock()
        self._has_mistake = False
        self._progress = partial(progress, state.path) if state and progress else None
        self._named = {DEFAULT: self._open(DEFAULT, sandbox)}
        for name in state.names if state else ():
            self.get(name)
        self._bring_up_to_date()

    def __iter__(self) -> Iterator[Hosted]:
        return iter(tuple(self._named.values()))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the sandboxes there are."""
        return tuple(self._named)

    def get(self, name: str) -> Hosted:
        """Give a sandbox by name, opened if it is new.

        Raises ``UsageError`` for what cannot be a name, for one too many, and where none can be opened.
        """
        found = self._named.get(name)
        if found is not None:
            return found
        if not _NAME.fullmatch(name):
            raise UsageError(f"{name!r} cannot be a sandbox's name", hint="use letters, digits, _ . and -")
        with self._lock:
            if name not in self._named:
                if len(self._named) >= MOST:
                    raise UsageError(f"there are {MOST} sandboxes already", hint="delete those not needed")
                self._named[name] = self._open(name, None)
            return self._named[name]

    def forget(self, name: str) -> None:
        """Give a sandbox up.

        Raises ``UsageError`` for one there is none of and for the default one.
        """
        if name == DEFAULT or name not in self._named:
            hint = "the default sandbox stays: reset it" if name == DEFAULT else ""
            raise UsageError(f"there is no sandbox {name!r} to delete", hint=hint)
        self._named.pop(name).changes.close(given_up=True)
        if self._state:
            self._state.forget(name)

    def load_again(self) -> bool:
        """Bring the workspace's files into every sandbox if they have changed; tell whether they had.

        Raises ``MockServerError`` for a mistake in them; the sandboxes are then as they were.
        """
        origin = self._origin
        if not isinstance(origin, WorkspaceOrigin):
            raise UsageError("this server was given a sandbox and knows no workspace to load again")
        try:
            has_changed = origin.load_again()
            self._bring_up_to_date()
        except MockServerError:
            self._has_mistake = True
            raise
        self._has_mistake = False
        return has_changed

    def _bring_up_to_date(self) -> None:
        if isinstance(self._origin, WorkspaceOrigin):
            for hosted in self:
                if hosted.files != self._origin.files:
                    hosted.reload(self._origin.files)

    def troubles(self) -> list[str]:
        """Say why the server is not ready; nothing if it is.

        Anybody may ask, so nothing of a file's text is told.
        """
        found = ["the workspace file has a mistake, which a reload tells"] if self._has_mistake else []
        try:
            if self._state:
                self._state.check_writable()
        except sqlite3.Error:
            found.append("the state file cannot be written")
        return found

    def run_due(self) -> None:
        """Run the work that has fallen due by itself."""
        for hosted in self:
            if hosted.sandbox.clock.follows_wall:
                hosted.run_due()

    def stop_waiting(self) -> None:
        """Wake everybody who waits for a change: no more will come."""
        for hosted in self:
            hosted.changes.close()

    def close(self) -> None:
        """Close the files."""
        self._origin.close()
        if self._state:
            self._state.close()
        if self._journal:
            self._journal.close()

    def _open(self, name: str, sandbox: Sandbox | None) -> Hosted:
        log: Log = FileLog(self._state, name) if self._state else MemoryLog()
        listeners: list[Callable[[Exchange], object]] = []
        if self._journal:
            listeners.append(partial(self._journal.write, name))
        return Hosted(
            name,
            self._origin,
            sandbox=sandbox,
            log=log,
            outside=self.outside,
            listeners=listeners,
            progress=self._progress,
        )


def worlds_of(sandbox: Sandbox, reopen: Callable[[], Sandbox] | None = None) -> Worlds:
    """Give the worlds of a server that was given its sandbox; ``reopen`` opens all others."""
    return Worlds(GivenOrigin(reopen), sandbox=sandbox)
