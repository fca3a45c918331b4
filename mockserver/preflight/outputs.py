"""The files a preflight writes: looked at before the work, so that nothing is lost after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from mockserver.errors import UsageError
from mockserver.preflight.partitions import SUFFIXES, audience_files


def assert_writable(outputs: Iterable[Path], audience: Sequence[Path]) -> None:
    """Raise ``UsageError`` for a file that cannot be written, or would be read as a file of users."""
    files = {file.resolve() for file in audience_files(audience)}
    folders = [path.resolve() for path in audience if path.is_dir()]
    for path in outputs:
        whole = path.resolve()
        in_folder = whole.suffix in SUFFIXES and any(map(whole.is_relative_to, folders))
        if whole in files or in_folder:
            hint = "write it to a folder of its own"
            raise UsageError(f"{path} would be read as a file of the audience", hint=hint)
        try:
            _try(whole)
        except OSError as error:
            raise UsageError(f"{path} cannot be written: {error.strerror}") from error


def _try(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    path.open("ab").close()
    if is_new:
        path.unlink()
