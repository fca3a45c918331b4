"""Templates that cannot be parsed say where and why."""

import pytest

from mockserver.errors import TemplateError
from mockserver.liquid import parse_template
from mockserver.liquid.failures import LIMITS


@pytest.mark.parametrize(
    ("source", "place", "words"),
    [
        ("a\n  {{ x }", "2:3", "Unexpected end token"),
        ("{{{x}}}}", "1:1", "Unexpected end token"),
        ("{% assign a = {{{x}}} %}", "1:15", "three opening braces"),
        ("{{${first_name | default: 'there'}} {{x}}", "1:1", "Unexpected end token"),
        ("{{ {% connected_content https://x.com %}}}", "1:4", "a tag stands inside an output"),
        ("x {% if a %}\n{% for i in b %}{% endif %}", "2:20", "unexpected 'endif'"),
        ("x {% if a %}", "1:6", "'if' tag was never closed"),
        ("{% iff a %}", "1:4", "did you mean 'if'"),
        ("{% if a %}{% elseif b %}{% endif %}", "1:14", "did you mean 'elsif'"),
        ("{% render 'x' %}", "1:4", "Unknown tag 'render'"),
        ("{% if %}{% endif %}", "1:6", "expected a condition"),
        ("{% raw %} {{ x", "1:1", "'raw' tag was never closed"),
        ("{% comment %} {{ x", "1:1", "'comment' tag was never closed"),
        ("a {% if x", "1:3", "never closed by '%}'"),
        ("{% connected_content %}", "1:4", "connected_content URL"),
        ("{% liquid\n  assign a = 1\n  nonsense a\n%}", "3:3", "Unknown tag 'nonsense'"),
    ],
)
def test_an_error_has_a_place_and_a_reason(source: str, place: str, words: str) -> None:
    with pytest.raises(TemplateError) as caught:
        parse_template(source, name="body")
    assert str(caught.value.location) == f"body:{place}"
    assert words in caught.value.message


def test_an_error_shows_the_line_and_a_caret() -> None:
    with pytest.raises(TemplateError) as caught:
        parse_template("first\n  {{ ${x }", name="body")
    assert str(caught.value).splitlines()[1:] == ["  2 |   {{ ${x }", "    |   ^"]


@pytest.mark.parametrize(
    "source",
    [
        "{% if a %}" * 50,
        "{{ " + "a[" * 50 + " }}",
        "{{ " + "a | plus: {{ " * 50 + "}}" * 51,
        "{% liquid\n" + "if a\n" * 50 + "%}",
    ],
)
def test_nesting_without_end_is_refused(source: str) -> None:
    with pytest.raises(TemplateError, match="nested too deeply"):
        parse_template(source)


def test_nesting_up_to_the_limit_is_read() -> None:
    depth = LIMITS.depth - 1
    inner = "{{ " + "a[" * depth + "0" + "]" * depth + " }}"
    parse_template("{% if a %}" * depth + inner + "{% endif %}" * depth)


def test_a_number_of_too_many_digits_is_told_at_its_place():
    with pytest.raises(TemplateError) as told:
        parse_template("{{ " + "9" * 5000 + " }}")
    assert told.value.location.column == 4
