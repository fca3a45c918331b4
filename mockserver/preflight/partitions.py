"""Cutting an audience into partitions: pieces of files that can be worked on anywhere, in any order.

JSON lines are cut by bytes; a ZIP by its members, as segment exports are made of files of 5,000 users;
Parquet by its row groups. What can only be read from its beginning is read here and travels inside of the
partitions.
"""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from mockserver.braze import ProfileFileError
from mockserver.braze.profiles.files import render_lines
from mockserver.braze.profiles.json_users import ByteFile, has_profile_lines, parse_users
from mockserver.errors import UsageError
from mockserver.preflight.scale import parquet_file

PIECE = 1024 * 1024
"""About how many bytes of text a partition holds."""
_LARGEST_MEMBER = 16 * PIECE
_LONGEST_LINE = PIECE
_LINES = (".jsonl", ".ndjson")
_WORKBOOKS = (".ods", ".xls", ".xlsx")
SUFFIXES = (".csv", ".gz", ".json", ".jsonl", ".ndjson", ".parquet", ".zip")
"""How the names of files end that are read in a folder."""


class Form(StrEnum):
    """How the users of a partition are written."""

    LINES = "lines"
    """JSON lines: those that begin between two offsets of the file."""
    MEMBER = "member"
    """JSON lines: a whole member of a ZIP."""
    BATCH = "batch"
    """JSON lines that travel with the partition."""
    CSV = "csv"
    """CSV that travels with the partition, its head included."""
    PARQUET = "parquet"
    """A row group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """A piece of an audience; ``weight`` is its share of the bytes of all files.

    ``start`` and ``stop`` are byte offsets, or the row group; ``line`` is the number of the first line, of
    which another partition may hold the beginning.
    """

    path: Path
    form: Form
    number: int = 0
    member: str = ""
    start: int = 0
    stop: int = 0
    line: int = 1
    data: bytes = b""
    weight: int = 0


def audience_files(paths: Iterable[Path]) -> list[Path]:
    """Give the files of an audience, those of folders in the order of their names; hidden ones are none.

    Raises ``UsageError`` for a path that is not there, and for a folder without a file of users.
    """
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            found = sorted(one for one in path.rglob("*") if _is_of_users(one.relative_to(path), one))
            if not found:
                hint = f"files of users end in {', '.join(SUFFIXES)}"
                raise UsageError(f"there is no file of users in {path}", hint=hint)
            files += found
        elif path.is_file():
            files.append(path)
        else:
            raise UsageError(f"there is no file {path}")
    return files


def _is_of_users(name: Path, file: Path) -> bool:
    hidden = any(part.startswith(".") for part in name.parts)
    return name.suffix.lower() in SUFFIXES and not hidden and file.is_file()


def cut(files: Iterable[Path], *, piece: int = PIECE) -> Iterator[Partition]:
    """Cut files into partitions, numbered in order; nothing is read before it is asked for.

    Raises ``ProfileFileError`` for a file that cannot be read.
    """
    numbers = count()
    for path in files:
        for partition in _of_file(path, piece):
            yield replace(partition, number=next(numbers))


def _of_file(path: Path, piece: int) -> Iterator[Partition]:
    cuts: dict[str, Callable[[Path, int], Iterator[Partition]]] = {
        ".zip": _of_zip,
        ".gz": _of_gzip,
        ".csv": _of_csv,
        ".parquet": _of_parquet,
    }
    suffix = path.suffix.lower()
    if suffix in _WORKBOOKS:
        raise ProfileFileError(f"{path}: workbooks are not read; save it as CSV in UTF-8")
    try:
        yield from cuts.get(suffix, _of_json)(path, piece)
    except (OSError, BadZipFile, zlib.error, EOFError, RuntimeError, csv.Error) as error:
        raise ProfileFileError(f"{path}: {getattr(error, 'strerror', None) or error}") from error


def _of_json(path: Path, piece: int) -> Iterator[Partition]:
    size = path.stat().st_size
    with path.open("rb") as file:
        if not _has_lines(file, path):
            yield from _streamed(path, Form.BATCH, _batches(_user_lines(file, path), piece), file)
            return
        line = 1
        for start in range(0, size, piece):
            stop = min(start + piece, size)
            yield Partition(
                path=path, form=Form.LINES, start=start, stop=stop, line=line, weight=stop - start
            )
            line += file.read(piece).count(b"\n")


def _has_lines(file: ByteFile, path: Path) -> bool:
    """Tell whether a file is JSON lines, of which the first may be broken too."""
    try:
        return has_profile_lines(file)
    except ProfileFileError:
        file.readline(_LONGEST_LINE)
        second = file.readline(1)
        file.seek(0)
        return second == b"{" or path.name.lower().removesuffix(".gz").endswith(_LINES)


def _user_lines(file: ByteFile, path: Path) -> Iterator[bytes]:
    """Write the users of one JSON text as lines: so they can be worked on anywhere."""
    return render_lines(parse_users(file, str(path)))


def _streamed(
    path: Path, form: Form, batches: Iterable[tuple[bytes, int]], file: IO[bytes]
) -> Iterator[Partition]:
    """Make partitions of what is read from a file's beginning on, each with its share of the file."""
    before = 0
    for batch, line in batches:
        reached = file.tell()
        yield Partition(path=path, form=form, data=batch, line=line, weight=reached - before)
        before = reached


def _of_zip(path: Path, piece: int) -> Iterator[Partition]:
    with ZipFile(path) as archive:
        for entry in archive.infolist():
            if not entry.is_dir() and not entry.filename.startswith("__MACOSX/"):
                with archive.open(entry) as file:
                    yield from _of_member(path, entry, file, piece)


def _of_member(path: Path, entry: ZipInfo, file: IO[bytes], piece: int) -> Iterator[Partition]:
    name, form = entry.filename, Form.BATCH
    if name.lower().endswith(".csv"):
        form, batches = Form.CSV, csv_batches(file, piece)
    elif not _is_lines(file):
        batches = _batches(_user_lines(file, path / name), piece)
    elif entry.file_size <= _LARGEST_MEMBER:
        yield Partition(path=path, form=Form.MEMBER, member=name, weight=entry.compress_size)
        return
    else:
        batches = _batches(file, piece)
    share = entry.compress_size / max(1, entry.file_size)
    for data, line in batches:
        weight = int(len(data) * share)
        yield Partition(path=path, form=form, member=name, data=data, line=line, weight=weight)


def _is_lines(member: IO[bytes]) -> bool:
    """Tell whether a member of a ZIP is JSON lines, as in segment exports, where any line may be broken."""
    try:
        return has_profile_lines(member)
    except ProfileFileError:
        return True


def _of_gzip(path: Path, piece: int) -> Iterator[Partition]:
    with path.open("rb") as packed, gzip.GzipFile(fileobj=packed) as file:
        if path.name.lower().endswith(".csv.gz"):
            yield from _streamed(path, Form.CSV, csv_batches(file, piece), packed)
            return
        lines = file if _has_lines(file, path) else _user_lines(file, path)
        yield from _streamed(path, Form.BATCH, _batches(lines, piece), packed)


def _batches(file: Iterable[bytes], piece: int) -> Iterator[tuple[bytes, int]]:
    """Gather whole lines into batches, each with the number of its first line."""
    batch, size, first = [], 0, 1
    for number, line in enumerate(file, start=1):
        batch.append(line)
        size += len(line)
        if size >= piece:
            yield b"".join(batch), first
            batch, size, first = [], 0, number + 1
    if batch:
        yield b"".join(batch), first


def _of_csv(path: Path, piece: int) -> Iterator[Partition]:
    with path.open("rb") as file:
        for data, line in csv_batches(file, piece):
            yield Partition(path=path, form=Form.CSV, data=data, line=line, weight=len(data))


def csv_batches(file: Iterable[bytes], piece: int) -> Iterator[tuple[bytes, int]]:
    """Gather whole rows of CSV into batches, each under the head of the file.

    A row ends with a line end outside of quotes, so where the quotes before it are even in number. Raises
    ``csv.Error`` for a head that is not UTF-8 or whose columns are separated by something else than commas.
    """
    lines = _rows(file)
    head, _ = next(lines, (b"", 0))
    head = head.removeprefix(BOM_UTF8).rstrip(b"\r\n") + b"\n"
    _require_head(head)
    batch, size, first = [], 0, 0
    for row, number in lines:
        first = first or number
        batch.append(row)
        size += len(row)
        if size >= piece:
            yield head + b"".join(batch), first
            batch, size, first = [], 0, 0
    if batch:
        yield head + b"".join(batch), first


def _require_head(head: bytes) -> None:
    try:
        text = head.decode()
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise csv.Error("not UTF-8; save it as CSV in UTF-8")
    for mark, name in ((";", "semicolons"), ("\t", "tabs")):
        if mark in text and "," not in text:
            raise csv.Error(f"its columns are separated by {name}; save it with commas")


def _rows(file: Iterable[bytes]) -> Iterator[tuple[bytes, int]]:
    row, first, quotes = b"", 1, 0
    for number, line in enumerate(file, start=1):
        row += line
        quotes += line.count(b'"')
        if quotes % 2 == 0:
            yield row, first
            row, first, quotes = b"", number + 1, 0
    if row:
        yield row, first


def _of_parquet(path: Path, piece: int) -> Iterator[Partition]:  # noqa: ARG001
    with parquet_file(path) as file:
        groups = file.metadata.num_row_groups
    for group in range(groups):
        weight = path.stat().st_size // groups
        yield Partition(path=path, form=Form.PARQUET, start=group, weight=weight)


def parse_csv(data: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Read the rows of CSV, each by the names in the head, with the number of the line it ends in.

    A byte that is not UTF-8 becomes a lone surrogate, as Python calls it ``surrogateescape``.
    """
    reader = csv.DictReader(io.StringIO(data.decode("utf-8", errors="surrogateescape"), newline=""))
    for row in reader:
        cells = {name: cell for name, cell in row.items() if name and isinstance(cell, str)}
        yield reader.line_num, cells
