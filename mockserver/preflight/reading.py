"""Reading the users of a partition, one at a time."""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zipfile import BadZipFile, ZipFile

from mockserver.braze import ProfileFileError
from mockserver.braze.profiles.document import EXPORT_FIELDS
from mockserver.preflight.partitions import Form, Partition, parse_csv
from mockserver.preflight.scale import parquet_file

Document = dict[str, Any]
_WORDS = ("true", "false")
_OBJECTS = frozenset({"custom_attributes", "last_coordinates", "subscription_groups", "user_aliases"})
"""The standard fields whose cells hold JSON."""
_DASHBOARD = {
    "Appboy ID": "braze_id",
    "Braze ID": "braze_id",
    "city": "home_city",
    "date_of_birth": "dob",
    "phone_number": "phone",
    "timezone": "time_zone",
    "user_id": "external_id",
}
"""What the dashboard's CSV export calls fields of an export.

Source: https://www.braze.com/docs/user_guide/data/distribution/export_braze_data/segment_data_to_csv/
"""
_QUOTED = re.compile(r"'([^'\\]*)'")
_QUOTED_ARRAY = re.compile(rf"\[\s*{_QUOTED.pattern}(\s*,\s*{_QUOTED.pattern})*\s*\]")
_ROWS_AT_A_TIME = 2_000


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A piece of an audience that is no user: where it stands, and why."""

    place: str
    reason: str


def read(partition: Partition) -> Iterator[Document | Unreadable]:
    """Give the users of a partition in the shape of ``/users/export/ids``, and what is none in its place.

    Raises ``ProfileFileError`` for a file that cannot be read at all.
    """
    try:
        yield from _READERS[partition.form](partition)
    except (OSError, BadZipFile, RuntimeError) as error:
        raise ProfileFileError(f"{partition.path}: {error}") from error


def _lines(partition: Partition) -> Iterator[Document | Unreadable]:
    with partition.path.open("rb") as file:
        at, number = partition.start, partition.line
        if at:
            # A line belongs to the partition it begins in.
            file.seek(at - 1)
            rest = len(file.readline()) - 1
            at, number = at + rest, number + bool(rest)
        while at < partition.stop:
            line = file.readline()
            if line.strip():
                text = line if at else line.removeprefix(BOM_UTF8)
                yield _parsed(text, partition, number)
            at, number = at + len(line), number + 1


def _member(partition: Partition) -> Iterator[Document | Unreadable]:
    with ZipFile(partition.path) as archive, archive.open(partition.member) as lines:
        yield from _numbered(lines, partition)


def _batch(partition: Partition) -> Iterator[Document | Unreadable]:
    return _numbered(partition.data.splitlines(), partition)


def _numbered(lines: Iterable[bytes], partition: Partition) -> Iterator[Document | Unreadable]:
    for number, line in enumerate(lines, start=partition.line):
        if line.strip():
            yield _parsed(line, partition, number)


def _parsed(line: bytes, partition: Partition, number: int) -> Document | Unreadable:
    try:
        data = json.loads(line)
        reason = "" if isinstance(data, dict) else "a profile is an object"
    except json.JSONDecodeError as error:
        reason = f"not JSON: {error.msg.removesuffix(' at')} at column {error.colno}"
    except UnicodeDecodeError:
        reason = "not UTF-8"
    except ValueError as error:  # an integer of thousands of digits
        reason = f"not JSON: {error}"
    except RecursionError:
        reason = "nested too deeply"
    if reason:
        return Unreadable(_place(partition, number), reason)
    document: Document = data
    return document


def _place(partition: Partition, number: int) -> str:
    name = f"{partition.path.name}/{partition.member}" if partition.member else partition.path.name
    return f"{name}:{number}"


def _csv(partition: Partition) -> Iterator[Document | Unreadable]:
    for number, row in parse_csv(partition.data):
        if _is_text(row):
            named = _exported(row)
            yield profile_of_row({name: cell_value(name, cell) for name, cell in named.items()})
        else:
            # The head is the first line of every partition.
            yield Unreadable(_place(partition, partition.line + number - 2), "not UTF-8")


def _exported(row: Mapping[str, str]) -> Mapping[str, str]:
    """Give a row of the dashboard's export, which alone has no ``external_id``, under an export's names."""
    if "user_id" not in row or "external_id" in row:
        return row
    return {_DASHBOARD.get(name, name): cell for name, cell in row.items()}


def _is_text(row: Mapping[str, str]) -> bool:
    try:
        "".join(row.values()).encode()
    except UnicodeEncodeError:
        return False
    return True


def _parquet(partition: Partition) -> Iterator[Document | Unreadable]:
    with parquet_file(partition.path) as file:
        for batch in file.iter_batches(_ROWS_AT_A_TIME, row_groups=[partition.start]):
            for row in batch.to_pylist():
                yield profile_of_row({name: _plain(value) for name, value in row.items()})


def _plain(value: object) -> object:
    """Give a value of Parquet as JSON would have it; a map comes as a list of pairs."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, bytes):  # what older writers make of text
        return value.decode(errors="replace")
    if isinstance(value, Mapping):
        return {name: _plain(member) for name, member in value.items() if member is not None}
    if isinstance(value, list) and value and all(isinstance(item, tuple) for item in value):
        return {name: _plain(member) for name, member in value if member is not None}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def cell_value(name: str, cell: str) -> object:
    """Give the value in a cell of CSV: standard attributes are texts, others may be JSON; empty is none.

    An array's texts may stand in single quotes too, as pandas writes them.

    Source: https://www.braze.com/docs/user_guide/data/unification/user_data/import_methods/csv/
    """
    text = cell.strip()
    if not text:
        return None
    if name in EXPORT_FIELDS and name not in _OBJECTS:
        return cell
    try:
        return json.loads(text.lower() if text.lower() in _WORDS else text)
    except (ValueError, RecursionError):
        return _QUOTED.findall(text) if _QUOTED_ARRAY.fullmatch(text) else cell


def profile_of_row(row: Mapping[str, object]) -> Document:
    """Make a profile of a row: columns that are no field of an export are custom attributes."""
    kept = {name: value for name, value in row.items() if value is not None}
    own = {name: value for name, value in kept.items() if name not in EXPORT_FIELDS}
    document = {name: value for name, value in kept.items() if name in EXPORT_FIELDS}
    given = document.get("custom_attributes")
    return {**document, "custom_attributes": {**(given if isinstance(given, dict) else {}), **own}}


_READERS = {
    Form.LINES: _lines,
    Form.MEMBER: _member,
    Form.BATCH: _batch,
    Form.CSV: _csv,
    Form.PARQUET: _parquet,
}
