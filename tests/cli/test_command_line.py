import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from mockserver import cli
from mockserver.errors import UsageError


def run(*arguments):
    return CliRunner().invoke(cli.main, arguments)


def test_help_lists_every_command_with_its_line():
    text = run("--help").output
    for name, line in cli._COMMANDS.items():
        assert name in text
        assert line in " ".join(text.split())


@pytest.mark.parametrize("name", sorted(cli._COMMANDS))
def test_every_command_can_be_imported_and_has_help(name):
    result = run(name, "--help")
    assert result.exit_code == 0
    assert name in result.output


def test_help_imports_no_command_and_no_library_but_click():
    code = (
        "import sys; from mockserver.cli import main; main(['--help'], standalone_mode=False);"
        "heavy = {'httpx', 'pydantic', 'liquid', 'respx', 'hypothesis', 'rich', 'uvicorn', 'yaml', 'pytest'};"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_a_server_starts_without_what_only_its_pages_its_feeds_and_tests_need():
    code = (
        "import sys, mockserver.cli.serve, mockserver.server.live_server;"
        "late = {'starlette', 'jinja2', 'icalendar', 'httpx', 'faker', 'hypothesis', 'pytest', 'rich'};"
        "sys.exit(str(late & set(sys.modules)) if late & set(sys.modules) else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_a_mistake_of_the_user_is_told_without_a_traceback(monkeypatch):
    @click.command("broken")
    def command():
        raise UsageError("it is wrong", hint="do it right")

    monkeypatch.setattr(cli._LazyGroup, "get_command", lambda self, ctx, name: command)
    result = run("serve")
    assert result.exit_code == 2
    assert result.stderr == "Error: it is wrong\n  hint: do it right\n"


def test_an_unknown_command_is_refused():
    result = run("srve")
    assert result.exit_code == 2
    assert "srve" in result.stderr


def test_version():
    assert "mockserver, version" in run("--version").output


def test_a_crash_is_not_taken_for_a_mistake_of_the_user(monkeypatch):
    @click.command("broken")
    def command():
        raise ZeroDivisionError

    monkeypatch.setattr(cli._LazyGroup, "get_command", lambda self, ctx, name: command)
    assert isinstance(run("serve").exception, ZeroDivisionError)
