"""Reports of findings, for people, programs, code hosts and CI."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.checks.outcome import CheckedSource, Outcome
from mockserver.checks.reports import FORMATS
from mockserver.contracts import RULES
from mockserver.errors import Location
from mockserver.findings import Finding, Severity
from mockserver.fixes import Edit, Fix
from tests.checks.checking import checked

HERE = Path(__file__).parent
TEXT = """{
  "eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00",
  "timezone": "America/New_York",
  "notifyBefore": "15",
  "locaton": "Main stage, left: 100%"
}"""


@pytest.fixture
def outcome() -> Outcome:
    clean = CheckedSource("clean.json", "{}", ())
    return Outcome((checked(TEXT, name="some dir/é.json"), clean), RULES)


def render(form: str, outcome: Outcome) -> str:
    return click.unstyle(FORMATS[form](outcome))


def test_text_shows_line_caret_hint_and_why(outcome):
    assert render("text", outcome).split("\n")[:6] == [
        "some dir/é.json is read as the update of an event",
        'some dir/é.json:3:15 TIME201 error at /timezone: "America/New_York" is an IANA zone name, '
        "not a Windows zone id",
        '  3 |   "timezone": "America/New_York",',
        "    |               ^",
        '  hint: did you mean "Eastern Standard Time"?',
        "  why: Rokt Calendar looks the zone up in Windows' list. The event is refused, or shown hours off.",
    ]


def test_the_caret_stands_below_what_follows_wide_characters_and_accents():
    text = '{"eventId": "日本", "title": "e\u0301", "start": "?", "timezone": "UTC"}'
    told = render("text", Outcome((checked(text),), RULES)).split("\n")
    line, caret = told[2], told[3]
    # Two characters take two columns each, and one takes none.
    assert caret.index("^") == line.index('"?"') + 2 - 1


def test_text_ends_with_the_counts(outcome):
    told = render("text", outcome).split("\n")[-1]
    assert told == "1 error, 2 notes in 1 of 2 files; 2 can be mended with --fix"
    assert render("text", Outcome((CheckedSource("a", "", ()),), RULES)) == "nothing found in 1 file"


def test_text_says_why_once_for_each_rule():
    twice = checked('{"eventId": "a", "title": "t", "start": "?", "end": "?", "timezone": "UTC"}')
    told = render("text", Outcome((twice,), RULES))
    assert told.count("TIME210 error") == 2
    assert told.count("  why: ") == 1


def test_text_sends_no_commands_to_a_terminal():
    found = checked('{"eventId": "e", "title": "\x1b[31mred", "start": "\x9b2J", "timezone": "UTC"}')
    told = FORMATS["text"](Outcome((found,), RULES))
    assert "\ufffd[31mred" in told
    assert "\x1b[31mred" not in told
    assert "\x9b" not in told


def test_json_holds_every_finding_with_its_place(outcome):
    document = json.loads(render("json", outcome))
    first = document["findings"][0]
    assert (first["file"], first["line"], first["column"]) == ("some dir/é.json", 3, 15)
    assert (first["code"], first["pointer"], first["fixable"]) == ("TIME201", "/timezone", True)
    assert document["counts"] == {"error": 1, "warning": 0, "note": 2}
    assert (document["files"], document["failed"]) == (2, True)


def test_github_escapes_what_a_command_would_read(outcome):
    lines = render("github", outcome).split("\n")
    assert lines[0].startswith("::error file=some dir/é.json,line=3,col=15,title=TIME201::/timezone: ")
    assert lines[0].endswith('%0Adid you mean "Eastern Standard Time"?')
    assert lines[1].startswith("::notice file=")
    odd = CheckedSource("a,b:c%.json", "", (Finding(code="X", severity=Severity.WARNING, message="1%\r\n2"),))
    told = render("github", Outcome((odd,), {}))
    assert told == "::warning file=a%2Cb%3Ac%25.json,line=1,col=1,title=X::1%25%0D%0A2"


def test_junit_has_a_failure_for_each_error_and_a_case_for_a_clean_file(outcome):
    root = ElementTree.fromstring(render("junit", outcome))
    suites = root.findall("testsuite")
    assert [(one.get("tests"), one.get("failures")) for one in suites] == [("3", "1"), ("1", "0")]
    assert suites[0].find("testcase/failure").get("type") == "TIME201"
    assert len(suites[0].findall("testcase/system-out")) == 2


def test_what_counts_as_a_failure_can_be_chosen(outcome):
    strict = Outcome(outcome.sources, RULES, Severity.NOTE)
    assert ElementTree.fromstring(render("junit", strict)).find("testsuite").get("failures") == "3"
    assert outcome.failed
    assert not Outcome((checked(TEXT.replace("America/New_York", "UTC")),), RULES).failed


def test_sarif_tells_of_rules_places_and_fixes(outcome):
    run = json.loads(render("sarif", outcome))["runs"][0]
    rules, result = run["tool"]["driver"]["rules"], run["results"][0]
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == "TIME201"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "some%20dir/%C3%A9.json"
    edit = result["fixes"][0]["artifactChanges"][0]["replacements"][0]
    start, length = edit["deletedRegion"]["charOffset"], edit["deletedRegion"]["charLength"]
    assert TEXT[start : start + length] == '"America/New_York"'
    assert edit["insertedContent"]["text"] == '"Eastern Standard Time"'


def test_sarif_names_a_file_by_its_bytes():
    outcome = Outcome((CheckedSource("odd\udcff.json", "", ()),), RULES)
    [artifact] = json.loads(FORMATS["sarif"](outcome))["runs"][0]["artifacts"]
    assert artifact["location"]["uri"] == "odd%FF.json"


@pytest.mark.parametrize("broken", [(), ("b.json: cannot be read: Permission denied",)])
def test_sarif_is_valid_by_the_public_schema(outcome, broken):
    outcome = replace(outcome, broken=broken)
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((HERE / "sarif" / "sarif-2.1.0.json").read_text("utf-8"))
    jsonschema.validators.validator_for(schema)(schema).validate(json.loads(render("sarif", outcome)))


def test_every_format_tells_what_kept_files_from_being_checked():
    mistake = "b.json: cannot be read\n  hint: 100%"
    broken = Outcome((CheckedSource("a.json", "{}", ()),), RULES, broken=(mistake,))
    assert render("text", broken).split("\n")[-1] == (
        "nothing found in 1 file; 1 mistake kept files from being checked"
    )
    assert json.loads(render("json", broken))["broken"] == [mistake]
    assert render("github", broken) == "::error::b.json: cannot be read%0A  hint: 100%25"
    assert ElementTree.fromstring(render("junit", broken)).find("*/*/error").text == mistake
    (invocation,) = json.loads(render("sarif", broken))["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == mistake


LOCATIONS = st.builds(Location, st.text(), st.integers(1, 3), st.integers(1, 9)) | st.none()
FINDINGS = st.builds(
    Finding,
    code=st.sampled_from(["ROKT110", "X1"]),
    severity=st.sampled_from(Severity),
    message=st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    pointer=st.text(st.characters(exclude_categories=["Cs"]), max_size=9),
    hint=st.text(st.characters(exclude_categories=["Cs"]), max_size=9),
    location=LOCATIONS,
)


@given(findings=st.lists(FINDINGS, max_size=3), text=st.text(st.characters(exclude_categories=["Cs"])))
@settings(max_examples=60, deadline=None)
def test_every_format_can_write_every_finding(findings, text):
    fixes = tuple(Fix(finding, (Edit(0, 0, "x"),)) for finding in findings)
    outcome = Outcome((CheckedSource("a\x00b.json", text, tuple(findings), fixes),), RULES)
    json.loads(render("json", outcome))
    json.loads(render("sarif", outcome))
    ElementTree.fromstring(render("junit", outcome))
    assert render("github", outcome).count("\n") == max(len(findings) - 1, 0)
    assert render("text", outcome)
