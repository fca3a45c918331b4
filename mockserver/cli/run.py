"""``mockserver run``: run scenario suites."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from mockserver.scenarios.runner import RunFinished
    from mockserver.scenarios.suite import Suite

PASSED, FAILED, BROKEN = 0, 1, 3
"""Exit codes; a usage error exits with 2."""


@click.command("run")
@click.argument("paths", nargs=-1, metavar="[PATH…]", type=click.Path(path_type=Path))
@click.option("-k", "text", metavar="TEXT", help="Only scenarios with this in their name, suite or file.")
@click.option(
    "--tag", "tags", multiple=True, metavar="TAG", help="Only scenarios with this tag; may be repeated."
)
@click.option("-x", "stop", is_flag=True, help="Stop at the first scenario that does not pass.")
def command(paths: tuple[Path, ...], text: str | None, tags: tuple[str, ...], stop: bool) -> None:
    """Run the scenario suites at PATH, files or folders; without one, those that come with mockserver.

    Exits with 0 if every scenario passed, 1 if one failed, 2 for a wrong command line and 3 if a
    scenario file cannot be run.
    """
    from mockserver.scenarios.reports.console import report
    from mockserver.scenarios.runner import run_suites

    if isinstance(sys.stdout, TextIOWrapper):
        # A report is about any text there is; a terminal that cannot show a character gets its number.
        sys.stdout.reconfigure(errors="backslashreplace")
    suites = _selected(_loaded(paths), text, tags)
    raise SystemExit(_exit_code(report(run_suites(suites, stop_at_first=stop))))


def _loaded(paths: tuple[Path, ...]) -> list[Suite]:
    from mockserver.bundled import bundled_folder
    from mockserver.errors import SourceError
    from mockserver.scenarios.loader import load_suites

    try:
        return load_suites(paths or [bundled_folder("scenarios")])
    except SourceError as mistake:
        click.echo(str(mistake), err=True)
        raise SystemExit(BROKEN) from None


def _selected(suites: list[Suite], text: str | None, tags: tuple[str, ...]) -> list[Suite]:
    from mockserver.errors import UsageError
    from mockserver.scenarios.selection import select

    chosen = select(suites, text=text or "", tags=tags)
    if not chosen:
        raise UsageError("no scenario was chosen", hint="look at what -k and --tag ask for")
    return chosen


def _exit_code(finished: RunFinished) -> int:
    from mockserver.scenarios.runner import Outcome

    if finished.count(Outcome.BROKEN):
        return BROKEN
    return FAILED if finished.count(Outcome.FAILED) else PASSED
