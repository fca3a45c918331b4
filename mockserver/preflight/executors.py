"""Where partitions are worked on: in this process, in several, or on the machines of a Dask cluster.

All of them give the same results in the order of the partitions, and hold no more of these at a time than
keeps every processor busy.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_context
from typing import Any

from mockserver.errors import UsageError
from mockserver.preflight.partitions import Partition
from mockserver.preflight.scale import distributed
from mockserver.preflight.spec import Spec
from mockserver.preflight.work import Result, preflight_partition

Executor = Callable[[Spec, Iterable[Partition]], Generator[Result, None, None]]
_AHEAD = 4
"""How many partitions wait for each processor."""
_PATIENCE = "20s"
"""How long a scheduler may take to answer."""


def processors() -> int:
    """Tell how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_process(spec: Spec, partitions: Iterable[Partition]) -> Generator[Result, None, None]:
    """Work on partitions one after another."""
    for partition in partitions:
        yield preflight_partition(spec, partition)


def in_processes(number: int) -> Executor:
    """Give the executor that works in so many processes of this machine."""

    def execute(spec: Spec, partitions: Iterable[Partition]) -> Generator[Result, None, None]:
        with _pool(number) as pool:

            def submit(partition: Partition) -> Any:
                with _interrupts_kept_back():
                    return pool.submit(preflight_partition, spec, partition)

            yield from _in_order(map(submit, partitions), number * _AHEAD)

    return execute


@contextmanager
def _pool(number: int) -> Iterator[ProcessPoolExecutor]:
    """Start so many processes, and end them: at once where the work is not done, for nobody waits for it."""
    others, done = set(active_children()), False
    # Started afresh: a fork would take the threads and locks of this process along.
    pool = ProcessPoolExecutor(number, get_context("spawn"), initializer=_leave_interrupts)
    try:
        yield pool
        done = True
    except BrokenProcessPool:
        hint = "go on with --resume; if it dies again, -n 1 shows where"
        raise UsageError("a process that rendered messages died", hint=hint) from None
    finally:
        if not done:
            for child in set(active_children()) - others:
                child.terminate()
        pool.shutdown(cancel_futures=True)


@contextmanager
def _interrupts_kept_back() -> Iterator[None]:
    """Keep Ctrl-C, for good, from processes that start meanwhile; this one gets it afterwards.

    It reaches every process of a terminal, and one that is about to start would die of it.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _leave_interrupts() -> None:
    # Ctrl-C reaches every process of a terminal; the one that collects the results ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def on_dask(address: str) -> Executor:
    """Give the executor that works on the Dask cluster whose scheduler listens at an address.

    Its workers need mockserver, and the files under the same names. A partition whose worker is lost is
    worked on by another.
    """

    def execute(spec: Spec, partitions: Iterable[Partition]) -> Generator[Result, None, None]:
        with _client(address) as client:
            threads = sum(client.nthreads().values()) or 1
            submitted = (
                client.submit(preflight_partition, spec, partition, pure=False) for partition in partitions
            )
            try:
                yield from _in_order(submitted, threads * _AHEAD)
            except distributed().KilledWorker as error:
                hint = "see the workers' logs; when they have what they need, go on with --resume"
                raise UsageError(f"the same partition ended several workers: {error}", hint=hint) from error

    return execute


def _client(address: str) -> Any:
    try:
        return distributed().Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        hint = "start one with `dask scheduler`, and workers with `dask worker ADDRESS`"
        raise UsageError(f"no Dask scheduler answers at {address}: {error}", hint=hint) from error


def _in_order(submitted: Iterable[Any], ahead: int) -> Generator[Result, None, None]:
    """Give results in the order of the work, with no more than so much of it handed out."""
    waiting: deque[Any] = deque()
    for future in submitted:
        waiting.append(future)
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
