"""The users who failed, each a row of a table, and the file they are written to."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from mockserver.braze import Profile
from mockserver.errors import UsageError
from mockserver.preflight.judging import Judged
from mockserver.preflight.scale import arrow, parquet
from mockserver.simulator.masking import mask_text

Row = dict[str, Any]
"""A failing user: who, the fate, the codes and what they say, and the message as it would be sent."""
_SUFFIXES = (".parquet", ".jsonl")


def row_of(
    position: tuple[int, int],
    user: str,
    judged: Judged,
    segments: Mapping[str, str],
    profile: Profile | None,
) -> Row:
    """Make the row of a user; credentials in the message are masked."""
    request = judged.request
    return {
        "partition": position[0],
        "index": position[1],
        "user": user,
        "external_id": profile.external_id if profile else "",
        "braze_id": profile.braze_id if profile else "",
        "fate": judged.fate.value,
        "codes": list(dict.fromkeys(finding.code for finding in judged.findings)),
        "findings": [str(finding) for finding in judged.findings],
        "abort_type": judged.abort[0],
        "abort_reason": judged.abort[1],
        "url": mask_text(request.url) if request else "",
        "body": mask_text(request.text) if request else "",
        **{f"by_{name}": value for name, value in segments.items()},
    }


class RowFile:
    """Writes rows to a file as they come: Parquet, or JSON lines."""

    def __init__(self, path: Path, by: Sequence[str]) -> None:
        if path.suffix not in _SUFFIXES:
            raise UsageError(f"{path} ends neither in .parquet nor in .jsonl")
        self._path = path
        self._by = by
        self._file: Any = None

    def __enter__(self) -> Self:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if self._path.suffix == ".jsonl":
            self._file = self._path.open("w", encoding="utf-8", errors="backslashreplace")
        else:
            self._schema = _schema(self._by)
            self._file = parquet().ParquetWriter(self._path, self._schema, compression="zstd")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows at the end."""
        if not rows:
            return
        if self._path.suffix == ".jsonl":
            self._file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            return
        complete = [{name: row.get(name, "") for name in self._schema.names} for row in rows]
        self._file.write_table(arrow().Table.from_pylist(_printable(complete), schema=self._schema))


def _schema(by: Sequence[str]) -> Any:
    library = arrow()
    texts = library.list_(library.string())
    types = {
        **dict.fromkeys(("partition", "index"), library.int64()),
        **dict.fromkeys(("codes", "findings"), texts),
    }
    names = (
        "partition", "index", "user", "external_id", "braze_id", "fate", "codes", "findings", "abort_type",
        "abort_reason", "url", "body", *(f"by_{name}" for name in by),
    )  # fmt: skip
    return library.schema([(name, types.get(name, library.string())) for name in names])


def _printable(value: Any) -> Any:
    """Put a question mark in the place of each half of a character, which Parquet cannot hold."""
    if isinstance(value, str):
        return value.encode("utf-8", errors="replace").decode()
    if isinstance(value, list):
        return [_printable(item) for item in value]
    return {name: _printable(item) for name, item in value.items()} if isinstance(value, dict) else value
