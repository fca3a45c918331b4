"""The bar that tells how far a large file is loaded: on standard error, and only on a terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress


def loading_bar() -> LoadingBar | None:
    """Give what ``load_workspace`` and ``Worlds`` tell their progress to, None where nobody watches.

    The bar is put away when the command ends, however it ends.
    """
    if not sys.stderr.isatty():
        return None
    bar = LoadingBar()
    click.get_current_context().call_on_close(bar.close)
    return bar


class LoadingBar:
    """Shows a bar while a file is loaded; it is gone when that is done."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console
        self._shown: Progress | None = None

    def __call__(self, path: Path, done: int, total: int) -> None:
        """Show that so much of a file is loaded: bytes of users, inputs of a state file."""
        if self._shown is None:
            self._shown = self._begun(path, total)
        for task in self._shown.task_ids:
            self._shown.update(task, completed=done)
        if done >= total:
            self.close()

    def close(self) -> None:
        """Put the bar away."""
        if self._shown is not None:
            self._shown.stop()
            self._shown = None

    def _begun(self, path: Path, total: int) -> Progress:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
        begun = Progress(*columns, console=self._console or Console(stderr=True), transient=True)
        begun.add_task(f"Loading {path.name}", total=total)
        begun.start()
        return begun
