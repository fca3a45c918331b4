"""A file that a command reads and that is named on its command line.

One that is not there makes the command line wrong. What cannot be read of one that is there is told when
it is read, and is another exit code.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

GIVEN_FILE: Final = click.Path(exists=True, dir_okay=False, readable=False, path_type=Path)
