"""The state file: the inputs of every sandbox of a server in one SQLite database.

An input is written before it is answered. In SQLite's WAL mode what is written survives the end of the
process, however it ends; only a crash of the machine itself can lose the latest.
Source: https://www.sqlite.org/wal.html
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

from mockserver.errors import SourceError, UsageError
from mockserver.http import Headers, Request, Response
from mockserver.server.inputs import Answered, Arrived, Called, Input, Opening, Reloaded

FORMAT = 1
"""The version of the tables below; a file of another one is refused."""

_TABLES = """
CREATE TABLE IF NOT EXISTS sandboxes (name TEXT PRIMARY KEY, start TEXT NOT NULL, files TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS inputs (
    number INTEGER PRIMARY KEY AUTOINCREMENT, sandbox TEXT NOT NULL, at TEXT NOT NULL,
    machine TEXT NOT NULL, kind TEXT NOT NULL, head TEXT NOT NULL, body BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS snapshots (sandbox TEXT, name TEXT, last INTEGER, PRIMARY KEY (sandbox, name));
CREATE TABLE IF NOT EXISTS files (digest TEXT PRIMARY KEY, content BLOB NOT NULL);
"""
_NO_STATE = ("SQLITE_NOTADB", "SQLITE_CORRUPT")
_INSERT = "INSERT INTO inputs (sandbox, at, machine, kind, head, body) VALUES (?, ?, ?, ?, ?, ?)"


class StateFile:
    """A state file, open for this process alone.

    Raises ``SourceError`` for a file that is none or of another version, and ``UsageError`` for one that is
    open elsewhere.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()
        try:
            self._base = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=0.5)
            with ExitStack() as if_it_fails:
                if_it_fails.callback(self._base.close)
                self._prepare()
                if_it_fails.pop_all()
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorname", "") in _NO_STATE:
                hint = "it is left as it is; name another file"
                raise SourceError(f"{path} is no state file: {error}", hint=hint) from error
            hint = "is another server using it? every server needs a file of its own"
            raise UsageError(f"the state file {path} cannot be used: {error}", hint=hint) from error

    def _prepare(self) -> None:
        # Alone with the file, SQLite also needs no shared memory beside it.
        self._base.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._base.execute("PRAGMA journal_mode = WAL")
        self._base.execute("PRAGMA synchronous = NORMAL")
        found = self._base.execute("PRAGMA user_version").fetchone()[0]
        if found not in (0, FORMAT):
            raise SourceError(f"the state file {self.path} is of version {found}, not {FORMAT}")
        self._base.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {FORMAT}; COMMIT;")

    def execute(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement and give its rows; changes are in the file when this returns."""
        with self._lock:
            return self._base.execute(statement, values).fetchall()

    def execute_all(self, *statements: tuple[str, Sequence[Any]]) -> None:
        """Run several statements of which all take effect or none."""
        with self._lock, self._base:
            self._base.execute("BEGIN IMMEDIATE")
            for statement, values in statements:
                self._base.execute(statement, values)

    def check_writable(self) -> None:
        """Write nothing, as a write would be written.

        Raises ``sqlite3.Error`` where that fails.
        """
        self.execute_all(("DELETE FROM snapshots WHERE sandbox IS NULL", ()))

    @property
    def names(self) -> tuple[str, ...]:
        """The sandboxes in the file."""
        return tuple(name for (name,) in self.execute("SELECT name FROM sandboxes ORDER BY rowid"))

    def forget(self, name: str) -> None:
        """Remove a sandbox and its inputs."""
        self.execute_all(
            ("DELETE FROM sandboxes WHERE name = ?", [name]),
            ("DELETE FROM inputs WHERE sandbox = ?", [name]),
            ("DELETE FROM snapshots WHERE sandbox = ?", [name]),
        )

    def keep_file(self, digest: str, content: bytes) -> None:
        """Keep what a file of the workspace holds."""
        self.execute("INSERT OR IGNORE INTO files VALUES (?, ?)", [digest, content])

    def kept_file(self, digest: str) -> bytes | None:
        """Give what a file of the workspace held, None if it was too large to keep."""
        rows = self.execute("SELECT content FROM files WHERE digest = ?", [digest])
        return rows[0][0] if rows else None

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._base.close()


class FileLog:
    """The inputs of one sandbox in a state file."""

    def __init__(self, file: StateFile, name: str) -> None:
        self._file = file
        self._name = name

    def begin(self, opening: Opening) -> None:
        """Start again with a fresh world."""
        files = json.dumps(dict(opening.files))
        self._file.execute_all(
            ("DELETE FROM inputs WHERE sandbox = ?", [self._name]),
            ("DELETE FROM snapshots WHERE sandbox = ?", [self._name]),
            (
                "INSERT OR REPLACE INTO sandboxes VALUES (?, ?, ?)",
                [self._name, opening.start.isoformat(), files],
            ),
        )

    def append(self, entry: Input) -> None:
        """Write one more input down; when this returns, it survives the process."""
        kind, head, body = _written(entry)
        values = [self._name, entry.at.isoformat(), entry.machine.isoformat(), kind, head, body]
        self._file.execute(_INSERT, values)

    @property
    def opening(self) -> Opening | None:
        """How the world began; None before it did."""
        rows = self._file.execute("SELECT start, files FROM sandboxes WHERE name = ?", [self._name])
        return Opening(datetime.fromisoformat(rows[0][0]), json.loads(rows[0][1])) if rows else None

    @property
    def last(self) -> int:
        """The number of the latest input."""
        rows = self._file.execute("SELECT max(number) FROM inputs WHERE sandbox = ?", [self._name])
        return rows[0][0] or 0

    def inputs(self) -> Sequence[Input]:
        """Give all inputs in order."""
        columns = "at, machine, kind, head, body"
        query = f"SELECT {columns} FROM inputs WHERE sandbox = ? ORDER BY number"  # noqa: S608 - constants
        return [_read(*row) for row in self._file.execute(query, [self._name])]

    def cut(self, last: int) -> None:
        """Forget what came after an input."""
        self._file.execute_all(
            ("DELETE FROM inputs WHERE sandbox = ? AND number > ?", [self._name, last]),
            ("DELETE FROM snapshots WHERE sandbox = ? AND last > ?", [self._name, last]),
        )

    @property
    def snapshots(self) -> Mapping[str, int]:
        """Where snapshots were taken, by name."""
        rows = self._file.execute("SELECT name, last FROM snapshots WHERE sandbox = ?", [self._name])
        return dict(rows)

    def mark(self, name: str) -> None:
        """Take a snapshot."""
        self._file.execute("INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?)", [self._name, name, self.last])


def _written(entry: Input) -> tuple[str, str, bytes]:
    """Give an input's kind, what is JSON of it and what is bytes."""
    if isinstance(entry, Arrived):
        request = entry.request
        head = [entry.service, request.method, request.url, request.headers.pairs]
        return "arrived", _dump(head), request.body
    if isinstance(entry, Called):
        return "called", _dump([entry.operation, dict(entry.params), entry.payload]), b""
    if isinstance(entry, Reloaded):
        return "reloaded", _dump(dict(entry.files)), b""
    if entry.response is None:
        return "answered", _dump([entry.failure]), b""
    answer = entry.response
    told = (entry.failure, answer.status, answer.headers.pairs, answer.latency)
    return "answered", _dump(told), answer.body


def _read(at: str, machine: str, kind: str, head: str, body: bytes) -> Input:
    times, told = (datetime.fromisoformat(at), datetime.fromisoformat(machine)), json.loads(head)
    if kind == "arrived":
        service, method, url, headers = told
        return Arrived(*times, service, Request(method, url, Headers(map(tuple, headers)), body))
    if kind == "called":
        return Called(*times, *told)
    if kind == "reloaded":
        return Reloaded(*times, told)
    if len(told) == 1:
        return Answered(*times, None, told[0])
    failure, status, headers, latency = told
    return Answered(*times, Response(status, Headers(map(tuple, headers)), body, latency), failure)


_dump = json.JSONEncoder(separators=(",", ":")).encode
