"""``mockserver capture``, ``replay`` and ``shrink`` as commands."""

import io
import json
import shlex
import ssl
import urllib.error
import urllib.request
from pathlib import Path
from unittest.mock import Mock

import httpx
import pytest
from click.testing import CliRunner

from mockserver import cli, live_server

INPUTS = Path(__file__).parent.parent / "capture" / "inputs"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(*arguments, **options):
        return CliRunner().invoke(cli.main, [str(argument) for argument in arguments], **options)

    return run


def test_a_captured_file_runs_and_fails(run):
    assert run("capture", INPUTS / "09-iana-zone.journal", "-o", "bug.scenario.yaml").exit_code == 0
    result = run("run", "bug.scenario.yaml")
    assert result.exit_code == 1
    assert "TIME201" in result.output


def test_a_failing_scenario_prints_the_command_that_repeats_it(run):
    run(
        "capture",
        INPUTS / "09-iana-zone.journal",
        "--name",
        """it's "7" o'clock""",
        "-o",
        "bug.scenario.yaml",
    )
    failed = run("run", "bug.scenario.yaml").output
    (again,) = (line.partition("again: ")[2] for line in failed.splitlines() if "again: " in line)
    repeated = run(*shlex.split(again)[1:])
    assert (repeated.exit_code, "TIME201" in repeated.output) == (1, True)


def test_a_report_may_be_pasted_as_an_argument_or_into_standard_input(run):
    text = (INPUTS / "02-translated-header.curl").read_text(encoding="utf-8")
    outputs = {run("capture", text).output, run("capture", "-", input=text).output}
    assert outputs == {run("capture", INPUTS / "02-translated-header.curl").output}


CURL = (
    "curl https://api.roktcalendar.com/v1/subscriptionevent/acme -H 'Authorization: Bearer abc' -d @body.json"
)


def test_a_body_in_a_file_is_read_from_the_working_directory(run):
    Path("body.json").write_text('{\n "event": {"eventId": "from a file"}}\n')
    Path("bug.txt").write_text(CURL)
    for output in (run("capture", "bug.txt").output, run("capture", CURL).output):
        assert "eventId: from a file" in output


def test_a_body_in_a_file_that_is_not_there_is_told(run):
    result = run("capture", CURL)
    assert result.exit_code == 2
    assert "lies in the file 'body.json', which cannot be read: No such file or directory" in result.output
    assert f"put it into {Path.cwd()}" in result.output
    assert "standard input" in run("capture", CURL.replace("body.json", "-")).output


def test_the_journal_of_a_running_server_is_captured(run, acme):
    with live_server(acme.open()) as server:
        request = urllib.request.Request(
            f"{server.braze_url}/campaigns/trigger/send",
            json.dumps(
                {
                    "campaign_id": "2f1c6a52-63b5-4d0c-9a57-0c5de1b0a002",
                    "recipients": [{"external_user_id": "cust-none"}],
                }
            ).encode(),
            {
                "Content-Type": "application/json",
                "Authorization": "Bearer 99999999-8888-7777-6666-555555555555",
            },
        )
        urllib.request.urlopen(request).close()
        server.sandbox.advance(minutes=1)
        result = run("capture", "--from-server", server.rokt_url, "-o", "bug.scenario.yaml")
    assert result.exit_code == 0, result.output
    assert "99999999" not in Path("bug.scenario.yaml").read_text(encoding="utf-8")
    assert "HTTP611" in run("run", "bug.scenario.yaml").output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "give a report, or the address"),
        (("nowhere.har",), "nowhere.har: No such file"),
        (("",), "the report is empty"),
        (("http://127.0.0.1:8102",), "--from-server takes a server's"),
        (("curl", "https://a.test", "-X", "POST"), "run `mockserver capture -`, paste the command"),
        (('{"log": {}}',), "this is no HAR document: `entries` is missing"),
        (('{"log": []}',), "this is no HAR document: list indices must be"),
        (("curl https://a.test", "-o", "-"), "a file is written, not standard output"),
        (("--from-server", "127.0.0.1:1"), "no server answers at 127.0.0.1:1: Connection refused"),
        (("--from-server", "127.0.0.1:1"), "mockserver serve"),
        (("--from-server", "ftp://a"), "no address of a server"),
        (("curl https://api.roktcalendar.com/v1/x", "-o", "bug.yaml"), "ends in .scenario.yaml"),
    ],
)
def test_what_cannot_be_captured_is_told(run, arguments, told):
    result = run("capture", *arguments)
    assert result.exit_code == 2
    assert told in result.stderr


@pytest.mark.parametrize("command", ["capture", "replay"])
def test_a_report_that_cannot_be_read_exits_with_3(run, command):
    Path("binary.har").write_bytes(b"\xff")
    result = run(command, "binary.har")
    assert (result.exit_code, "Error: binary.har: not UTF-8" in result.stderr) == (3, True)


def test_a_file_that_holds_no_report_exits_with_3_and_is_named(run):
    Path("empty.har").write_text('{"log": {"entries": []}}', encoding="utf-8")
    result = run("capture", "empty.har")
    assert result.exit_code == 3
    assert "Error: empty.har: the report holds no request to Braze or Rokt Calendar" in result.stderr
    assert run("capture", '{"log": {"entries": []}}').exit_code == 2


def test_the_command_to_run_next_may_be_pasted_whatever_the_folder_is_called(run):
    report = INPUTS / "01-empty-time-zone.json"
    captured = run("capture", report, "-o", "our bugs/a.scenario.yaml").stdout
    shrunk = run("shrink", "our bugs", "-o", "our bugs/b.scenario.yaml").stdout
    started = run("init", "our bugs/new").stdout
    for said, code in ((captured, 1), (shrunk, 1), (started, 0)):
        assert run(*shlex.split(said.rpartition(": mockserver ")[2])).exit_code == code


def test_a_file_that_is_there_is_not_overwritten(run):
    report = INPUTS / "01-empty-time-zone.json"
    assert run("capture", report, "-o", "a.scenario.yaml").exit_code == 0
    assert "is there already" in run("capture", report, "-o", "a.scenario.yaml").stderr


def test_replay_tells_what_differs(run):
    result = run("replay", INPUTS / "07-no-account-code.har")
    assert result.exit_code == 1
    assert "/Reason: recorded" in result.output
    assert result.output.splitlines()[-1] == "0 alike, 1 different"
    result = run("replay", INPUTS / "09-iana-zone.journal")
    assert (result.exit_code, result.output.splitlines()[-1]) == (0, "1 alike, 0 different")


def test_replay_wants_a_recording(run):
    result = run("replay", INPUTS / "01-empty-time-zone.json")
    assert (result.exit_code, "no recorded exchanges" in result.stderr) == (3, True)
    Path("cut.har").write_text('{"log": {}}')
    result = run("replay", "cut.har")
    assert (result.exit_code, "Error: cut.har: this is no HAR document" in result.stderr) == (3, True)
    assert "hint: give a HAR file or a journal as JSON" in run("replay", "nowhere.har").stderr


@pytest.mark.parametrize("body", ["", "{}"])
def test_an_address_that_gives_no_journal_is_told(run, monkeypatch, body):
    monkeypatch.setattr("mockserver.capture.journal._open", lambda *_, **__: io.BytesIO(body.encode()))
    result = run("capture", "--from-server", "127.0.0.1:8102")
    assert result.exit_code == 2
    assert "journal" in result.stderr


def test_a_server_that_refuses_its_journal_is_told(run, monkeypatch):
    refusal = urllib.error.HTTPError("http://127.0.0.1:8102", 404, "Not Found", None, None)
    monkeypatch.setattr("mockserver.capture.journal._open", Mock(side_effect=refusal))
    result = run("capture", "--from-server", "127.0.0.1:8102")
    assert "answers 404 Not Found\n  hint: name a port of `mockserver serve`" in result.stderr


def test_a_guarded_server_gives_its_journal_for_its_token(run, acme):
    with live_server(acme.open(), token="a-token-for-this-test") as server:
        httpx.get(f"{server.rokt_url}/feed/none.ics", trust_env=False)
        refused = run("capture", "--from-server", server.rokt_url)
        taken = run("capture", "--from-server", server.rokt_url, "--token", "a-token-for-this-test")
    assert "answers 401 Unauthorized\n  hint: give its token with --token" in refused.stderr
    assert (taken.exit_code, "/feed/none.ics" in taken.output) == (0, True)


def test_a_named_sandbox_gives_its_own_journal_and_no_proxy_is_asked(run, acme, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with live_server(acme.open(), reopen=acme.open) as server:
        named = f"{server.rokt_url}/@worker-3"
        httpx.get(f"{named}/feed/none.ics", trust_env=False)
        taken, empty = (run("capture", "--from-server", url) for url in (named, server.rokt_url))
    assert (taken.exit_code, "/feed/none.ics" in taken.output) == (0, True)
    assert empty.exit_code == 2


def test_a_server_with_a_certificate_of_its_own_is_told_how_to_trust(run, monkeypatch):
    failure = ssl.SSLCertVerificationError()
    failure.verify_message = "self-signed certificate in certificate chain"
    monkeypatch.setattr("mockserver.capture.journal._open", Mock(side_effect=urllib.error.URLError(failure)))
    result = run("capture", "--from-server", "https://127.0.0.1:8102")
    assert "https://127.0.0.1:8102: self-signed certificate in certificate chain" in result.stderr
    assert "hint: set SSL_CERT_FILE" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "--html"),
        ("run", "--junit"),
        ("run", "--events"),
        ("capture", "curl https://api.roktcalendar.com/v1/x", "-o"),
        ("shrink", "a.scenario.yaml", "-o"),
        ("check", "a.json", "-o"),
        ("lint", "a.liquid", "-o"),
        ("preflight", "new-event", "--audience", "a.csv", "--html"),
    ],
)
def test_a_file_that_cannot_be_written_is_told_before_the_work(run, monkeypatch, arguments):
    Path("file").touch()
    result = run(*arguments, "file/report.scenario.yaml")
    assert (result.exit_code, "file is a file, no folder" in result.stderr) == (2, True)
    monkeypatch.setattr("os.access", lambda *_: False)
    result = run(*arguments, "folder/report.scenario.yaml")
    assert (result.exit_code, "cannot be written: Permission denied" in result.stderr) == (2, True)
    assert not Path("folder").exists()


def test_shrink_writes_a_smaller_scenario(run):
    run("capture", INPUTS / "04-quote-in-a-name.txt", "-o", "big.scenario.yaml")
    result = run("shrink", "big.scenario.yaml", "-o", "small.scenario.yaml")
    assert result.exit_code == 0, result.output
    assert "characters of users and payloads became" in result.stderr
    assert "run it with: mockserver run small.scenario.yaml" in result.stdout
    assert run("run", "small.scenario.yaml").exit_code == 1
    assert "is there already" in run("shrink", "big.scenario.yaml", "-o", "small.scenario.yaml").stderr


def test_shrink_writes_beside_the_file(run):
    run("capture", INPUTS / "04-quote-in-a-name.txt", "-o", "bugs/big.scenario.yaml")
    result = run("shrink", "bugs", "-o", "small.scenario.yaml")
    assert (result.exit_code, "small.scenario.yaml does not lie in bugs" in result.stderr) == (2, True)
    assert "runs" not in result.stderr


def test_shrink_wants_one_scenario(run):
    run("capture", INPUTS / "04-quote-in-a-name.txt", "-o", "big.scenario.yaml")
    assert "no scenario fits" in run("shrink", "big.scenario.yaml", "-k", "nothing").stderr
