"""``mockserver run``: options and exit codes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import Mock

import pytest
from click.testing import CliRunner, Result

from mockserver.cli import main
from mockserver.scenarios.runner import Event, RunStarted
from tests.scenarios.test_runner import THREE


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["run", *map(str, arguments)])


@pytest.fixture
def suite(write_suite: Callable[[str], Path]) -> Path:
    return write_suite(THREE)


def test_it_exits_with_0_if_all_passed(suite: Path) -> None:
    result = run(suite, "-k", "good")
    assert result.exit_code == 0
    assert "1 passed, 0 failed" in result.output


def test_it_exits_with_1_if_one_failed(suite: Path) -> None:
    result = run(suite.parent)
    assert result.exit_code == 1
    assert "2 passed, 1 failed" in result.output


def test_it_stops_at_the_first_failure_if_told(suite: Path) -> None:
    assert "1 passed, 1 failed" in run(suite, "-x").output


@pytest.mark.parametrize("arguments", [["nowhere"], ["--no-such-option"], ["-k", "nothing like it"]])
def test_it_exits_with_2_for_what_cannot_be_meant(suite: Path, arguments: list[str]) -> None:
    result = run(suite, *arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_it_exits_with_3_for_a_file_that_cannot_be_run(suite: Path) -> None:
    suite.write_text(THREE.replace("settle", "setle"), encoding="utf-8")
    result = run(suite)
    assert result.exit_code == 3
    assert result.stderr.startswith("Error: ")
    assert "small.scenario.yaml:5:26: unknown key 'setle'" in result.stderr
    assert "Traceback" not in result.output


def test_it_exits_with_3_for_a_scenario_that_asks_for_what_is_not_there(suite: Path) -> None:
    suite.write_text(THREE.replace("{settle: true}", "{send: {template: x, user: ada}}"), encoding="utf-8")
    result = run(suite)
    assert result.exit_code == 3
    assert "0 passed, 0 failed, 3 broken" in result.output


def test_ctrl_c_leaves_the_terminal_as_it_was(suite: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    close = Mock()
    monkeypatch.setattr("mockserver.scenarios.runner.run_suites", Mock(side_effect=[_stopped()]))
    monkeypatch.setattr("mockserver.scenarios.reports.console.ConsoleReport.close", close)
    assert run(suite).exit_code == 130
    close.assert_called_once_with()


def _stopped() -> Iterator[Event]:
    yield RunStarted(3)
    raise KeyboardInterrupt


def test_without_a_path_the_bundled_suites_are_run() -> None:
    result = run("-k", "every message asks for a token")
    assert result.exit_code == 0, result.output
    assert "traps.scenario.yaml" in result.output
