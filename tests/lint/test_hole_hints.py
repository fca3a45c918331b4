"""What is advised where a value may leave a hole in JSON."""

import pytest

from mockserver.lint import lint_template


@pytest.mark.parametrize(
    ("variable", "hint"),
    [
        ("${time_zone}", "it is a text: write it between quotes"),
        ("${first_name} | upcase", "it is a text: write it between quotes"),
        ("custom_attribute.${age}", "give it a default: {{… | default: 0}}"),
    ],
)
def test_a_text_is_to_be_quoted_and_a_number_to_have_a_default(variable, hint):
    findings = lint_template('{"a": {{' + variable + "}}}")
    (hole,) = (each for each in findings if each.code == "LIQ335")
    assert hole.hint == hint
