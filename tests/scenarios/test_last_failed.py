"""Running again what failed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mockserver.cli import main
from tests.scenarios.test_runner import THREE


@pytest.fixture
def suite(write_suite: Callable[[str], Path]) -> Path:
    return write_suite(THREE)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["run", *map(str, arguments)])


def test_only_what_failed_is_run_again(suite: Path) -> None:
    run(suite)
    assert "0 passed, 1 failed" in run(suite, "--last-failed").output


def test_what_passes_is_no_longer_known_to_fail(suite: Path) -> None:
    run(suite)
    suite.write_text(THREE.replace("[{outcome: sent}]", "[]"), encoding="utf-8")
    assert "1 passed, 0 failed" in run(suite, "--last-failed").output
    assert "3 passed, 0 failed" in run(suite, "--last-failed").output


def test_what_was_not_run_stays_known(suite: Path) -> None:
    run(suite)
    run(suite, "-k", "good")
    assert "0 passed, 1 failed" in run(suite, "--last-failed").output


def test_nothing_is_written_as_long_as_nothing_failed(suite: Path, tmp_path: Path) -> None:
    run(suite, "-k", "good")
    assert not (tmp_path / ".mockserver").exists()


def test_a_file_that_is_damaged_is_as_good_as_none(suite: Path, tmp_path: Path) -> None:
    (tmp_path / ".mockserver").mkdir()
    (tmp_path / ".mockserver" / "last-failed.json").write_text("{", encoding="utf-8")
    assert "2 passed, 1 failed" in run(suite, "--last-failed").output
