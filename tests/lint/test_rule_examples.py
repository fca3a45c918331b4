"""Every rule of templates shows an example that gives exactly its code, and one that gives none."""

import pytest

from mockserver.lint import RULES, lint_template


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_the_examples_of_a_rule_are_true(rule):
    assert {finding.code for finding in lint_template(rule.fails)} == {rule.code}
    assert lint_template(rule.passes) == ()


def test_every_rule_says_what_to_do_and_where_that_is_known_from():
    assert all(rule.title and rule.hint and rule.source.startswith("https://") for rule in RULES.values())


def test_codes_are_of_the_families_of_templates():
    assert all(code.startswith(("LIQ2", "LIQ3")) for code in RULES)
