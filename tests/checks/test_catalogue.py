"""The catalogue explains every code that a finding can carry."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import mockserver
from mockserver.checks.catalogue import FAMILIES, family_named, family_of, rules_in, rules_of_code
from mockserver.checks.explaining import explain, render_page
from mockserver.cli.rule import command as rule_command
from mockserver.cli.rules import all_rules
from mockserver.cli.rules import command as rules_command
from mockserver.contracts.times import zone_rules
from mockserver.errors import UsageError
from mockserver.findings import Severity
from mockserver.rules import notice

RULES = all_rules()
SOURCES = Path(mockserver.__file__).parent
CODE = re.compile(r'"((?:JSON|ROKT|TIME|BRAZE|LIQ|HTTP|FLOW|SEND|[A-Z]{4,6})[0-9]{3})"')


def test_every_code_in_the_sources_is_explained():
    written = {
        code for file in SOURCES.rglob("*.py") for code in CODE.findall(file.read_text(encoding="utf-8"))
    }
    assert written <= set(RULES)
    assert len(RULES) >= 150


def test_a_rendering_notes_nothing_with_another_severity_than_the_catalogue_says():
    call = re.compile(r'note\(\s*"(LIQ1\d\d)"(?:[^()]|\([^()]*\))*?severity=Severity\.(\w+)')
    texts = [file.read_text(encoding="utf-8") for file in (SOURCES / "liquid").rglob("*.py")]
    given = {code: Severity[name] for text in texts for code, name in call.findall(text)}
    for code in (code for code in RULES if code.startswith("LIQ1")):
        assert RULES[code].severity is given.get(code, Severity.WARNING)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_every_family_has_rules_that_can_explain_themselves(family):
    members = [rule for code, rule in RULES.items() if family_of(code) is family]
    assert members
    for rule in members:
        assert rule.title.endswith(".")
        assert rule.source.startswith("https://")
        assert rule.why.endswith(".")
        assert rule.code in explain(rule)


def test_rules_come_family_by_family_in_the_order_of_their_codes():
    order = [FAMILIES.index(family_of(code)) for code in RULES]
    assert order == sorted(order)
    assert list(rules_in([zone_rules])) == sorted(rules_in([zone_rules]))


def test_two_rules_of_one_code_are_refused():
    twice = type(zone_rules)("twice")
    twice.one = notice("SEND899", Severity.NOTE, "A.", source="")
    twice.other = notice("SEND899", Severity.NOTE, "B.", source="")
    with pytest.raises(ValueError, match="two rules have the code SEND899"):
        rules_in([twice])


def test_a_rule_is_explained_with_its_examples_and_what_they_hold_under():
    (rule,) = rules_of_code(RULES, "time205")
    told = explain(rule)
    assert "what to do: send one of those" in told
    assert "fails (the update of an event, --kind update) under rokt.timezones = documented:" in told
    assert "family: Time zones and date-times (time)" in told
    assert "assumed: nobody outside knows" in told


@pytest.mark.parametrize(
    ("look_up", "near"),
    [(lambda: rules_of_code(RULES, "TIME219"), "TIME21"), (lambda: family_named("tme"), "time")],
)
def test_an_unknown_code_or_family_is_answered_with_a_near_one(look_up, near):
    with pytest.raises(UsageError) as error:
        look_up()
    assert near in error.value.hint


def test_the_page_has_a_section_for_every_rule():
    page = render_page(RULES.values())
    assert [line[4:] for line in page.split("\n") if line.startswith("### ")] == list(RULES)
    assert page.count("\n## ") == len(FAMILIES)
    assert all(f"| [{code}](#{code.lower()}) | {rule.severity} |" in page for code, rule in RULES.items())


def test_the_page_shows_marks_of_markdown_as_they_are():
    odd = notice(
        "SEND899", Severity.NOTE, "A < b | *c*, `<d>`.", source="https://example.com/", fails=" ", passes="x"
    )
    page = render_page([odd])
    assert "**A \\< b | \\*c\\*, `<d>`.** (note)" in page
    assert "| A \\< b &#124; \\*c\\*, `<d>`. |" in page
    assert "Fails:\n\n````\n(nothing but blanks)\n````" in page


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_the_command_lists_a_family_of_one_severity(form):
    result = CliRunner().invoke(
        rules_command, ["--family", "time", "--severity", "note", "--format", form], catch_exceptions=False
    )
    assert result.exit_code == 0
    assert set(re.findall("[A-Z]+[0-9]{3}", result.output)) == {"TIME216", "TIME217"}


def test_the_command_explains_all_rules_whose_codes_begin_so():
    result = CliRunner().invoke(rule_command, ["json", "JSON001"], catch_exceptions=False)
    assert re.findall("(?m)^JSON[0-9]{3}", result.output) == [code for code in RULES if "JSON0" in code]


def test_the_command_explains_several_rules():
    result = CliRunner().invoke(rule_command, ["TIME201", "send811"], catch_exceptions=False)
    assert "TIME201 error:" in result.output
    assert "SEND811 error:" in result.output
