"""``mockserver liquid``: work with Braze Liquid templates."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mockserver.cli.given_file import GIVEN_FILE


@click.group("liquid")
def command() -> None:
    """Compare the renderer of Liquid with what your dashboard's preview showed."""


@command.command("cases", short_help="Compare recorded cases with what is rendered.")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE…",
    type=GIVEN_FILE,
)
def cases(files: tuple[Path, ...]) -> None:
    """Render the cases in every FILE and compare them with what they expect.

    Record cases from your own dashboard's preview to see whether this renderer agrees with it. Every
    failure is shown as a difference (- expected, + rendered). Exits with 0 if all passed, 1 if one failed,
    2 for a wrong command line and 3 if a file cannot be read.
    """
    from mockserver.liquid.cases import load_cases, render_report, run_case

    results = [run_case(case) for file in files for case in load_cases(file)]
    click.echo(render_report(results))
    if not all(result.passed for result in results):
        sys.exit(1)
