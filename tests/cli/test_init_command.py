"""``mockserver init``: a starter folder that works."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from mockserver.cli import main


def init(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["init", *map(str, arguments)])


def test_what_it_writes_runs_and_passes(tmp_path: Path) -> None:
    assert init(tmp_path).exit_code == 0
    result = CliRunner().invoke(main, ["run", str(tmp_path / "scenarios")])
    assert result.exit_code == 0, result.output
    assert "4 passed, 0 failed" in result.output


def test_a_file_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "scenarios").mkdir()
    mine = tmp_path / "scenarios" / "workspace.yaml"
    mine.write_text("mine", encoding="utf-8")
    assert "it is there already" in init(tmp_path).output
    assert mine.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("service", "file"), [("github", ".github/workflows/mockserver.yml"), ("gitlab", ".gitlab-ci.yml")]
)
def test_the_ci_file_runs_the_scenarios(tmp_path: Path, service: str, file: str) -> None:
    init(tmp_path, "--ci", service)
    text = (tmp_path / file).read_text(encoding="utf-8")
    assert yaml.safe_load(text)
    assert "mockserver run scenarios --junit" in text


def test_workflows_ask_for_no_more_than_to_read(tmp_path: Path) -> None:
    init(tmp_path, "--ci", "github", "--server")
    workflows = sorted((tmp_path / ".github" / "workflows").iterdir())
    asked = [yaml.safe_load(path.read_text(encoding="utf-8"))["permissions"] for path in workflows]
    assert asked == [{"contents": "read"}] * 2


def test_no_ci_file_is_written_where_none_is_wanted(tmp_path: Path) -> None:
    init(tmp_path, "--ci", "none")
    assert [path.name for path in tmp_path.iterdir()] == ["scenarios"]


@pytest.mark.parametrize(("service", "folders"), [("github", [".github"]), ("gitlab", []), ("none", [])])
def test_a_workflow_for_the_server_is_written_only_for_its_service(
    tmp_path: Path, service: str, folders: list[str]
) -> None:
    init(tmp_path, "--ci", service, "--server")
    assert (tmp_path / "Containerfile").is_file()
    assert [path.name for path in tmp_path.glob(".github")] == folders
