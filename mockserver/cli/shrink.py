"""``mockserver shrink``: a failing scenario reduced to what still fails."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from mockserver.cli.report_file import ReportFile
from mockserver.cli.utf8_output import echo_utf8

if TYPE_CHECKING:
    from mockserver.capture.shrinking import Shrunk
    from mockserver.scenarios.suite import Scenario


@click.command("shrink")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "-k", "text", default="", metavar="NAME", help="The scenario's name, or a part that only it has."
)
@click.option("-o", "--output", metavar="FILE", type=ReportFile(), help="File to write.")
def command(file: Path, text: str, output: Path | None) -> None:
    """Reduce a failing scenario of FILE: its users and payloads to what still fails in the same way.

    The result goes beside FILE: it names the workspace and other files relative to itself. The file that
    FILE is stays as it is.
    """
    scenario = _one(file, text)
    if output is not None:
        _require_beside(scenario.source.base, output)
    shrunk = _shrunk(scenario)
    said = f"{shrunk.before} characters of users and payloads became {shrunk.after} in {shrunk.runs} runs"
    click.echo(said, err=True)
    if output is None:
        echo_utf8(shrunk.text, nl=False)
    else:
        output.write_text(shrunk.text, encoding="utf-8")
        click.echo(f"{output} is written; run it with: mockserver run {quote(str(output))}")


def _shrunk(scenario: Scenario) -> Shrunk:
    from rich.console import Console

    from mockserver.capture.shrinking import shrink

    # Nothing is shown where standard error is no terminal.
    with Console(stderr=True).status("Shrinking") as shown:
        return shrink(scenario, progress=lambda runs: shown.update(f"Shrinking: {runs} runs"))


def _require_beside(folder: Path, output: Path) -> None:
    from mockserver.errors import UsageError

    if output.exists():
        raise UsageError(f"{output} is there already", hint="choose another name")
    if output.resolve().parent != folder.resolve():
        hint = "the scenario names its workspace and other files relative to its own folder"
        raise UsageError(f"{output} does not lie in {folder}", hint=hint)


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
