"""Profiles in files: the answer of ``/users/export/ids``, JSON lines, and what a segment export leaves.

Profiles are read and written one at a time, so memory does not grow with their number.
Source: https://www.braze.com/docs/api/endpoints/export/user_data/post_users_segment/
"""

from __future__ import annotations

import codecs
import gzip
import io
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from mockserver.braze.profiles.json_users import (
    ByteFile,
    ProfileFileError,
    checked_profile,
    has_profile_lines,
    parse_users,
)
from mockserver.braze.profiles.profile import Profile
from mockserver.errors import Location

Document = dict[str, Any]
Progress = Callable[[int, int], None]
"""Told how many bytes are read, and of how many; only the last time as many."""
SUFFIXES = (".zip", ".gz", ".json", ".jsonl", ".ndjson")
"""How the names of files end that are read in a folder."""

USERS_PER_FILE = 5_000
"""Users in each file of a segment export."""
_TOLD_EVERY = 500
_EARLIEST_OF_ZIP = (1980, 1, 1, 0, 0, 0)


def load_profiles(path: Path, *, progress: Progress | None = None) -> Iterator[Document]:
    """Read the profiles of a file or a folder, each in the shape of ``/users/export/ids``.

    A ``.zip`` holds files of JSON lines; any other file, compressed as ``.gz`` or not, is JSON lines, one
    profile, an array of them, or an export's answer with ``users``. Of a folder every such file is read, in
    the order of their names, as an export to cloud storage leaves several. Raises ``ProfileFileError`` with
    the place for a file that is none of these, and for a folder without any.
    """
    files = profile_files(path)
    total, before = size_of(files), 0
    for file in files:
        with _opened(file) as opened:
            for number, document in enumerate(_documents(file, opened), start=1):
                if progress and number % _TOLD_EVERY == 0:
                    # All is read ahead of the last lines; only the last call says that all is done.
                    progress(min(before + opened.tell(), total - 1), total)
                yield document
            before += opened.seek(0, io.SEEK_END)
    if progress:
        progress(total, total)


def profile_files(path: Path) -> list[Path]:
    """Give the files of profiles a path stands for: a file itself, a folder all that lie in it.

    Raises ``ProfileFileError`` where there is none.
    """
    if not path.exists():
        raise ProfileFileError(f"{path}: No such file or directory")
    if not path.is_dir():
        return [path]
    files = sorted(file for file in path.rglob("*") if file.is_file() and file.suffix in SUFFIXES)
    if not files:
        raise ProfileFileError(
            f"{path}: no file of profiles lies here", hint="their names end in " + ", ".join(SUFFIXES)
        )
    return files


def size_of(files: Iterable[Path]) -> int:
    """Give the bytes that files take together."""
    return sum(file.stat().st_size for file in files)


def parse_profile_lines(lines: Iterable[bytes], name: str) -> Iterator[Document]:
    """Read JSON lines, each a profile; empty lines are passed over.

    Raises ``ProfileFileError`` for a line that is none; ``name`` is what its place is told by.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield checked_profile(_parsed(line, name, number), Location(name, number, 1))


def write_profiles(path: Path, profiles: Iterable[Profile], *, now: datetime | None = None) -> int:
    """Write profiles to a file, and give how many they are.

    The name decides the form: ``.zip`` a segment export, ``.gz`` compressed JSON lines, ``.json`` an
    export's answer, any other JSON lines. With ``now``, events of long ago are left out as exports do.
    """
    documents = (profile.exported(now=now) for profile in profiles)
    if path.suffix == ".zip":
        with path.open("wb") as file:
            return write_segment_zip(file, documents, moment=now)
    lines = _counted(render_lines(documents))
    if path.suffix == ".json":
        with path.open("wb") as file:
            return _write_answer(file, lines)
    with gzip.open(path, "wb") if path.suffix == ".gz" else path.open("wb") as file:
        file.writelines(lines)
    return lines.count


def render_lines(documents: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Write each document as a line of compact JSON in UTF-8."""
    for document in documents:
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
        yield text.encode("utf-8", errors="surrogatepass") + b"\n"


def write_segment_zip(
    file: IO[bytes],
    documents: Iterable[Mapping[str, Any]],
    *,
    moment: datetime | None = None,
    name: Callable[[int], str] = "{:032x}".format,
) -> int:
    """Write the ZIP of a segment export, and give how many profiles it holds.

    Its files hold 5,000 users each; ``name`` makes their names from their number, without ``.json``.
    """
    lines = _counted(render_lines(documents))
    stamp = max(moment.timetuple()[:6], _EARLIEST_OF_ZIP) if moment else _EARLIEST_OF_ZIP
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for number, chunk in enumerate(_chunks(lines)):
            entry = ZipInfo(f"{name(number)}.json", stamp)
            entry.compress_type = ZIP_DEFLATED
            with archive.open(entry, "w", force_zip64=True) as target:
                target.writelines(chunk)
    return lines.count


def _chunks(lines: Iterator[bytes]) -> Iterator[Iterator[bytes]]:
    """Divide lines among files; there is one file even where there is no line."""
    chunk: Iterator[bytes] = islice(lines, USERS_PER_FILE)
    while True:
        yield chunk
        following = next(lines, None)
        if following is None:
            return
        chunk = chain([following], islice(lines, USERS_PER_FILE - 1))


class _counted:  # noqa: N801 - an iterator in the manner of itertools
    """Passes lines on and counts them."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = iter(lines)
        self.count = 0

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        line = next(self._lines)
        self.count += 1
        return line


def _write_answer(file: IO[bytes], lines: _counted) -> int:
    file.write(b'{"users":[')
    for index, line in enumerate(lines):
        file.write((b",\n" if index else b"\n") + line.rstrip(b"\n"))
    file.write(b'\n],"message":"success"}\n')
    return lines.count


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise ProfileFileError(f"{path}: {error.strerror}") from error
    with file:
        yield file


def _documents(path: Path, file: IO[bytes]) -> Iterator[Document]:
    try:
        if path.suffix == ".zip":
            yield from _of_zip(path, file)
        elif path.suffix == ".gz":
            yield from _of_json(path, gzip.GzipFile(fileobj=file))
        else:
            yield from _of_json(path, file)
    except (BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, RuntimeError) as error:
        raise ProfileFileError(f"{path}: {error}") from error


def _of_zip(path: Path, file: IO[bytes]) -> Iterator[Document]:
    with ZipFile(file) as archive:
        for entry in archive.infolist():
            if not entry.is_dir():
                with archive.open(entry) as lines:
                    yield from parse_profile_lines(lines, f"{path}/{entry.filename}")


def _of_json(path: Path, file: ByteFile) -> Iterator[Document]:
    try:
        lines = has_profile_lines(file)
    except ProfileFileError:
        lines = False
    if not lines:
        yield from parse_users(file, str(path))
        return
    first = file.readline().removeprefix(codecs.BOM_UTF8)
    yield from parse_profile_lines(chain([first], file), str(path))


def _parsed(text: bytes, name: str, line: int) -> Any:
    try:
        return json.loads(text)
    except UnicodeDecodeError as error:
        place = Location(name, line, error.start + 1)
        raise ProfileFileError("not UTF-8", location=place) from error
    except json.JSONDecodeError as error:
        place = Location(name, line + error.lineno - 1, error.colno)
        raise ProfileFileError(f"not JSON: {error.msg}", location=place) from error
    except ValueError as error:  # an integer of thousands of digits
        raise ProfileFileError(f"not JSON: {error}", location=Location(name, line, 1)) from error
    except RecursionError as error:
        raise ProfileFileError("nested too deeply", location=Location(name, line, 1)) from error
