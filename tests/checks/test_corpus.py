"""A corpus of payloads, each with the codes of what is found in it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from mockserver.contracts import RULES
from tests.checks.checking import checked

FILES = sorted((Path(__file__).parent / "corpus").glob("*.yaml"))
CASES = [
    pytest.param(case, id=f"{file.stem}: {case['is']}")
    for file in FILES
    for case in yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
]
IN_NO_TEXT = {
    "HTTP615",  # only a simulator knows that there is nothing at a URL
    "JSON001",  # bytes that are no text
}
TOO_LONG = {
    *("BRAZE313", "BRAZE325", "BRAZE372", "BRAZE376", "BRAZE386", "BRAZE401", "BRAZE406", "BRAZE430"),
    *("BRAZE432", "BRAZE300", "BRAZE400", "BRAZE407", "BRAZE409", "ROKT100"),
}
"""Shown by the rules' own examples, which are run in test_rule_examples.py."""


@pytest.mark.parametrize("case", CASES)
def test_a_payload_has_the_findings_that_are_expected(case):
    found = checked(case["text"], case.get("kind", ""), case.get("under"))
    assert sorted(finding.code for finding in found.findings) == case["codes"]


def test_the_corpus_is_large_and_its_names_are_unique():
    names = [param.id for param in CASES]
    assert len(names) == len(set(names)) >= 150


def test_every_rule_of_the_contracts_is_in_the_corpus():
    seen = {code for param in CASES for code in param.values[0]["codes"]}
    assert set(RULES) - seen <= IN_NO_TEXT | TOO_LONG
