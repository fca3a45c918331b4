"""Running scenarios in several processes; what came of them arrives in the scenarios' order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from threading import Lock
from time import perf_counter
from typing import Final

from mockserver.errors import UsageError
from mockserver.scenarios.loader import Loader
from mockserver.scenarios.runner import Verdict, judge
from mockserver.scenarios.suite import Scenario, Suite

CHUNK: Final = 20
"""How many scenarios of one file a process takes at a time."""
HEAD_START: Final = 0.5
"""Seconds of running alone before other processes are started: about what it takes to start one."""

LOOK_AGAIN: Final = 0.1
"""Seconds after which somebody who waits for another process looks how far all are."""

_Future = Future[list[Verdict]]
Ran = Callable[[int], None]
"""Is told how many scenarios have been run by now, those included whose verdicts come later."""


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Scenarios of one file that one process runs."""

    path: Path
    scenarios: tuple[Scenario, ...]


def verdicts(
    suites: Sequence[Suite],
    processes: int,
    *,
    update_snapshots: bool = False,
    head_start: float = HEAD_START,
    ran: Ran = lambda _: None,
) -> Iterator[Verdict]:
    """Run the scenarios of suites in so many processes, this one among them.

    The others are started after ``head_start`` seconds and begin at the end; each loads the files it is
    given scenarios of. Raises ``UsageError`` if a process dies.
    """
    chunks = deque(_chunks(suites))
    # What the clock of no world could tell.
    begun = perf_counter()
    while chunks and perf_counter() - begun < head_start:
        yield from _run_here(chunks.popleft(), update_snapshots)
    if chunks:
        rest = sum(len(chunk.scenarios) for chunk in chunks)
        before = sum(len(suite.scenarios) for suite in suites) - rest
        yield from _run_together(chunks, processes - 1, update_snapshots, _Count(before, ran))


class _Count:
    """Counts what has been run here, and what other processes have ready."""

    def __init__(self, before: int, ran: Ran) -> None:
        self._done = before
        self._ran = ran
        self._lock = Lock()

    def expect(self, future: _Future, scenarios: int) -> None:
        """Count so many scenarios once another process has run them."""
        future.add_done_callback(lambda done: None if done.cancelled() else self._add(scenarios))

    def here(self, verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
        """Count what is run here."""
        for verdict in verdicts:
            self._add(1)
            self.say()
            yield verdict

    def say(self) -> None:
        """Tell how many have been run by now."""
        self._ran(self._done)

    def _add(self, scenarios: int) -> None:
        # Other processes' work is counted by the thread that takes it in.
        with self._lock:
            self._done += scenarios


def _run_together(
    chunks: Sequence[_Chunk], others: int, update_snapshots: bool, count: _Count
) -> Iterator[Verdict]:
    # Started afresh: a fork would take the threads and locks of this process along.
    pool = ProcessPoolExecutor(others, mp_context=get_context("spawn"))
    try:
        from_the_end = []
        for chunk in reversed(chunks):
            indexes = [each.index for each in chunk.scenarios]
            from_the_end.append(pool.submit(_run, chunk.path, indexes, update_snapshots))
            count.expect(from_the_end[-1], len(indexes))
        for chunk, theirs in zip(chunks, reversed(from_the_end), strict=True):
            # What nobody has begun is run here.
            here = theirs.cancel()
            yield from count.here(_run_here(chunk, update_snapshots)) if here else _awaited(theirs, count)
    except BrokenProcessPool:
        raise UsageError("a process that ran scenarios died", hint="run with -n 1 to see where") from None
    finally:
        pool.shutdown(cancel_futures=True)


def _awaited(theirs: _Future, count: _Count) -> list[Verdict]:
    while wait([theirs], timeout=LOOK_AGAIN).not_done:
        count.say()
    return theirs.result()


def _chunks(suites: Sequence[Suite]) -> Iterator[_Chunk]:
    for suite in suites:
        for start in range(0, len(suite.scenarios), CHUNK):
            yield _Chunk(suite.path, suite.scenarios[start : start + CHUNK])


def _run_here(chunk: _Chunk, update_snapshots: bool) -> Iterator[Verdict]:
    return (judge(scenario, update_snapshots=update_snapshots) for scenario in chunk.scenarios)


def _run(path: Path, indexes: Sequence[int], update_snapshots: bool) -> list[Verdict]:
    scenarios = _load(path).scenarios
    return [judge(scenarios[index], update_snapshots=update_snapshots) for index in indexes]


@cache
def _load(path: Path) -> Suite:
    return Loader().load(path)
