"""The README's examples do what it says, as they are printed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from mockserver.doors.server import live_server
from mockserver.workspace import default_workspace

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def example(name: str) -> str:
    """Give the code block that follows ``<!-- example: name -->``."""
    found = re.search(rf"<!-- example: {name} -->\n```\w+\n(.*?)```", README, re.DOTALL)
    assert found, f"the README has no example {name!r}"
    return found[1]


def test_the_two_commands_stand_at_the_top() -> None:
    commands = [line for line in README.splitlines()[:6] if line.startswith("    ")]
    assert commands == [
        "    python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/mockserver run",
        "    python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/pytest",
    ]


def test_the_pytest_example_passes_and_is_short(pytester: pytest.Pytester) -> None:
    code = example("pytest")
    body = code[code.index("def test_") :].strip().splitlines()
    assert len(body) <= 8
    pytester.makepyfile(code)
    pytester.runpytest_subprocess("-q").assert_outcomes(passed=1)


def test_the_scenario_example_passes(tmp_path: Path) -> None:
    suite = tmp_path / "readme.scenario.yaml"
    suite.write_text(example("scenario"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mockserver", "run", str(suite)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_curl_example_shows_the_event_at_19_utc() -> None:
    with live_server(default_workspace().open()) as server:
        script = example("curl").replace("http://127.0.0.1:8102", server.rokt_url)
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script], capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, done.stderr
    assert '"startDateTimeUtc":"2026-07-21T19:00:00Z"' in done.stdout.replace(" ", "")
    assert '"title":"Premiere"' in done.stdout.replace(" ", "")
