"""A run as JUnit XML, which CI services read.

There is no standard; this keeps to the schema of Jenkins' xUnit plugin:
https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from mockserver.scenarios.failure import Failure
from mockserver.scenarios.reports.console import result_lines
from mockserver.scenarios.runner import Event, Outcome, Result, RunFinished, SuiteFinished
from mockserver.scenarios.suite import Suite

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class JUnitReport:
    """Writes the whole run into a file as it ends."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._root = Element("testsuites", name="mockserver")

    def listen(self, event: Event) -> None:
        """Take the next event."""
        match event:
            case SuiteFinished(suite, results):
                self._suite(suite, results)
            case RunFinished(results):
                self._root.attrib |= _numbers(results)
                indent(self._root)
                self._file.parent.mkdir(parents=True, exist_ok=True)
                ElementTree(self._root).write(self._file, encoding="utf-8", xml_declaration=True)

    def _suite(self, suite: Suite, results: tuple[Result, ...]) -> None:
        element = SubElement(self._root, "testsuite", {"name": _xml(suite.name), **_numbers(results)})
        element.set("file", _xml(str(suite.path)))
        element.set("skipped", str(sum(result.outcome in _SKIPPED for result in results)))
        for result in results:
            _case(element, suite, result)


_SKIPPED = (Outcome.SKIPPED, Outcome.EXPECTED)


def _numbers(results: Iterable[Result]) -> dict[str, str]:
    results = list(results)
    return {
        "tests": str(len(results)),
        "failures": str(sum(result.outcome is Outcome.FAILED for result in results)),
        "errors": str(sum(result.outcome is Outcome.BROKEN for result in results)),
        "time": _seconds(sum(result.seconds for result in results)),
    }


def _case(parent: Element, suite: Suite, result: Result) -> None:
    scenario = result.scenario
    case = SubElement(
        parent,
        "testcase",
        name=_xml(scenario.name),
        classname=_xml(f"{suite.path}:{scenario.location.line}"),
        time=_seconds(result.seconds),
    )
    if result.outcome in _SKIPPED:
        SubElement(case, "skipped", message=_xml(scenario.skip or scenario.expected_failure))
    elif not result.passed:
        kind = "failure" if result.outcome is Outcome.FAILED else "error"
        element = SubElement(case, kind, message=_xml(_headline(result.failures)))
        element.text = _xml("\n".join(line.text for line in result_lines(result)))


def _headline(failures: tuple[Failure, ...]) -> str:
    return failures[0].headline if failures else ""


def _seconds(seconds: float) -> str:
    return f"{seconds:.3f}"  # older editions of the schema refuse more digits


def _xml(text: str) -> str:
    """Give text as XML 1.0 can hold it."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
