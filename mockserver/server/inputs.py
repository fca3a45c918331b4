"""What comes into a sandbox from outside, each with its time: all it takes to live through it again.

A sandbox has one clock and seeded chance, so the same inputs at the same times make the same world,
identifiers and journal included. That is what a snapshot and a state file hold; nothing of the
simulators' own state is written down.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from mockserver.errors import UsageError
from mockserver.http import Request, Response

REMEMBERED = 10_000
"""How many inputs a server without a state file keeps, so that its memory is bounded."""


class Arrived(NamedTuple):
    """A request that came to a service."""

    at: datetime
    machine: datetime
    service: str
    request: Request


class Called(NamedTuple):
    """A call of the admin API that changes the sandbox; ``payload`` is its JSON body."""

    at: datetime
    machine: datetime
    operation: str
    params: Mapping[str, str]
    payload: Any


class Answered(NamedTuple):
    """What a host outside answered to a request of the sandbox; ``failure`` is set where it did not."""

    at: datetime
    machine: datetime
    response: Response | None
    failure: str = ""


class Reloaded(NamedTuple):
    """A new version of the workspace file; ``files`` says which."""

    at: datetime
    machine: datetime
    files: Mapping[str, str]


Input = Arrived | Called | Answered | Reloaded
"""``at`` is the sandbox's time, ``machine`` the machine's."""


class Opening(NamedTuple):
    """How a world began: when, and from which version of the workspace's files (digests by path)."""

    start: datetime
    files: Mapping[str, str] = {}


class Log(Protocol):
    """The inputs of one sandbox since it was opened."""

    def begin(self, opening: Opening) -> None:
        """Start again with a fresh world."""

    def append(self, entry: Input) -> None:
        """Write one more input down; when this returns, it is safe."""

    @property
    def opening(self) -> Opening | None:
        """How the world began; None before it did."""

    @property
    def last(self) -> int:
        """The number of the latest input."""

    def inputs(self) -> Sequence[Input]:
        """Give all inputs in order.

        Raises ``UsageError`` where they are not known any more.
        """

    def cut(self, last: int) -> None:
        """Forget what came after an input."""

    @property
    def snapshots(self) -> Mapping[str, int]:
        """Where snapshots were taken, by name: the number of the latest input before."""

    def mark(self, name: str) -> None:
        """Take a snapshot: give the latest input a name."""


class MemoryLog:
    """The inputs of one sandbox while the process lives, given up past ``REMEMBERED``."""

    def __init__(self) -> None:
        self._opening: Opening | None = None
        self._inputs: list[Input] = []
        self._snapshots: dict[str, int] = {}
        self._is_full = False

    def begin(self, opening: Opening) -> None:
        """Start again with a fresh world."""
        self.__init__()  # type: ignore[misc]
        self._opening = opening

    def append(self, entry: Input) -> None:
        """Write one more input down."""
        if self._is_full:
            return
        self._inputs.append(entry)
        if len(self._inputs) > REMEMBERED:
            self._is_full = True
            self._inputs.clear()
            self._snapshots.clear()

    @property
    def opening(self) -> Opening | None:
        """How the world began; None before it did."""
        return self._opening

    @property
    def last(self) -> int:
        """The number of the latest input."""
        return len(self._inputs)

    def inputs(self) -> Sequence[Input]:
        """Give all inputs in order.

        Raises ``UsageError`` where there were more than are kept.
        """
        self._check_complete()
        return tuple(self._inputs)

    def cut(self, last: int) -> None:
        """Forget what came after an input."""
        del self._inputs[last:]
        self._snapshots = {name: number for name, number in self._snapshots.items() if number <= last}

    @property
    def snapshots(self) -> Mapping[str, int]:
        """Where snapshots were taken, by name."""
        return dict(self._snapshots)

    def mark(self, name: str) -> None:
        """Take a snapshot.

        Raises ``UsageError`` where there were more inputs than are kept.
        """
        self._check_complete()
        self._snapshots[name] = self.last

    def _check_complete(self) -> None:
        if self._is_full:
            raise UsageError(
                f"there were more than {REMEMBERED:,} requests since this sandbox was opened",
                hint="reset it first, or serve with --state FILE, which keeps all of them",
            )
