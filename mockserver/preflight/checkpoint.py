"""What is done of a run, kept in a file so that a run that was stopped can go on."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from mockserver.errors import UsageError
from mockserver.preflight.partitions import PIECE
from mockserver.preflight.spec import Spec
from mockserver.preflight.tally import Tally
from mockserver.preflight.work import Result

FOLDER = ".mockserver"


def key_of(spec: Spec, files: Iterable[Path]) -> str:
    """Give a text that changes with the spec, with the files of the audience and how they are cut."""
    known = [(str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    return hashlib.sha256(json.dumps([spec.fingerprint, known, PIECE]).encode()).hexdigest()[:16]


class Checkpoint:
    """The results of a run's partitions in their order, a line of JSON each."""

    def __init__(self, folder: Path, key: str) -> None:
        self._folder = folder / FOLDER
        self._path = self._folder / f"preflight-{key}.jsonl"
        self._file: TextIO | None = None

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    @property
    def is_possible(self) -> bool:
        """Whether anything can be kept in the folder."""
        return os.access(self._folder if self._folder.exists() else self._folder.parent, os.W_OK)

    def resume(self) -> Iterator[Result]:
        """Give the results of the partitions that are done.

        Raises ``UsageError`` where no run of this kind was stopped here.
        """
        if not self._path.is_file():
            raise UsageError(
                "there is nothing to resume: no run like this one was stopped in this folder",
                hint="give the same template, audience and options, or leave --resume out",
            )
        whole = 0
        with self._path.open("rb") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    break  # written when the machine stopped
                whole += len(line)
                yield _result(json.loads(line))
        with self._path.open("r+b") as file:
            file.truncate(whole)

    def start(self) -> None:
        """Forget an earlier run."""
        self._path.unlink(missing_ok=True)

    def write(self, result: Result) -> None:
        """Keep the result of the next partition, where that is possible."""
        if not self.is_possible:
            return
        if self._file is None:
            self._folder.mkdir(exist_ok=True)
            (self._folder / ".gitignore").write_text("*\n", encoding="utf-8")
            self._file = self._path.open("a", encoding="utf-8")
        record = [result.number, result.weight, result.tally.record(), result.rows]
        self._file.write(json.dumps(record) + "\n")
        self._file.flush()

    def close(self, *, complete: bool) -> None:
        """End; a run that is complete needs no file any more."""
        if self._file is not None:
            self._file.close()
        if complete:
            self._path.unlink(missing_ok=True)


def _result(record: list[Any]) -> Result:
    number, weight, tally, rows = record
    return Result(number, weight, Tally.of_record(tally), rows, again=True)
