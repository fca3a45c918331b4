import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from click.testing import CliRunner

from mockserver.cli import main

COMMAND = [sys.executable, "-c", "from mockserver.cli import main; main()", "serve"]
FREE = ["--braze-port", "0", "--rokt-port", "0", "--inspector-port", "0"]


@contextmanager
def serving(*options: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, str], str]]:
    """Run the command; give the process, the services' addresses and what it printed."""
    pipe = subprocess.PIPE
    with subprocess.Popen([*COMMAND, *FREE, *options], stdout=pipe, stderr=pipe, text=True) as process:
        printed = ""
        while "/clock/advance" not in printed:
            line = process.stdout.readline()
            assert line, process.stderr.read()
            printed += line
        found = re.findall(r"^(Braze|Rokt|Inspector)\b.*?(https?://\S+?)/?$", printed, re.MULTILINE)
        try:
            yield process, dict(found), printed
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_both_services_answer_until_a_signal_ends_the_command_with_success(number):
    with serving() as (process, urls, _):
        assert httpx.get(urls["Braze"] + "/nothing").status_code == 404
        assert httpx.get(urls["Rokt"] + "/nothing").status_code == 404
        process.send_signal(number)
        assert process.wait(timeout=10) == 0
        assert process.stdout.read() == "Stopped.\n"
        assert process.stderr.read() == ""


def test_the_printed_curl_lines_work():
    with serving() as (_, urls, printed):
        client, secret = re.search(r"-u '(\S+):(\S+)'", printed).groups()
        form = {"grant_type": "client_credentials"}
        assert httpx.post(urls["Rokt"] + "/oauth2/token", auth=(client, secret), data=form).status_code == 200
        key = re.search(r"Bearer (\S+)'", printed)[1]
        body = re.search(r"-d '(\{\"external_ids.*\})'", printed)[1]
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        answer = httpx.post(urls["Braze"] + "/users/export/ids", content=body, headers=headers)
        assert answer.json()["users"]


def test_a_frozen_clock_stands_at_the_workspaces_time():
    with serving("--clock", "frozen") as (_, urls, _):
        told = httpx.get(urls["Rokt"] + "/_mockserver/clock").json()
        assert (told["mode"], told["now"]) == ("frozen", "2026-03-02T09:00:00.000Z")


def test_the_credentials_of_a_workspace_of_ones_own_are_not_printed(tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text("rokt:\n  clients: [{id: real-client, secret: real-secret}]\n")
    with serving("--workspace", str(own)) as (_, _, printed):
        assert "real-secret" not in printed
        assert "CLIENT_ID:CLIENT_SECRET" in printed


def test_the_folder_of_what_is_written_need_not_be_there(tmp_path):
    state, journal = tmp_path / "state" / "world.sqlite", tmp_path / "out" / "journal.ndjson"
    with serving("--state", str(state), "--journal", str(journal)):
        assert state.is_file()
        assert journal.is_file()


def test_those_that_only_a_state_file_knows_are_not_printed_either(tmp_path):
    own, state = tmp_path / "own.yaml", str(tmp_path / "state.sqlite")
    own.write_text("rokt:\n  clients: [{id: real-client, secret: real-secret}]\n")
    with serving("--workspace", str(own), "--state", state):
        pass
    with serving("--state", state) as (_, _, printed):
        assert "real-secret" not in printed
        assert "-u 'acme-client:acme-secret'" in printed


def test_reset_opens_the_workspace_afresh():
    with serving() as (_, urls, _):
        httpx.get(urls["Rokt"] + "/nothing")
        httpx.post(urls["Braze"] + "/_mockserver/reset")
        assert httpx.get(urls["Rokt"] + "/_mockserver/health").json()["requests"] == 0


def refused(*options):
    return CliRunner().invoke(main, ["serve", *FREE, *options])


def test_a_port_in_use_is_told_without_a_traceback():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = refused("--rokt-port", str(taken.getsockname()[1]))
    assert result.exit_code == 2
    assert "cannot be had" in result.stderr
    assert "hint" in result.stderr


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--host", "0.0.0.0"], "not a loopback address"),
        (["--rokt-port", "70000"], "70000"),
        (["--clock", "sundial"], "sundial"),
    ],
)
def test_an_option_that_cannot_be_meant_is_told(options, told):
    result = refused(*options)
    assert result.exit_code == 2
    assert told in result.stderr


def test_a_workspace_that_is_not_there_is_told():
    result = refused("--workspace", "/nowhere/world.yaml")
    assert result.exit_code == 2
    assert "'--workspace': File '/nowhere/world.yaml' does not exist." in result.stderr
