"""``mockserver replay``: recorded exchanges against the simulator."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mockserver.cli.workspace_option import workspace_option

if TYPE_CHECKING:
    from mockserver.capture.recording import Recorded

_HINT = "give a HAR file or a journal as JSON"


@click.command("replay")
@click.argument("file", type=click.Path(path_type=Path))
@workspace_option
def command(file: Path, path: Path | None) -> None:
    """Send the exchanges recorded in FILE to the simulator and show where its answers differ.

    FILE is a HAR file or a live server's journal as JSON. Identifiers, times and tokens that a service
    makes up are no difference. Exits with 0 if all answers are alike, 1 if one differs, 2 for a wrong
    command line and 3 for a file that cannot be used.
    """
    from mockserver.capture.replaying import render_replay, replay
    from mockserver.workspace import default_workspace, load_workspace

    replayed = replay(_recorded(file), load_workspace(path) if path else default_workspace())
    click.echo(render_replay(replayed))
    raise SystemExit(1 if any(each.differences for each in replayed) else 0)


def _recorded(file: Path) -> tuple[Recorded, ...]:
    from mockserver.capture.reading import kind_of, parse_report
    from mockserver.capture.recording import LostMessage
    from mockserver.cli.capture import read_file
    from mockserver.errors import SourceError, UsageError

    text = read_file(file, hint=_HINT)
    kind = kind_of(text)
    try:
        story = parse_report(text, kind=kind) if kind in ("har", "journal") else ()
    except UsageError as mistake:
        raise SourceError(f"{file}: {mistake.message}", hint=mistake.hint) from None
    if isinstance(story, LostMessage) or not story:
        raise SourceError(f"{file} holds no recorded exchanges", hint=_HINT)
    return story
