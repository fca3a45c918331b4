"""Files that a command writes when its work is done: looked at before it, so that nothing is lost."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click


class ReportFile(click.Path):
    """The type of an option that names a file to write; its folder need not be there yet.

    ``allow_dash`` lets - stand for standard output.
    """

    def __init__(self, *, allow_dash: bool = False) -> None:
        super().__init__(path_type=Path, dir_okay=False, allow_dash=allow_dash)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if path == Path("-"):
            if not self.allow_dash:
                self.fail("a file is written, not standard output", param, ctx)
            return path
        there = next(each for each in (path.absolute(), *path.absolute().parents) if each.exists())
        if there.is_file() and there != path.absolute():
            self.fail(f"{path} cannot be written: {there} is a file, no folder", param, ctx)
        if not os.access(there, os.W_OK):
            self.fail(f"{path} cannot be written: Permission denied", param, ctx)
        return path
