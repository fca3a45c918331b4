"""The README's examples do what it says, as they are printed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mockserver.server.live_server import live_server
from mockserver.workspace import default_workspace

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def examples(name: str) -> list[str]:
    """Give the code blocks that follow ``<!-- example: name -->``."""
    found = re.findall(rf"<!-- example: {name} -->\n```\w+\n(.*?)```", README, re.DOTALL)
    assert found, f"the README has no example {name!r}"
    return found


def example(name: str) -> str:
    """Give the one code block that follows ``<!-- example: name -->``."""
    (found,) = examples(name)
    return found


def test_the_two_commands_stand_at_the_top() -> None:
    commands = [line for line in README.splitlines()[:6] if line.startswith("    ")]
    assert commands == [
        "    python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/mockserver run",
        "    python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/pytest",
    ]


def test_the_pytest_examples_pass(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    # Hypothesis forgives a busy machine its slowness there.
    monkeypatch.setenv("CI", "true")
    codes = examples("pytest")
    pytester.makepyfile(**{f"test_{number}": code for number, code in enumerate(codes)})
    pytester.runpytest_subprocess("-q").assert_outcomes(passed=sum(code.count("def test_") for code in codes))


def test_the_first_pytest_example_is_short() -> None:
    code = examples("pytest")[0]
    assert len(code[code.index("def test_") :].strip().splitlines()) <= 8


WHOLE_TUTORIAL = "README_TUTORIAL" in os.environ
"""Whether the tutorial makes its virtual environment too, which takes a registry and most of a minute."""


@pytest.fixture
def shell(tmp_path: Path) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """Give a shell in the tutorial's folder, where ``.venv`` has the commands it installs."""
    folder = tmp_path / "my-calendar"
    if not WHOLE_TUTORIAL:
        commands = folder / ".venv" / "bin"
        commands.mkdir(parents=True)
        for name in ("mockserver", "pytest"):
            (commands / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" -m {name} "$@"\n')
            (commands / name).chmod(0o755)
    (tmp_path / "mockserver").symlink_to(ROOT)

    def run(script: str) -> subprocess.CompletedProcess[str]:
        place = folder if folder.exists() else tmp_path
        command = ["bash", "-euc", script]
        return subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)

    return run


@pytest.mark.usefixtures("only_our_plugin")
def test_the_tutorial_gives_a_red_test_and_then_a_green_one(
    tmp_path: Path, shell: Callable[[str], subprocess.CompletedProcess[str]]
) -> None:
    start = example("tutorial-start")
    done = shell(start if WHOLE_TUTORIAL else "\n".join(start.splitlines()[2:]))
    assert done.returncode == 0, done
    scenarios = tmp_path / "my-calendar" / "scenarios"
    (scenarios / "greeting.scenario.yaml").write_text(example("tutorial-test"), encoding="utf-8")

    red = shell(example("tutorial-run"))
    assert red.returncode == 1
    assert said_of_the_red_test() in red.stdout

    removed, added = (line[1:] for line in example("tutorial-mend").splitlines())
    template = scenarios / "templates" / "body.liquid"
    text = template.read_text(encoding="utf-8")
    assert removed in text.splitlines()
    template.write_text(text.replace(removed, added), encoding="utf-8")

    green = shell(f"{example('tutorial-run')}.venv/bin/pytest -q")
    assert green.returncode == 0, green
    assert "5 passed, 0 failed" in green.stdout
    assert "\n5 passed in" in green.stdout


def said_of_the_red_test() -> str:
    found = re.search(r"It is red, and says why: `(.+?)`\.", README)
    assert found
    return found[1]


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
