"""How far a preflight is: a bar with the users, their rate and the time left."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from mockserver.preflight.work import Result


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        """Show the users of each second so far."""
        users, took = task.fields["users"], task.elapsed or 0
        return Text(f"{users / took:,.0f}/s" if took > 1 else "")


class PreflightProgress:
    """Shows on a terminal what part of the audience's bytes is done; nothing anywhere else."""

    def __init__(self, console: Console, total: int) -> None:
        text = TextColumn("{task.fields[users]:,} users, {task.fields[failed]:,} failed")
        self._progress = Progress(
            BarColumn(),
            TextColumn("{task.percentage:>3.0f}%"),
            text,
            _Rate(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._progress.add_task("", total=total, users=0, failed=0)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def listen(self, result: Result) -> None:
        """Count a partition that is done."""
        fields = self._progress.tasks[0].fields
        self._progress.update(
            self._task,
            advance=result.weight,
            users=fields["users"] + result.tally.users,
            failed=fields["failed"] + result.tally.failed,
        )

    @property
    def rate(self) -> str:
        """The users of each second, in words; empty before the first."""
        task = self._progress.tasks[0]
        users, took = task.fields["users"], task.elapsed
        return f"{users / took:,.0f} users per second" if took and users else ""
