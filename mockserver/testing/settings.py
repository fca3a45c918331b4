"""What a test asks of its sandbox: the marker ``mockserver`` and the ini options."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from mockserver.clock import Clock
from mockserver.errors import MockServerError, UsageError

if TYPE_CHECKING:
    from mockserver.sandbox import Sandbox
    from mockserver.workspace import Workspace

UNHANDLED: Final = ("fail", "warn", "ignore")
"""What a request that nobody simulates can mean for its test."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a test's marker says; what it leaves out is the workspace's or the ini option's."""

    workspace: Path | None = None
    now: datetime | None = None
    assumptions: Mapping[str, object] = field(default_factory=dict)
    seed: int | str | None = None
    unhandled: str | None = None

    def open(self, usual: Workspace, loaded: dict[Path, Workspace]) -> Sandbox:
        """Open the sandbox; ``usual`` is the workspace where the marker names none.

        ``loaded`` keeps the workspaces that markers name, so that each file is read once in a run.
        """
        clock = Clock(self.now) if self.now else None
        return self._workspace(usual, loaded).open(clock=clock, seed=self.seed, assumptions=self.assumptions)

    def _workspace(self, usual: Workspace, loaded: dict[Path, Workspace]) -> Workspace:
        from mockserver.workspace import load_workspace

        if self.workspace is None:
            return usual
        if not self.workspace.exists():
            hint = "the marker mockserver names it, from the folder of the test's file on"
            raise UsageError(f"there is no workspace file {self.workspace}", hint=hint)
        if self.workspace not in loaded:
            loaded[self.workspace] = load_workspace(self.workspace)
        return loaded[self.workspace]


_KNOWN: Final = tuple(each.name for each in fields(Settings))


def settings_of(node: pytest.Item) -> Settings:
    """Read the markers of a test, its class and its module: the closest goes before the others.

    Assumptions of all of them are put together. Raises ``UsageError`` for a marker that cannot be meant.
    """
    given: dict[str, Any] = {}
    assumptions: dict[str, object] = {}
    for marker in reversed(list(node.iter_markers("mockserver"))):
        _check_names(marker)
        given |= marker.kwargs
        assumptions |= _mapping(marker.kwargs.get("assumptions"))
    workspace = given.get("workspace")
    return Settings(
        workspace=(node.path.parent / _text("workspace", workspace)).resolve() if workspace else None,
        now=_moment(given.get("now")),
        assumptions=assumptions,
        seed=_seed(given.get("seed")),
        unhandled=_unhandled(given.get("unhandled")),
    )


def unhandled_policy(node: pytest.Item) -> str:
    """Give what an unhandled request means for a test: the marker's word, else the ini option's."""
    return settings_of(node).unhandled or str(_unhandled(node.config.getini("mockserver_unhandled")))


@contextmanager
def told_plainly() -> Iterator[None]:
    """Let a mistake of the user fail the test with its own text, no traceback."""
    try:
        yield
    except MockServerError as mistake:
        raise pytest.fail.Exception(str(mistake), pytrace=False) from None


def _check_names(marker: pytest.Mark) -> None:
    if marker.args:
        raise UsageError(
            "the marker mockserver takes keywords only", hint="write mockserver(workspace=…, now=…)"
        )
    for name in marker.kwargs:
        if name not in _KNOWN:
            near = get_close_matches(name, _KNOWN, n=1)
            hint = f"did you mean {near[0]}?" if near else "it takes " + ", ".join(_KNOWN)
            raise UsageError(f"the marker mockserver takes no {name!r}", hint=hint)


def _mapping(value: object) -> Mapping[str, object]:
    if value is None or isinstance(value, Mapping):
        return value or {}
    raise UsageError(f"the marker mockserver: assumptions={value!r} is no mapping of names to choices")


def _text(name: str, value: object) -> str | Path:
    if isinstance(value, str | Path):
        return value
    raise UsageError(f"the marker mockserver: {name}={value!r} is no path")


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        moment = value
    if moment is None or (isinstance(moment, datetime) and moment.tzinfo):
        return moment
    raise UsageError(
        f"the marker mockserver: now={value!r} is no moment",
        hint="write a datetime with a time zone or a text such as 2026-03-02T09:00:00Z",
    )


def _seed(value: object) -> int | str | None:
    if value is None or isinstance(value, int | str):
        return value
    raise UsageError(f"the marker mockserver: seed={value!r} is neither a number nor a text")


def _unhandled(value: object) -> str | None:
    if value is None or value in UNHANDLED:
        return None if value is None else str(value)
    raise UsageError(
        f"{value!r} is no policy for unhandled requests", hint="choose one of " + ", ".join(UNHANDLED)
    )
