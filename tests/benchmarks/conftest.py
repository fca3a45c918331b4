"""Benchmarks: ratios taken in one run, each beside its reference.

They are not part of the test suite; run them with ``pytest -o addopts= tests/benchmarks``.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable, Sequence

import pytest


@pytest.fixture
def best_times() -> Callable[..., list[float]]:
    """Give a function that runs Python commands in turn and gives each one's shortest time in seconds.

    The time is the processor's, which other programs on the machine disturb least.
    """

    def measure(*commands: Sequence[str], rounds: int) -> list[float]:
        times = [[_processor_time(command) for command in commands] for _ in range(rounds)]
        return [min(column) for column in zip(*times, strict=True)]

    return measure


def _processor_time(command: Sequence[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *command], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.fixture
def tell(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Give a function that prints a line of result."""
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")

    def write(line: str) -> None:
        with capsys.disabled():
            reporter.write_line(f"\n{line}")

    return write
