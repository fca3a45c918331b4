"""Users that a workspace names by a file: an export's answer, JSON lines, a segment export, a folder of them.

What a small file holds is kept for every sandbox; a large one is read each time a sandbox opens, one
profile after the other, so that nothing is held of it but the profiles themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mockserver.braze import ProfileFileError, load_profiles
from mockserver.braze.profiles.files import profile_files, size_of
from mockserver.errors import UsageError
from mockserver.sandbox import Sandbox

UserProfile = Mapping[str, Any]
Progress = Callable[[Path, int, int], None]
"""Told of a file or a folder, how many of its bytes are read, and of how many."""
KEPT = 100_000
"""The bytes up to which a file's profiles are kept."""
IDENTIFIERS = ("external_id", "braze_id", "user_aliases", "email", "phone")
"""What a profile can be told apart by; at least one must be there."""


@dataclass(frozen=True, slots=True)
class UserFile:
    """A file or a folder of profiles; ``kept`` are those of a small one."""

    path: Path
    progress: Progress | None = None
    kept: tuple[UserProfile, ...] | None = None

    @classmethod
    def prepared(cls, path: Path, progress: Progress | None) -> UserFile:
        """Look at a file, and read it if it is small.

        Raises ``UsageError`` naming the place of a mistake in it.
        """
        try:
            is_small = size_of(profile_files(path)) <= KEPT
        except (ProfileFileError, OSError) as error:
            raise _usage_error(error) from error
        return cls(path, progress, tuple(_read(path, None)) if is_small else None)

    def add(self, sandbox: Sandbox) -> None:
        """Load the profiles into a sandbox.

        Raises ``UsageError`` naming the place of a mistake, or the number of the profile it is in.
        """
        # What people write themselves ends in .json: there an unknown field is a slip of the pen.
        exported = self.path.suffix != ".json"
        for number, profile in enumerate(self._profiles(), start=1):
            try:
                sandbox.braze.state.profiles.load(profile, exported=exported)
            except UsageError as mistake:
                message = f"{self.path}: profile {number}: {mistake.message}"
                raise UsageError(message, hint=mistake.hint) from mistake

    def _profiles(self) -> Iterable[UserProfile]:
        return _read(self.path, self.progress) if self.kept is None else self.kept


def check_identified(profile: UserProfile) -> None:
    """Refuse a profile that nobody can be told by.

    Raises ``UsageError``.
    """
    if not any(profile.get(name) for name in IDENTIFIERS):
        raise UsageError("a profile without an identifier", hint="give it " + " or ".join(IDENTIFIERS))


def _read(path: Path, progress: Progress | None) -> Iterator[UserProfile]:
    tell = (lambda done, total: progress(path, done, total)) if progress else None
    try:
        for number, profile in enumerate(load_profiles(path, progress=tell), start=1):
            try:
                check_identified(profile)
            except UsageError as mistake:
                raise UsageError(f"{path}: profile {number}: {mistake.message}", hint=mistake.hint) from None
            yield profile
    except (ProfileFileError, OSError) as error:
        raise _usage_error(error) from error


def _usage_error(error: ProfileFileError | OSError) -> UsageError:
    if isinstance(error, OSError):
        return UsageError(f"{error.filename}: {error.strerror}")
    place = f"{error.location}: " if error.location else ""
    return UsageError(place + error.message, hint=error.hint)
