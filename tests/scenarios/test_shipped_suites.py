"""The suites that ship: how many, and that editors accept them. Each scenario is a test of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from mockserver.bundled import bundled_folder
from mockserver.marked_yaml import load_yaml
from mockserver.scenarios.loader import find_files, load_suites
from mockserver.scenarios.schema import SCHEMA_FILE

FILES = find_files([bundled_folder("scenarios")])


def test_there_are_hundreds_of_scenarios() -> None:
    assert sum(len(suite.scenarios) for suite in load_suites(FILES)) >= 250


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_schema_for_editors_accepts_them(file: Path) -> None:
    validator = Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))
    assert [error.message for error in validator.iter_errors(load_yaml(file).data)] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_each_file_says_what_it_is_about_and_names_the_schema(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../mockserver/scenarios/scenario.schema.json\n")
    assert load_yaml(file).data["description"]
