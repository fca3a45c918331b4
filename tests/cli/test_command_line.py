import errno
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from mockserver import cli
from mockserver.errors import ScenarioError, UsageError


def run(*arguments, **options):
    return CliRunner().invoke(cli.main, arguments, **options)


@pytest.fixture
def stand_in(monkeypatch):
    """Give a function that puts its own function in the place of every command."""

    def stand_in(function):
        command = click.command("stand-in")(function)
        monkeypatch.setattr(cli._LazyGroup, "get_command", lambda self, ctx, name: command)

    return stand_in


def fail_with(error):
    def command():
        raise error

    return command


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


@pytest.mark.parametrize("arguments", [(), ("liquid",)])
def test_no_line_of_help_is_cut_off(arguments):
    assert "..." not in run(*arguments, "--help").output.replace("[ARGS]...", "")


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


def test_a_mistake_of_the_user_is_told_without_a_traceback(stand_in):
    stand_in(fail_with(UsageError("it is wrong", hint="do it right")))
    result = run("serve")
    assert result.exit_code == 2
    assert result.stderr == "Error: it is wrong\n  hint: do it right\n"


def test_an_unknown_command_is_refused():
    result = run("srve")
    assert result.exit_code == 2
    assert "No such command 'srve'. Did you mean 'serve'?" in result.stderr
    assert "No such command 'xyz'." in run("xyz").stderr


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("mockserver pre", ["preflight", "preview"]),
        ("mockserver run --j", ["--junit"]),
        ("mockserver xyz --", []),
    ],
)
def test_a_shell_completes_commands_and_options(typed, offered):
    variables = {
        "_MOCKSERVER_COMPLETE": "bash_complete",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(typed.count(" ")),
    }
    result = CliRunner().invoke(cli.main, [], prog_name="mockserver", env=variables)
    words = [line.partition(",")[2] for line in result.output.splitlines()]
    assert [word for word in words if word not in ("--version", "--help")] == offered


def test_version():
    assert "mockserver, version" in run("--version").output


@pytest.mark.parametrize("crash", [ZeroDivisionError(), OSError(5, "a disk broke")])
def test_a_crash_is_not_taken_for_a_mistake_of_the_user(stand_in, crash):
    stand_in(fail_with(crash))
    assert run("serve").exception is crash


def test_a_mistake_in_a_file_has_an_exit_code_of_its_own(stand_in):
    stand_in(fail_with(ScenarioError("it cannot be run")))
    result = run("run")
    assert (result.exit_code, result.stderr) == (3, "Error: it cannot be run\n")


@pytest.mark.parametrize("name", ["report.html", b"report.html"])
def test_a_file_the_machine_refuses_is_told_by_its_name(stand_in, name):
    stand_in(fail_with(PermissionError(13, "Permission denied", name)))
    result = run("run")
    assert (result.exit_code, result.stderr) == (3, "Error: report.html: Permission denied\n")


def test_a_full_disk_is_told_in_one_line(stand_in):
    stand_in(fail_with(OSError(errno.ENOSPC, "No space left on device")))
    result = run("run")
    told = "Error: what is written does not fit on the disk: No space left on device\n"
    assert (result.exit_code, result.stderr) == (3, told)


@pytest.mark.parametrize("stop", [KeyboardInterrupt, click.Abort])
def test_ctrl_c_ends_a_command_in_one_line(stand_in, stop):
    stand_in(fail_with(stop()))
    result = run("run")
    assert (result.exit_code, result.stderr) == (130, "\nStopped.\n")


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [
        ({"NO_COLOR": "", "TERM": "xterm"}, True),
        ({"NO_COLOR": "1", "TERM": "xterm"}, False),
        ({"NO_COLOR": "", "TERM": "dumb"}, False),
    ],
)
def test_colours_can_be_turned_off(stand_in, variables, coloured):
    stand_in(lambda: click.secho("red", fg="red"))
    assert ("\x1b[" in run("rules", env=variables, color=True).output) == coloured
