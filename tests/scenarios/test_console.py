"""The report in a terminal and elsewhere."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from mockserver.scenarios.reports import console as console_module
from mockserver.scenarios.reports.console import ConsoleReport, report
from mockserver.scenarios.runner import run_suites
from tests.scenarios.conftest import LoadSuite
from tests.scenarios.test_runner import THREE


def written(load_suite: LoadSuite, **options: object) -> str:
    file = io.StringIO()
    console = Console(file=file, highlight=False, soft_wrap=True, **options)  # type: ignore[arg-type]
    report(run_suites([load_suite(THREE)]), console)
    return file.getvalue()


def test_every_scenario_suite_and_count_is_written(load_suite: LoadSuite) -> None:
    lines = written(load_suite).splitlines()
    assert lines[1].startswith("Small  ")
    assert [line.split(maxsplit=1)[1] for line in lines[2:5]] == ["good", "bad", "last"]
    assert "2 passed, 1 failed in" in lines[5]
    assert lines[-1].startswith("2 passed, 1 failed in ")


def test_the_failure_is_written_after_all_scenarios(load_suite: LoadSuite) -> None:
    text = written(load_suite)
    assert text.index("Small > bad") > text.index("last")


def test_what_is_no_terminal_gets_plain_text(load_suite: LoadSuite) -> None:
    assert "\x1b[" not in written(load_suite)


def test_a_terminal_gets_colours_unless_it_wants_none(
    load_suite: LoadSuite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[32m" in written(load_suite, force_terminal=True, color_system="standard")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[32m" not in written(load_suite, force_terminal=True, color_system="standard")


def test_a_long_run_on_a_terminal_shows_a_progress_bar(
    load_suite: LoadSuite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console_module, "LONG_RUN", 3)
    assert "scenarios" in written(load_suite, force_terminal=True).replace("scenarios/", "")
    assert "3/3" not in written(load_suite)


def test_a_run_that_does_not_end_gives_the_cursor_back(
    load_suite: LoadSuite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console_module, "LONG_RUN", 3)
    file = io.StringIO()
    shown = ConsoleReport(Console(file=file, force_terminal=True))
    shown.listen(next(run_suites([load_suite(THREE)])))
    assert "\x1b[?25h" not in file.getvalue()
    shown.close()
    shown.close()
    assert file.getvalue().count("\x1b[?25h") == 1


def test_an_encoding_without_the_marks_gets_words(load_suite: LoadSuite) -> None:
    file = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="backslashreplace")
    report(run_suites([load_suite(THREE)]), Console(file=file, soft_wrap=True))
    file.seek(0)
    text = file.read()
    assert "  ok good" in text
    assert "  FAILED bad" in text
