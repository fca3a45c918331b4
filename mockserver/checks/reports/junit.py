"""Findings as JUnit XML, which CI services read: a suite for each file, a case for each finding.

There is no standard; this keeps to the schema of Jenkins' xUnit plugin:
https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
"""

from __future__ import annotations

import re
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from mockserver.checks.outcome import CheckedSource, Outcome, place_of
from mockserver.findings import Finding

_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render_junit(outcome: Outcome) -> str:
    """Write the outcome; a file without findings is one case that passed."""
    root = Element("testsuites", name="mockserver")
    for source in outcome.sources:
        _suite(root, source, outcome)
    if outcome.broken:
        _broken_suite(root, outcome.broken)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode")


def _suite(root: Element, source: CheckedSource, outcome: Outcome) -> None:
    name = _xml(source.name)
    failures = sum(map(outcome.is_failure, source.findings))
    numbers = {"tests": str(len(source.findings) or 1), "failures": str(failures), "errors": "0"}
    suite = SubElement(root, "testsuite", {"name": name, **numbers, "time": "0"})
    for finding in source.ordered:
        _case(suite, source, finding, failed=outcome.is_failure(finding))
    if not source.findings:
        SubElement(suite, "testcase", name="no findings", classname=name, time="0")


def _broken_suite(root: Element, broken: tuple[str, ...]) -> None:
    number, name = str(len(broken)), "files that could not be checked"
    suite = SubElement(
        root, "testsuite", {"name": name, "tests": number, "failures": "0", "errors": number, "time": "0"}
    )
    for mistake in map(_xml, broken):
        first = mistake.split("\n")[0]
        case = SubElement(suite, "testcase", name=first, classname=name, time="0")
        SubElement(case, "error", message=first, type="broken").text = mistake


def _case(suite: Element, source: CheckedSource, finding: Finding, *, failed: bool) -> None:
    place = place_of(finding)
    case = SubElement(
        suite,
        "testcase",
        name=_xml(f"{finding.code} at {place.line}:{place.column}"),
        classname=_xml(source.name),
        time="0",
    )
    told = _xml(f"{source.name}:{place.line}:{place.column}\n{finding}")
    if failed:
        SubElement(case, "failure", message=_xml(finding.message), type=finding.code).text = told
    else:
        SubElement(case, "system-out").text = told


def _xml(text: str) -> str:
    """Give text as XML 1.0 can hold it."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
