"""``mockserver init``: write a starter folder into a repository."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shlex import quote

import click

_STARTER = Path(__file__).with_name("starter")
_CI_FILES = {"github": ".github/workflows/mockserver.yml", "gitlab": ".gitlab-ci.yml"}


@click.command("init")
@click.argument("folder", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--ci",
    type=click.Choice([*_CI_FILES, "none"]),
    default="github",
    show_default=True,
    help="For which service to write a CI file.",
)
@click.option(
    "--server",
    is_flag=True,
    help="Also write a container file for the live server, and with --ci github a workflow that starts it.",
)
def command(folder: Path, ci: str, server: bool) -> None:
    """Write scenarios, a workspace, templates and a CI file into FOLDER, or into the current folder.

    A file that is there already is left as it is.
    """
    for source, target in (*_files(ci), *(_server_files(ci) if server else ())):
        _write(source, folder / target)
    click.echo(f"\nnow run: mockserver run {quote(str(folder / 'scenarios'))}")


def _files(ci: str) -> Iterator[tuple[Path, Path]]:
    for source in sorted((_STARTER / "scenarios").rglob("*")):
        if source.is_file():
            yield source, source.relative_to(_STARTER)
    if ci in _CI_FILES:
        yield _STARTER / "ci" / f"{ci}.yml", Path(_CI_FILES[ci])


def _server_files(ci: str) -> Iterator[tuple[Path, Path]]:
    yield _STARTER / "server" / "Containerfile", Path("Containerfile")
    if ci == "github":
        yield _STARTER / "server" / "github.yml", Path(".github/workflows/mockserver-live.yml")


def _write(source: Path, target: Path) -> None:
    if target.exists():
        click.echo(f"kept     {target}: it is there already")
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(source.read_bytes())
    click.echo(f"written  {target}")
