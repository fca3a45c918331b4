"""The option that names the workspace a command works in."""

from __future__ import annotations

from typing import Final

import click

from mockserver.cli.given_file import GIVEN_FILE

workspace_option: Final = click.option(
    "--workspace",
    "path",
    metavar="FILE",
    type=GIVEN_FILE,
    help="Workspace file; without it, the one that ships.",
)
