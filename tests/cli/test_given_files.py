"""What every command does with a file that is named on its command line and is not there, or none."""

import pytest
from click.testing import CliRunner

from mockserver.cli import main

COMMANDS = {
    "run": ["run", "{}"],
    "check": ["check", "{}"],
    "lint": ["lint", "{}"],
    "shrink": ["shrink", "{}"],
    "capture": ["capture", "{}"],
    "replay": ["replay", "{}"],
    "liquid cases": ["liquid", "cases", "{}"],
    "preview": ["preview", "{}"],
    "preview --user": ["preview", "new-event", "--user", "{}"],
    "preview --workspace": ["preview", "new-event", "--workspace", "{}"],
    "capture --workspace": ["capture", "curl https://a.test", "--workspace", "{}"],
    "replay --workspace": ["replay", "a.har", "--workspace", "{}"],
    "preflight --audience": ["preflight", "new-event", "--audience", "{}"],
    "preflight --workspace": ["preflight", "new-event", "--audience", ".", "--workspace", "{}"],
    "preflight --answers": ["preflight", "new-event", "--audience", ".", "--answers", "{}"],
    "serve --workspace": ["serve", "--workspace", "{}"],
    "serve --tls-cert": ["serve", "--tls-key", "{}", "--tls-cert", "{}"],
}


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize("name", ["none.json", "folder"])
def test_what_is_no_file_makes_the_command_line_wrong(tmp_path, monkeypatch, arguments, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    result = CliRunner().invoke(main, [part.format(name) for part in arguments])
    assert result.exit_code == 2
    assert name in result.stderr


@pytest.mark.parametrize("option", ["--workspace", "--answers"])
def test_a_file_that_is_there_and_cannot_be_used_is_another_mistake(tmp_path, option):
    (tmp_path / "broken.yaml").write_text("{", encoding="utf-8")
    (tmp_path / "users.jsonl").write_text('{"external_id": "ada"}\n', encoding="utf-8")
    command = ["preflight", "new-event", "--audience", str(tmp_path / "users.jsonl")]
    result = CliRunner().invoke(main, [*command, option, str(tmp_path / "broken.yaml")])
    assert result.exit_code == 3
    assert "broken.yaml:1:2" in result.stderr
