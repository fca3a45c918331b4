"""The files a preflight writes: none of them may be one it reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from mockserver.errors import UsageError
from mockserver.preflight.partitions import SUFFIXES, audience_files


def assert_apart(outputs: Iterable[Path], audience: Sequence[Path]) -> None:
    """Raise ``UsageError`` for a file to write that would be read as a file of users."""
    files = {file.resolve() for file in audience_files(audience)}
    folders = [path.resolve() for path in audience if path.is_dir()]
    for path in outputs:
        whole = path.resolve()
        in_folder = whole.suffix.lower() in SUFFIXES and any(map(whole.is_relative_to, folders))
        if whole in files or in_folder:
            hint = "write it to a folder of its own"
            raise UsageError(f"{path} would be read as a file of the audience", hint=hint)
