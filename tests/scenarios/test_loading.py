"""Scenario files and every complaint about them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mockserver.errors import SourceError, UsageError
from mockserver.scenarios.loader import find_files, load_suites

Write = Callable[..., Path]

HEAD = "suite: Small\nworkspace: world.yaml\n"
ONE = HEAD + "scenarios:\n  - name: one\n    when: [{settle: true}]\n    then: {messages: []}\n"


def complaint(path: Path) -> str:
    with pytest.raises(SourceError) as caught:
        load_suites([path])
    return str(caught.value)


def test_a_suite_knows_its_scenarios_and_their_places(write_suite: Write) -> None:
    [suite] = load_suites([write_suite(ONE)])
    [scenario] = suite.scenarios
    assert (suite.name, scenario.name) == ("Small", "one")
    assert str(scenario.location).endswith("small.scenario.yaml:4:5")
    assert scenario.place("then", "messages").line == 6


def test_an_unknown_key_is_refused_with_the_nearest_known_one(write_suite: Write) -> None:
    text = complaint(write_suite(ONE.replace("messages", "mesages")))
    assert "small.scenario.yaml:6:12: unknown key 'mesages'" in text
    assert "did you mean messages?" in text


@pytest.mark.parametrize("text", ["words", f"{HEAD}scenarios: [words]\n"])
def test_what_is_no_mapping_is_told_without_a_name_of_python(write_suite: Write, text: str) -> None:
    told = complaint(write_suite(text)).splitlines()[0]
    assert told.endswith("must be a mapping, not 'words'")


def test_a_mistake_in_a_table_is_told_once(write_suite: Write) -> None:
    table = "name: one\n    matrix: {n: [1, 1, 1]}\n"
    text = complaint(write_suite(ONE.replace("name: one\n", table)))
    assert text.count("another scenario of this file has the same name") == 1


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("{settle: true}", "{settle: true, advance: 1 second}", "exactly one key"),
        ("{settle: true}", "{}", "exactly one key"),
        ("{settle: true}", "{call: }", "exactly one key and what is to be done"),
        ("{messages: []}", "{messages: }", "messages says nothing; write [] where nothing is to come"),
        ("{settle: true}", "{advance: 1 day 2 days}", "give a duration such as 5 minutes"),
        ("{settle: true}", "{advance: 366000 days}", "the duration is too long"),
        ("{settle: true}", "{advance: {days: true}}", "give a duration such as 5 minutes"),
        ("[{settle: true}]", "5", "when: must be a list, not a number"),
        ("[{settle: true}]", "$(nothing", "small.scenario.yaml:5:5: $(nothing is no variable"),
        ("when:", "given: {now: 9999-12-31T23:59:59Z}\n    when:", "between 1000 and 8999"),
        ("world.yaml", ".", "small.scenario.yaml:2:1: there is no file"),
        ("world.yaml", "x" * 5000, "small.scenario.yaml:2:1: there is no file"),
        ("{settle: true}", "{advance: 5}", "give a duration such as 5 minutes"),
        ("{settle: true}", "{advance: 0 seconds}", "give a duration such as 5 minutes"),
        ("{settle: true}", "{advance: -1 minutes}", "give a duration such as 5 minutes"),
        ("{settle: true}", "{advance: 5 fortnights}", "give a duration such as 5 minutes"),
        ("{settle: true}", "{call: {url: x, json: 1, text: y}}", "give one of json, form and text"),
        ("[{settle: true}]", "[]", "when: must not be empty"),
        ("{messages: []}", "{}", "expect something"),
        ("{messages: []}", "{messages: [{status: '202'}]}", "give a whole number, or a matcher"),
        ("{messages: []}", "{messages: [{reason: 5}]}", "give text, or a matcher"),
        ("{messages: []}", "{calendar: [{events: []}]}", "give a user or a subscription"),
        ("{messages: []}", "{findings: [{cod: TIME201}]}", "did you mean code?"),
        ("{messages: []}", "{responses: [{json: {a: {$patern: x}}}]}", "did you mean $pattern?"),
        ("when:", "given: {assumptions: {rokt.no_such: 1}}\n    when:", "there is no assumption"),
        (
            "when:",
            "given: {faults: [{target: rokt}]}\n    when:",
            "give a status to answer with, or an effect",
        ),
        ("when:", "given: {now: 2026-03-02T09:00:00}\n    when:", "with Z or an offset"),
        ("when:", "given: {users: [{file: none.json}]}\n    when:", "No such file"),
    ],
)
def test_a_mistake_is_named(write_suite: Write, old: str, new: str, words: str) -> None:
    text = complaint(write_suite(ONE.replace(old, new)))
    assert words in text
    assert "small.scenario.yaml:" in text


def test_a_matcher_s_mistake_is_placed_at_the_matcher(write_suite: Write) -> None:
    text = complaint(write_suite(ONE.replace("{messages: []}", "{messages: [{reason: {$type: text}}]}")))
    assert "small.scenario.yaml:6:33: $type: 'text' is no JSON type" in text


def test_two_scenarios_of_one_name_are_refused(write_suite: Write) -> None:
    again = "  - name: one\n    when: [{settle: true}]\n    then: {messages: []}\n"
    assert "small.scenario.yaml:7:5: another scenario" in complaint(write_suite(ONE + again))


def test_every_mistake_of_a_file_is_named(write_suite: Write) -> None:
    text = complaint(write_suite(ONE.replace("messages", "mesages").replace("settle", "setle")))
    assert "mesages" in text
    assert "setle" in text


def test_every_broken_file_is_named(write_suite: Write, tmp_path: Path) -> None:
    write_suite(ONE.replace("messages", "mesages"), "a.scenario.yaml")
    write_suite("suite: [", "b.scenario.yaml")
    write_suite(ONE, "c.scenario.yaml")
    text = complaint(tmp_path)
    assert "a.scenario.yaml:6:12" in text
    assert "b.scenario.yaml:1:" in text
    assert "c.scenario.yaml" not in text


def test_a_workspace_that_is_not_there_is_named(write_suite: Write) -> None:
    path = write_suite(ONE.replace("world.yaml", "elsewhere.yaml"))
    assert "small.scenario.yaml:2:1: there is no file elsewhere.yaml" in complaint(path)


def test_a_folder_stands_for_all_suites_below_it(write_suite: Write, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    write_suite(ONE, "b.scenario.yaml")
    write_suite(ONE, "deep/a.scenario.yaml")
    write_suite(ONE, "deep/not-a-suite.yaml")
    found = find_files([tmp_path, tmp_path / "b.scenario.yaml"])
    assert [path.name for path in found] == ["b.scenario.yaml", "a.scenario.yaml"]


def test_a_folder_without_suites_and_a_missing_path_are_usage_errors(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no scenario file lies here"):
        find_files([tmp_path])
    with pytest.raises(UsageError, match="no such file or folder"):
        find_files([tmp_path / "none"])


def test_a_scenario_s_given_is_added_to_its_suite_s(write_suite: Write) -> None:
    given = "given: {seed: 1, assumptions: {rokt.push_delay: 7}, users: [{external_id: eve}]}\n"
    own = "given: {seed: 2, assumptions: {rokt.processing_delay: 9}, users: [{external_id: bob}]}\n    when:"
    [suite] = load_suites([write_suite(HEAD + given + ONE.removeprefix(HEAD).replace("when:", own))])
    sandbox = suite.scenarios[0].open()
    assert suite.scenarios[0].given.seed == 2
    assert sandbox.assumptions["rokt.push_delay"] == 7
    assert sandbox.assumptions["rokt.processing_delay"] == 9
    assert all(sandbox.braze.profile(name) for name in ("ada", "eve", "bob"))
