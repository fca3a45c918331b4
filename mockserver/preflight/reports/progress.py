"""How far a preflight is: a bar with the users, their rate and the time left."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import Self

from rich.console import Console, RenderableType
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from mockserver.preflight.work import Result


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        """Show the users of each second so far."""
        return Text(f"{rate:,.0f}/s" if (rate := _rate(task)) else "")


class _Bar(Progress):
    """A progress bar with a line below it."""

    said = ""

    def get_renderables(self) -> Iterator[RenderableType]:
        """Give the bar and the line."""
        yield from super().get_renderables()
        if self.said:
            yield Text(self.said)


class PreflightProgress:
    """Shows on a terminal what part of the audience's bytes is done; nothing anywhere else."""

    def __init__(self, console: Console, total: int) -> None:
        text = TextColumn("{task.fields[users]:,} users, {task.fields[failed]:,} failed")
        self._bar = _Bar(
            BarColumn(),
            TextColumn("{task.percentage:>3.0f}%"),
            text,
            _Rate(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._id = self._bar.add_task("", total=total, users=0, failed=0, before=0)
        self._task = self._bar.tasks[0]

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def listen(self, result: Result) -> None:
        """Count a partition that is done; what was done before the run was stopped took no time."""
        known = self._task.fields
        users, failed = known["users"] + result.tally.users, known["failed"] + result.tally.failed
        if result.again:
            done = int(self._task.completed) + result.weight
            self._bar.reset(self._id, completed=done, users=users, failed=failed, before=users)
        else:
            self._bar.update(self._id, advance=result.weight, users=users, failed=failed)

    def say(self, line: str) -> None:
        """Show a line below the bar.

        It takes no lock, so that it may be called while a signal is handled.
        """
        if self._bar.disable:
            self._bar.console.file.write(line + "\n")
        self._bar.said = line

    @property
    def rate(self) -> str:
        """The users of each second, in words; empty before the first."""
        return f"{rate:,.0f} users per second" if (rate := _rate(self._task)) else ""


def _rate(task: Task) -> float:
    users: int = task.fields["users"] - task.fields["before"]
    return users / task.elapsed if task.elapsed else 0
