"""Scenario files collected by pytest."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.scenarios.conftest import WORLD
from tests.scenarios.test_runner import THREE

TAGGED = THREE.replace("{name: good,", "{name: good, tags: [smoke],")


@pytest.fixture
def suite(pytester: pytest.Pytester) -> pytest.Pytester:
    (pytester.path / "world.yaml").write_text(WORLD, encoding="utf-8")
    (pytester.path / "small.scenario.yaml").write_text(dedent(TAGGED).lstrip(), encoding="utf-8")
    return pytester


def test_each_scenario_is_a_test_with_a_readable_id(suite: pytest.Pytester) -> None:
    result = suite.runpytest_inprocess("-v")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["*small.scenario.yaml::good PASSED*", "*small.scenario.yaml::bad FAILED*"])


def test_a_failure_shows_the_scenario_s_report_and_no_traceback(suite: pytest.Pytester) -> None:
    result = suite.runpytest_inprocess()
    result.stdout.fnmatch_lines(
        [
            "*then.messages*0*: there was no message at all",
            "*at small.scenario.yaml:5:*",
            "*again: mockserver run*",
        ]
    )
    result.stdout.no_fnmatch_line("*pytest_items.py*")
    result.stdout.no_fnmatch_line("*Traceback*")


def test_a_test_is_found_by_file_and_line(suite: pytest.Pytester) -> None:
    items, _ = suite.inline_genitems("small.scenario.yaml")
    assert [item.location[:2] for item in items] == [("small.scenario.yaml", line) for line in (3, 4, 5)]


def test_tags_are_keywords(suite: pytest.Pytester) -> None:
    suite.runpytest_inprocess("-k", "smoke").assert_outcomes(passed=1, deselected=2)


def test_one_scenario_can_be_named(suite: pytest.Pytester) -> None:
    suite.runpytest_inprocess("small.scenario.yaml::last").assert_outcomes(passed=1)


def test_a_broken_file_is_a_collection_error_that_says_where(suite: pytest.Pytester) -> None:
    suite.makefile(".scenario.yaml", broken="suite: [")
    result = suite.runpytest_inprocess()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*broken.scenario.yaml:1:9: not YAML*"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_other_yaml_files_are_left_alone(suite: pytest.Pytester) -> None:
    (suite.path / "other.yaml").write_text("suite: [", encoding="utf-8")
    suite.runpytest_inprocess().assert_outcomes(passed=2, failed=1)


def test_what_is_skipped_or_has_to_fail_is_so_for_pytest_too(suite: pytest.Pytester) -> None:
    rest = "when: [{settle: true}], then: {messages: [{outcome: sent}]}}\n"
    text = (
        THREE + "  - {name: off, skip: not yet, " + rest + "  - {name: bug, expected_failure: bug 7, " + rest
    )
    (suite.path / "small.scenario.yaml").write_text(text.lstrip(), encoding="utf-8")
    result = suite.runpytest_inprocess("-rsx")
    result.assert_outcomes(passed=2, failed=1, skipped=1, xfailed=1)
    result.stdout.fnmatch_lines(["*not yet*", "*bug 7*"])


def test_each_row_of_a_table_is_a_test(suite: pytest.Pytester) -> None:
    table = THREE.replace("{name: good,", "{name: for $(a), examples: [{a: 1}, {a: x y}],")
    (suite.path / "small.scenario.yaml").write_text(table.lstrip(), encoding="utf-8")
    result = suite.runpytest_inprocess("-v", "-k", "for")
    result.stdout.fnmatch_lines(
        ["*small.scenario.yaml::for 1 PASSED*", "*small.scenario.yaml::for x y PASSED*"]
    )
