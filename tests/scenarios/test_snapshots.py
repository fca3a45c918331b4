"""Snapshots: written down, compared, and obsolete ones."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.cli import main
from mockserver.marked_yaml import parse_yaml
from mockserver.scenarios.plain_yaml import render_yaml

TEXT = """
suite: Small
workspace: world.yaml
scenarios:
  - name: one
    when: [{send: {template: event, user: ada}}, {advance: 5 minutes}]
    then: {snapshot: [requests, messages, jobs, calendars, journal, responses, rendered]}
  - name: two
    when: [{render: {template: event, user: ada, event_properties: {title: Final}}}]
    then: {snapshot: rendered}
"""


@pytest.fixture
def suite(write_suite: Callable[[str], Path]) -> Path:
    return write_suite(TEXT)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["run", *map(str, arguments)])


def edit(suite: Path, old: str, new: str) -> None:
    suite.write_text(suite.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def stored(suite: Path) -> str:
    return (suite.parent / "small.snapshots.yaml").read_text(encoding="utf-8")


def test_what_is_not_written_down_fails_and_says_what_to_do(suite: Path) -> None:
    result = run(suite)
    assert result.exit_code == 1
    assert "nothing is written down yet" in result.output
    for again in (line for line in result.output.splitlines() if "--update-snapshots" in line):
        assert run(*shlex.split(again.partition("mockserver run ")[2])).exit_code == 0
    assert run(suite).exit_code == 0


def test_what_is_written_down_is_compared(suite: Path) -> None:
    assert run(suite, "--update-snapshots").exit_code == 0
    assert run(suite).exit_code == 0
    suite.write_text(
        suite.read_text(encoding="utf-8").replace("title: Final", "title: Other"), encoding="utf-8"
    )
    result = run(suite)
    assert result.exit_code == 1
    assert '/rendered/0/json/event/title: expected "Final", got "Other"' in result.output


def test_the_file_is_readable_and_holds_no_credential(suite: Path) -> None:
    run(suite, "--update-snapshots")
    text = stored(suite)
    assert "one:\n  requests:\n  - caller: braze webhook\n    operation: rokt.create_event\n" in text
    assert "title: Final" in text
    assert "client-secret" not in text
    assert all("…" in line for line in text.splitlines() if "Bearer " in line)


def test_only_some_may_be_written_anew(suite: Path) -> None:
    run(suite, "--update-snapshots", "-k", "two")
    assert "one:" not in stored(suite).splitlines()
    run(suite, "--update-snapshots", "-k", "one")
    assert {"one:", "two:"} <= set(stored(suite).splitlines())


def test_obsolete_ones_are_reported_and_removed(suite: Path) -> None:
    run(suite, "--update-snapshots")
    edit(suite, "name: two", "name: three")
    reported = run(suite, "-k", "one")
    assert (reported.exit_code, "obsolete snapshots" in reported.output) == (0, True)
    assert "small.scenario.yaml: two" in reported.output
    run(suite, "--update-snapshots")
    assert "two:" not in stored(suite)


def test_a_scenario_that_fails_is_not_written_down(suite: Path) -> None:
    text = suite.read_text(encoding="utf-8").replace(
        "snapshot: rendered", "snapshot: rendered, messages: [{}]"
    )
    suite.write_text(text, encoding="utf-8")
    assert run(suite, "--update-snapshots").exit_code == 1
    assert "two:" not in stored(suite)


def test_a_file_of_something_else_is_refused(suite: Path) -> None:
    (suite.parent / "small.snapshots.yaml").write_text("[1]", encoding="utf-8")
    result = run(suite)
    assert result.exit_code == 3
    assert "small.snapshots.yaml:1:1: this is no snapshot" in result.output


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]))
keys = st.text("ab:- '\n1", min_size=1)
data = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(keys, inside, max_size=3),
    max_leaves=8,
)


@given(data)
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_read_again(value: object) -> None:
    assert parse_yaml(render_yaml({"value": value})).data == {"value": value}
