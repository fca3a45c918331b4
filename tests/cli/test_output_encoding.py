"""What is printed on a terminal or into a pipe that is not UTF-8, as on many a Windows."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from click.testing import CliRunner

from mockserver.cli import main

AWKWARD = "\u2713 \u05e9\u05dc\u05d5\u05dd \xe9"


@pytest.fixture
def printed(tmp_path, monkeypatch):
    """Give a function that runs a command in a folder of its own and gives the bytes it prints."""
    monkeypatch.chdir(tmp_path)

    def printed(*arguments):
        result = CliRunner(charset="cp1252").invoke(main, arguments, catch_exceptions=False)
        assert result.stderr == ""
        return result.stdout_bytes

    return printed


@pytest.mark.parametrize(
    "arguments",
    [
        ("preview", "new-event", "--user", "cust-awkward", "--json"),
        ("schema", "rokt"),
        ("assumptions", "--json"),
        ("operations", "--json"),
        ("rules", "--format", "json"),
    ],
)
def test_json_is_utf_8(printed, arguments):
    assert json.loads(printed(*arguments).decode("utf-8"))


def test_a_profile_is_printed_as_it_is(printed):
    text = printed("preview", "new-event", "--user", "cust-awkward", "--json").decode("utf-8")
    assert json.loads(text)["user"]["first_name"].endswith(
        "\u05e9\u05dc\u05d5\u05dd \u0639\u0627\u0644\u0645"
    )


@pytest.mark.parametrize(("form", "parse"), [("json", json.loads), ("junit", ElementTree.fromstring)])
def test_reports_that_programs_read_are_utf_8(printed, form, parse):
    event = {"event": {"eventId": "e", "title": "t", "start": AWKWARD}, "subscriptionIds": []}
    Path("event.json").write_text(json.dumps(event, ensure_ascii=False), encoding="utf-8")
    report = printed("check", "event.json", "--kind", "event", "--format", form).decode("utf-8")
    assert parse(report) is not None
    assert AWKWARD in report


def test_a_captured_scenario_is_utf_8(printed):
    command = f"curl https://api.roktcalendar.com/v1/subscriptionevent/acme -d '{AWKWARD}'"
    scenario = printed("capture", command, "--name", AWKWARD).decode("utf-8")
    assert yaml.safe_load(scenario)["scenarios"][0]["name"] == AWKWARD


@pytest.mark.parametrize("command", ["check", "lint", "preview"])
def test_what_a_terminal_cannot_show_is_told_by_its_number(printed, command):
    Path("body.liquid").write_text(f'{{"title": "{AWKWARD}"', encoding="utf-8")
    Path("body.json").write_text(f'{{"event": {{"title": "{AWKWARD}"', encoding="utf-8")
    file = "body.json" if command == "check" else "body.liquid"
    options = {"check": ["--kind", "event"], "preview": ["--user", "cust-one"]}.get(command, [])
    assert b"\\u2713 \\u05e9" in printed(command, file, *options)
