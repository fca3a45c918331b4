"""The files and payloads that ship are valid by the schemas that `mockserver schema` prints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from mockserver.bundled import bundled_folder
from mockserver.cli import main

CORPUS = Path(__file__).parents[1] / "checks" / "corpus"
FIXTURES = bundled_folder("fixtures")


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(CliRunner().invoke(main, ["schema", name]).output))


def payloads(file: str, member: str) -> list[tuple[str, bool]]:
    cases = yaml.load((CORPUS / f"{file}.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    plain_ones = (case for case in cases if not {"kind", "under"} & case.keys())
    return [(case["text"], not case["codes"]) for case in plain_ones if f'"{member}":' in case["text"]]


@pytest.mark.parametrize("file", sorted((FIXTURES / "liquid").glob("*.yaml")), ids=lambda file: file.name)
def test_the_liquid_cases_are_valid(file):
    data = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    assert [error.message for error in validator("cases").iter_errors(data)] == []


@pytest.mark.parametrize("file", sorted((FIXTURES / "workspaces").glob("*.yaml")), ids=lambda file: file.name)
def test_the_workspaces_are_valid(file):
    data = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    # What YAML reads as a date is text to JSON Schema.
    texts = json.loads(json.dumps(data, default=str))
    assert [error.message for error in validator("workspace").iter_errors(texts)] == []


@pytest.mark.parametrize(
    ("schema", "file", "member"), [("event", "events", "subscriptionIds"), ("track", "track", "external_id")]
)
def test_payloads_without_a_finding_are_valid(schema, file, member):
    good = [text for text, is_good in payloads(file, member) if is_good]
    assert len(good) >= 2
    check = validator(schema)
    assert [text for text in good if not check.is_valid(json.loads(text))] == []


def test_a_workspace_with_a_misspelt_key_is_not_valid():
    data = yaml.load((FIXTURES / "workspaces" / "acme.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    assert not validator("workspace").is_valid({**data, "credentails": {}})
