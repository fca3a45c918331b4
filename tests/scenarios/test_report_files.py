"""JUnit XML, the HTML page and the lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from mockserver.cli import main
from tests.scenarios.test_runner import THREE

MIXED = (
    THREE
    + """
  - {name: off, skip: not yet, when: [{settle: true}], then: {messages: []}}
  - {name: bug, expected_failure: bug 7, when: [{settle: true}], then: {messages: [{}]}}
  - {name: lost, when: [{trigger: {campaign: x, user: ada}}], then: {messages: []}}
  - {name: "<b> & \\e[1m", tags: [odd], when: [{settle: true}], then: {messages: [{reason: "<i>\\0"}]}}
"""
)


@pytest.fixture
def reports(write_suite: Callable[[str], Path], tmp_path: Path) -> Path:
    files = [f"--{kind}={tmp_path / 'out' / kind}" for kind in ("junit", "html", "events")]
    result = CliRunner().invoke(main, ["run", str(write_suite(MIXED)), *files])
    assert result.exit_code == 3, result.output
    return tmp_path / "out"


def test_junit_holds_every_scenario(reports: Path) -> None:
    root = ElementTree.parse(reports / "junit").getroot()
    assert {name: root.get(name) for name in ("tests", "failures", "errors")} == {
        "tests": "7", "failures": "2", "errors": "1"
    }  # fmt: skip
    assert [case.get("name") for case in root.iter("testcase")][:3] == ["good", "bad", "last"]
    assert [skipped.get("message") for skipped in root.iter("skipped")] == ["not yet", "bug 7"]


def test_the_schema_of_jenkins_accepts_junit(reports: Path) -> None:
    xmlschema = pytest.importorskip("xmlschema")
    schema = xmlschema.XMLSchema(Path(__file__).with_name("junit-10.xsd"))
    assert [str(error.reason) for error in schema.iter_errors(reports / "junit")] == []
    assert not schema.is_valid("<testsuites><testsuite/></testsuites>")


def test_junit_tells_the_whole_failure(reports: Path) -> None:
    [failure, _] = ElementTree.parse(reports / "junit").getroot().iter("failure")
    assert failure.get("message") == "then.messages[0]: there was no message at all"
    assert "again: mockserver run" in (failure.text or "")


def test_the_page_needs_nothing_from_elsewhere(reports: Path) -> None:
    page = (reports / "html").read_text(encoding="utf-8")
    assert "http://" not in page
    assert "https://" not in page.replace("https://api.roktcalendar.com", "")
    assert "<!--" not in page


def test_the_page_shows_outcomes_reasons_and_failures(reports: Path) -> None:
    page = (reports / "html").read_text(encoding="utf-8")
    for part in ("2 failed", "1 broken", "skipped: not yet", "bug 7", "there was no message at all"):
        assert part in page
    assert "&lt;b&gt; &amp;" in page
    assert "<b> &" not in page


def test_half_of_a_pair_of_surrogates_is_no_end_of_a_report(
    write_suite: Callable[[str], Path], tmp_path: Path
) -> None:
    call = r'{call: {url: "https://elsewhere.example.test/", headers: {odd: "\ud800"}}}'
    text = THREE + f"  - {{name: odd, when: [{call}], then: {{messages: []}}}}\n"
    files = {kind: tmp_path / kind for kind in ("junit", "html", "events")}
    options = [f"--{kind}={file}" for kind, file in files.items()]
    result = CliRunner().invoke(main, ["run", str(write_suite(text)), *options])
    assert result.exit_code == 1, result.output
    assert r"\ud800" in files["html"].read_text(encoding="utf-8")
    assert [json.loads(line) for line in files["events"].read_text(encoding="utf-8").splitlines()]
    assert "\N{REPLACEMENT CHARACTER}" in files["junit"].read_text(encoding="utf-8")


def test_every_event_is_a_line_of_json(reports: Path) -> None:
    lines = [json.loads(line) for line in (reports / "events").read_text(encoding="utf-8").splitlines()]
    assert [line["event"] for line in lines] == [
        "run_started", "suite_started", *["scenario_finished"] * 7, "suite_finished", "run_finished"
    ]  # fmt: skip
    bad = lines[3]
    assert (bad["scenario"], bad["outcome"], bad["line"]) == ("bad", "failed", 5)
    assert bad["failures"][0]["headline"] == "then.messages[0]: there was no message at all"
    assert lines[-1]["counts"]["failed as expected"] == 1


def test_the_slowest_are_named_and_quiet_names_only_what_went_wrong(
    write_suite: Callable[[str], Path],
) -> None:
    result = CliRunner().invoke(main, ["run", str(write_suite(THREE)), "-q", "--slowest", "2"])
    assert "good" not in result.output.split("slowest:")[0]
    assert len(result.output.split("slowest:")[1].strip().splitlines()[:2]) == 2
    assert "bad" in result.output
