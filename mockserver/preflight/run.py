"""Running a preflight: partitions out, results in, a report at the end or wherever it is stopped."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from itertools import chain, islice
from pathlib import Path

from mockserver.preflight.checkpoint import Checkpoint
from mockserver.preflight.executors import Executor, in_process
from mockserver.preflight.partitions import audience_files, cut
from mockserver.preflight.report import Report
from mockserver.preflight.spec import EVERYBODY, NOBODY, Allowance, Spec
from mockserver.preflight.tally import Tally
from mockserver.preflight.work import Result

Listen = Callable[[Result], None]
"""Told of every partition that is done."""


def _never() -> bool:
    return False


def run_preflight(
    spec: Spec,
    audience: Sequence[Path],
    *,
    executor: Executor = in_process,
    allowed: Allowance = NOBODY,
    allowed_aborts: Allowance = EVERYBODY,
    listen: Sequence[Listen] = (),
    checkpoint: Checkpoint | None = None,
    resume: bool = False,
    stop: Callable[[], bool] = _never,
) -> Report:
    """Run a webhook for every user of an audience and report what would become of it.

    ``audience`` are files and folders. ``stop`` is asked after every partition; where it says so, the
    report is about the users until then and tells that it is. With ``resume`` the run goes on where that
    of ``checkpoint`` was stopped. Raises ``UsageError`` and ``ProfileFileError`` for an audience that
    cannot be read.
    """
    files = audience_files(audience)
    tally, complete = Tally(spec.samples), False
    try:
        with closing(_results(spec, files, executor, checkpoint, resume=resume)) as results:
            for result in results:
                tally.merge(result.tally)
                for tell in listen:
                    tell(result)
                if stop():
                    break
            else:
                complete = True
    finally:
        if checkpoint is not None:
            checkpoint.close(complete=complete)
    return Report(
        template=spec.template.name,
        audience=tuple(map(str, audience)),
        tally=tally,
        complete=complete,
        allowed=allowed,
        allowed_aborts=allowed_aborts,
    )


def _results(
    spec: Spec, files: Sequence[Path], executor: Executor, checkpoint: Checkpoint | None, *, resume: bool
) -> Generator[Result, None, None]:
    done = 0
    if checkpoint is not None and not resume:
        checkpoint.start()
    for result in checkpoint.resume() if checkpoint is not None and resume else ():
        done += 1
        yield result
    # The first one is asked for here, so that a file that is none is told of before anything starts.
    rest = islice(cut(files), done, None)
    first = next(rest, None)
    if first is None:
        return
    with closing(executor(spec, chain([first], rest))) as results:
        for result in results:
            if checkpoint is not None:
                checkpoint.write(result)
            yield result
