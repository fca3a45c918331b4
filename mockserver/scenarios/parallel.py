"""Running scenarios in several processes; what came of them arrives in the scenarios' order."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from mockserver.errors import UsageError
from mockserver.scenarios.loader import Loader
from mockserver.scenarios.runner import Verdict, judge
from mockserver.scenarios.suite import Suite

CHUNK = 20
"""How many scenarios of one file a process takes at a time."""


def verdicts(suites: Sequence[Suite], processes: int, *, update_snapshots: bool = False) -> Iterator[Verdict]:
    """Run the scenarios of suites in so many processes.

    Each process loads the files it is given scenarios of. Raises ``UsageError`` if a process dies.
    """
    # Started afresh: a fork would take the threads and locks of this process along.
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"))
    try:
        waiting = deque(_submitted(pool, suites, update_snapshots))
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool:
        raise UsageError("a process that ran scenarios died", hint="run with -n 1 to see where") from None
    finally:
        pool.shutdown(cancel_futures=True)


def _submitted(
    pool: ProcessPoolExecutor, suites: Sequence[Suite], update_snapshots: bool
) -> Iterator[Future[list[Verdict]]]:
    for suite in suites:
        indexes = [scenario.index for scenario in suite.scenarios]
        for start in range(0, len(indexes), CHUNK):
            yield pool.submit(_run, suite.path, indexes[start : start + CHUNK], update_snapshots)


def _run(path: Path, indexes: Sequence[int], update_snapshots: bool) -> list[Verdict]:
    scenarios = _load(path).scenarios
    return [judge(scenarios[index], update_snapshots=update_snapshots) for index in indexes]


@cache
def _load(path: Path) -> Suite:
    return Loader().load(path)
