"""Where a server's sandboxes come from: a workspace file as it is now, or as it was when one was opened."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from os.path import commonpath
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel

from mockserver.clock import Clock, wall_time
from mockserver.errors import UsageError
from mockserver.sandbox import Sandbox
from mockserver.server.inputs import Opening
from mockserver.server.state_file import StateFile
from mockserver.workspace import Workspace, load_workspace
from mockserver.workspace.model import FileModel
from mockserver.workspace.reloading import update_sandbox

KEPT = 4 * 1024 * 1024
"""The bytes up to which a state file keeps a copy of a file; a larger one is expected not to change."""


class Origin(Protocol):
    """Opens sandboxes for a server."""

    @property
    def workspace(self) -> Workspace | None:
        """The workspace they are opened from, None if it is not known."""

    def opening(self) -> Opening:
        """Say how a world opened now begins."""

    def open(self, opening: Opening) -> Sandbox:
        """Open a world as it began."""

    def update(self, sandbox: Sandbox, files: Mapping[str, str]) -> None:
        """Bring a version of the workspace's files into a sandbox."""

    def close(self) -> None:
        """Let go of what was made to open sandboxes."""


class GivenOrigin:
    """A function that opens sandboxes; without one there are none but the one the server was given."""

    def __init__(self, reopen: Callable[[], Sandbox] | None) -> None:
        self.reopen = reopen

    @property
    def workspace(self) -> None:
        """Nobody knows."""
        return None

    def opening(self) -> Opening:
        """Say how a world opened now begins: at whatever time it is given."""
        return Opening(datetime.min.replace(tzinfo=UTC))

    def open(self, opening: Opening) -> Sandbox:  # noqa: ARG002
        """Open a world.

        Raises ``UsageError`` where there is no function for it.
        """
        if self.reopen is None:
            raise UsageError("this server was given a sandbox and knows no workspace to open afresh")
        return self.reopen()

    def update(self, sandbox: Sandbox, files: Mapping[str, str]) -> None:  # noqa: ARG002
        """Refuse: there is no file.

        Raises ``UsageError``.
        """
        raise UsageError("this server was given a sandbox and knows no workspace to load again")

    def close(self) -> None:
        """Do nothing."""


class WorkspaceOrigin:
    """A workspace file; worlds open at the pace given, at the file's time or the machine's.

    With a state file, what the files hold is kept in it, so that a world begins again as it began even
    if they have changed since.
    """

    def __init__(self, workspace: Workspace, *, pace: float = 0.0, kept_in: StateFile | None = None) -> None:
        self.path = workspace.path
        self.pace = pace
        self._kept_in = kept_in
        self._versions: dict[str, Workspace] = {}
        self._copies: list[tempfile.TemporaryDirectory[str]] = []
        self.files = self._note(workspace)

    @property
    def workspace(self) -> Workspace:
        """The workspace as it was loaded last."""
        return self._versions[_key(self.files)]

    def opening(self) -> Opening:
        """Say how a world opened now begins."""
        start = self.workspace.model.now
        return Opening(wall_time() if self.pace or start is None else start, self.files)

    def open(self, opening: Opening) -> Sandbox:
        """Open a world as it began.

        Raises ``WorkspaceError`` where the files describe none.
        """
        clock = Clock(opening.start, follows_wall=self.pace > 0, pace=self.pace)
        with clock.held(opening.start):
            return self._version(opening.files).open(clock=clock)

    def update(self, sandbox: Sandbox, files: Mapping[str, str]) -> None:
        """Bring a version of the workspace's files into a sandbox.

        Raises ``WorkspaceError`` where the files describe none; the sandbox is then as it was.
        """
        update_sandbox(sandbox, self._version(files))

    def close(self) -> None:
        """Remove the copies of files that were made."""
        for copies in self._copies:
            copies.cleanup()

    def load_again(self) -> bool:
        """Load the files if they have changed since; tell whether they have.

        Raises ``WorkspaceError`` or ``YamlError`` for a mistake in them; then the former version stays.
        """
        if _digests(Path(one) for one in self.files) == self.files:
            return False
        self.files = self._note(load_workspace(self.path))
        return True

    def _note(self, workspace: Workspace) -> Mapping[str, str]:
        paths = named_files(workspace)
        files = _digests(paths)
        self._versions[_key(files)] = workspace
        if self._kept_in:
            for path in paths:
                if path.is_file() and path.stat().st_size <= KEPT:
                    self._kept_in.keep_file(files[str(path)], path.read_bytes())
        return files

    def _version(self, files: Mapping[str, str]) -> Workspace:
        known = self._versions.get(_key(files))
        if known is None:
            known = self._versions[_key(files)] = self._restored(files)
        return known

    def _restored(self, files: Mapping[str, str]) -> Workspace:
        """Load a version from the copies in the state file."""
        # Large files of users are read whenever a sandbox opens, so the copies stay as long as the process.
        copies = tempfile.TemporaryDirectory(prefix="mockserver-")
        self._copies.append(copies)
        root, top = Path(copies.name), Path(commonpath([str(Path(one).parent) for one in files]))
        for one, digest in files.items():
            copy = root / Path(one).relative_to(top)
            copy.parent.mkdir(parents=True, exist_ok=True)
            content = self._kept_in.kept_file(digest) if self._kept_in else None
            if content is None:
                copy.symlink_to(one)
            else:
                copy.write_bytes(content)
        return load_workspace(root / Path(next(iter(files))).relative_to(top))


def named_files(workspace: Workspace) -> list[Path]:
    """Give the workspace's own file and then those it names, absolute."""
    base = workspace.path.parent
    named = [workspace.path, *(base / one.file for one in _named_in(workspace.model))]
    return list(dict.fromkeys(path.resolve() for path in named))


def _named_in(value: object) -> Iterator[FileModel]:
    if isinstance(value, FileModel):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _named_in(getattr(value, name))
    elif isinstance(value, Mapping):
        for member in value.values():
            yield from _named_in(member)
    elif isinstance(value, list | tuple):
        for member in value:
            yield from _named_in(member)


def _digests(paths: Iterator[Path] | list[Path]) -> Mapping[str, str]:
    return {str(path): _digest(path) for path in paths}


def _digest(path: Path) -> str:
    """Tell versions of a file apart: by what is in it or, of a large one or a folder, by when it changed."""
    try:
        stat = path.stat()
        if path.is_file() and stat.st_size <= KEPT:
            return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return "missing"
    return f"{stat.st_size} bytes of {stat.st_mtime_ns}"


def _key(files: Mapping[str, str]) -> str:
    return repr(sorted(files.items()))
