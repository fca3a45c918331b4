"""Cutting an audience into partitions: pieces of files that can be worked on anywhere, in any order.

Files that can be entered anywhere are cut by bytes; a ZIP by its members, as segment exports are made of
files of 5,000 users; Parquet by its row groups. What can only be read from its beginning is read here and
travels inside of the partitions.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

from mockserver.braze import ProfileFileError
from mockserver.errors import UsageError
from mockserver.preflight.scale import parquet

PIECE = 1024 * 1024
"""About how many bytes of text a partition holds."""
_LARGEST_MEMBER = 16 * PIECE
_SUFFIXES = (".csv", ".gz", ".json", ".jsonl", ".ndjson", ".parquet", ".zip")


class Form(StrEnum):
    """How the users of a partition are written."""

    LINES = "lines"
    """JSON lines: those that begin between two offsets of the file."""
    MEMBER = "member"
    """JSON lines: a whole member of a ZIP."""
    DOCUMENT = "document"
    """A whole file that is one JSON text."""
    BATCH = "batch"
    """JSON lines that travel with the partition."""
    CSV = "csv"
    """CSV that travels with the partition, its head included."""
    PARQUET = "parquet"
    """A row group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """A piece of an audience; ``weight`` is its share of the bytes of all files.

    ``start`` and ``stop`` are byte offsets, or the row group; ``line`` is the number of the first line
    where it is known.
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
    """Give the files of an audience, those of folders in the order of their names.

    Raises ``UsageError`` for a path that is not there, and for a folder without a file of users.
    """
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            found = sorted(one for one in path.rglob("*") if one.suffix in _SUFFIXES and one.is_file())
            if not found:
                hint = f"files of users end in {', '.join(_SUFFIXES)}"
                raise UsageError(f"there is no file of users in {path}", hint=hint)
            files += found
        elif path.is_file():
            files.append(path)
        else:
            raise UsageError(f"there is no file {path}")
    return files


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
    try:
        yield from cuts.get(path.suffix, _of_json)(path, piece)
    except (OSError, BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise ProfileFileError(f"{path}: {getattr(error, 'strerror', None) or error}") from error


def _of_json(path: Path, piece: int) -> Iterator[Partition]:
    size = path.stat().st_size
    with path.open("rb") as file:
        lines = _begins_with_a_profile(file)
    if not lines:
        yield Partition(path=path, form=Form.DOCUMENT, weight=size)
        return
    for start in range(0, size, piece):
        stop = min(start + piece, size)
        yield Partition(path=path, form=Form.LINES, start=start, stop=stop, weight=stop - start)


def _begins_with_a_profile(file: IO[bytes] | gzip.GzipFile) -> bool:
    """Tell whether a file is JSON lines; a broken first line of many is one of them too."""
    first = file.readline(_LARGEST_MEMBER).removeprefix(b"\xef\xbb\xbf")
    second = file.readline(1)
    try:
        data = json.loads(first)
    except ValueError:
        return first.strip().endswith(b"}") and second == b"{"
    return isinstance(data, dict) and "users" not in data


def _of_zip(path: Path, piece: int) -> Iterator[Partition]:
    with ZipFile(path) as archive:
        for entry in archive.infolist():
            if entry.is_dir() or entry.filename.startswith("__MACOSX/"):
                continue
            if entry.file_size <= _LARGEST_MEMBER:
                weight = entry.compress_size
                yield Partition(path=path, form=Form.MEMBER, member=entry.filename, weight=weight)
                continue
            share = entry.compress_size / entry.file_size
            with archive.open(entry) as file:
                for batch, line in _batches(file, piece):
                    yield Partition(
                        path=path,
                        form=Form.BATCH,
                        member=entry.filename,
                        data=batch,
                        line=line,
                        weight=int(len(batch) * share),
                    )


def _of_gzip(path: Path, piece: int) -> Iterator[Partition]:
    form, gather = (Form.CSV, csv_batches) if path.name.endswith(".csv.gz") else (Form.BATCH, _batches)
    with gzip.open(path) as file:
        if form is Form.BATCH and not _begins_with_a_profile(file):
            yield Partition(path=path, form=Form.DOCUMENT, weight=path.stat().st_size)
            return
    with path.open("rb") as packed, gzip.GzipFile(fileobj=packed) as file:
        before = 0
        for batch, line in gather(file, piece):
            reached = packed.tell()
            yield Partition(path=path, form=form, data=batch, line=line, weight=reached - before)
            before = reached


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

    A row ends with a line end outside of quotes, so where the quotes before it are even in number.
    """
    lines = _rows(file)
    head, _ = next(lines, (b"", 0))
    head = head.removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n") + b"\n"
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
    file = parquet().ParquetFile(path)
    groups = file.metadata.num_row_groups
    for group in range(groups):
        weight = path.stat().st_size // groups
        yield Partition(path=path, form=Form.PARQUET, start=group, weight=weight)


def parse_csv(data: bytes) -> Iterator[dict[str, str]]:
    """Read the rows of CSV in UTF-8, each by the names in the head."""
    text = io.StringIO(data.decode("utf-8", errors="replace"), newline="")
    for row in csv.DictReader(text):
        yield {name: cell for name, cell in row.items() if name and isinstance(cell, str)}
