"""``mockserver shrink``: a failing scenario reduced to what still fails."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mockserver.cli.report_file import ReportFile

if TYPE_CHECKING:
    from mockserver.scenarios.suite import Scenario


@click.command("shrink")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "-k", "text", default="", metavar="NAME", help="The scenario's name, or a part that only it has."
)
@click.option("-o", "--output", metavar="FILE", type=ReportFile(), help="File to write.")
def command(file: Path, text: str, output: Path | None) -> None:
    """Reduce a failing scenario of FILE: its users and payloads to what still fails in the same way.

    Write the result beside FILE: it names the workspace and other files relative to itself. The file that
    FILE is stays as it is.
    """
    from mockserver.capture.shrinking import shrink
    from mockserver.errors import UsageError

    if output is not None and output.exists():
        raise UsageError(f"{output} is there already", hint="choose another name")
    shrunk = shrink(_one(file, text))
    said = f"{shrunk.before} characters of users and payloads became {shrunk.after} in {shrunk.runs} runs"
    click.echo(said, err=True)
    if output is None:
        click.echo(shrunk.text, nl=False)
    else:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(shrunk.text, encoding="utf-8")
        click.echo(f"{output} is written; run it with: mockserver run {output}")


def _one(file: Path, text: str) -> Scenario:
    from mockserver.errors import UsageError
    from mockserver.scenarios.loader import load_suites
    from mockserver.scenarios.selection import select

    found = [scenario for suite in select(load_suites([file]), text=text) for scenario in suite.scenarios]
    exact = [scenario for scenario in found if scenario.name == text]
    chosen = exact or found
    if len(chosen) != 1:
        some = "; ".join(scenario.name for scenario in chosen[:5])
        what = f"{len(chosen)} scenarios fit: {some}" if chosen else "no scenario fits"
        raise UsageError(what, hint="name one with -k")
    return chosen[0]
