"""The option that names the workspace a command works in."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

workspace_option: Final = click.option(
    "--workspace",
    "path",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Workspace file; without it, the one that ships.",
)
