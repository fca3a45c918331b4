"""Where the suites and fixtures that ship with the project lie, installed or in a checkout."""

from __future__ import annotations

from pathlib import Path

from mockserver.errors import MockServerError

_PACKAGE = Path(__file__).resolve().parent


def bundled_folder(name: str) -> Path:
    """Give the folder ``scenarios`` or ``fixtures``.

    An installed wheel carries them inside the package, a checkout beside it. Raises
    ``MockServerError`` if neither is there.
    """
    for folder in (_PACKAGE / "bundled" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise MockServerError(f"the bundled {name} are not there", hint="install mockserver again")


def default_workspace_path() -> Path:
    """Give the workspace file that is used when nobody names one."""
    return bundled_folder("fixtures") / "workspaces" / "acme.yaml"
