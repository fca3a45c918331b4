"""Personalization markers, nested outputs and where outputs end."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.liquid.liquid_rendering import render, text

ATTRIBUTES = {
    "${first_name}": "Ana",
    "${time_zone}": "America/New_York",
    "custom_attribute.${zip code}": "10001",
    "custom_attribute.${rokt:account_code}": ["brazetest/f5733866ade2", "other/ff"],
    "custom_attribute.${größe}": 42,
    "custom_attribute.${a}": 10,
    "custom_attribute.${b}": 25,
    "custom_attribute.${address}": {"city": "Bergen", "lines": ["x", "y"]},
    "api_trigger_properties.${details}": {"color": "red"},
}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{${first_name}}}", "Ana"),
        ("{{ ${ first_name } }}", "Ana"),
        ("{{custom_attribute.${zip code}}}", "10001"),
        ("{{custom_attribute.${größe}}}", "42"),
        ("{{${last_name} | default: 'x'}}", "x"),
        ("{{custom_attribute.${a}| plus: 1}}", "11"),
        ("{{custom_attribute.${a} | plus: {{custom_attribute.${b}}}}}", "35"),
        ("{{custom_attribute.${a} | plus: custom_attribute.${b}}}", "35"),
        ("You have ${{custom_attribute.${a}}}!", "You have $10!"),
        ('{"a": {{custom_attribute.${a}}}}', '{"a": 10}'),
        ('{"a": "{{x}}_{{${first_name}}}"}', '{"a": "_Ana"}'),
        ("Hi ${first_name}, $5, ${} and ${{x}}", "Hi Ana, $5, ${} and $"),
        ("{{custom_attribute.${address}.city}}", "Bergen"),
        ("{{custom_attribute.${address.city}}}", "Bergen"),
        ("{{custom_attribute.${address.lines[1]}}}", "y"),
        ("{{custom_attribute.${address}[0].city}}", "Bergen"),
        ("{{api_trigger_properties.${details}.${color}}}", "red"),
        ("{{ {{ ${first_name} }} | upcase }}", "ANA"),
    ],
)
def test_a_marker_prints_its_attribute(source: str, expected: str) -> None:
    assert text(source, ATTRIBUTES) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{% assign v = custom_attribute.${a} %}{{v}}", "10"),
        ("{% assign v = {{custom_attribute.${a}}} %}{{v}}", "10"),
        ("{% assign v={{custom_attribute.${a}}}%}{{v}}", "10"),
        (
            "{% assign c = {{custom_attribute.${rokt:account_code}}}[0] | split: '/' | first %}{{c}}",
            "brazetest",
        ),
        ("{% if {{custom_attribute.${a}}} == 10 %}y{% endif %}", "y"),
        ("{% if custom_attribute.${a}==10 %}y{% endif %}", "y"),
        ("{% if{{custom_attribute.${a}}}>5 %}y{% endif %}", "y"),
        (
            "{% for c in {{custom_attribute.${rokt:account_code}}} %}{{c}};{% endfor %}",
            "brazetest/f5733866ade2;other/ff;",
        ),
        ("{% case {{custom_attribute.${a}}} %}{% when 10 %}ten{% endcase %}", "ten"),
        ("{% assign x = {{y | plus: 1}} %}{{x}}", "1"),
        ("{% assign m = 'May' %}{% if {{m)) == 'May' %}y{% endif %}", "y"),
        ("{% assign x = 2 | times: {{3 | plus: 1}} | plus: 1 %}{{x}}", "9"),
        (
            "{% for x in {{custom_attribute.${rokt:account_code}}} limit: {{1}} %}{{x}}{% endfor %}",
            "brazetest/f5733866ade2",
        ),
        ("{% assign s = '{{${first_name}}}' %}{{s}}", "{{${first_name}}}"),
        ("{% assign d = 'now'\n  | time_zone:{{${time_zone}}}\n  | date: '%H' %}{{d}}", "07"),
    ],
)
def test_braces_inside_a_tag_are_optional(source: str, expected: str) -> None:
    assert text(source, ATTRIBUTES) == expected


def test_the_whole_text_of_a_marker_is_a_name_before_it_is_a_path() -> None:
    assert text("{{${a.b}}}", {"${a.b}": "name", "${a}": {"b": "path"}}) == "name"


def test_context_is_known_by_its_older_name_too() -> None:
    assert text("{{canvas_entry_properties.${n}}}", {"context.${n}": 3}) == "3"


def test_missing_names_are_reported_with_their_place() -> None:
    missing = render("Hi\n{{custom_attribute.${zip code}}}{{nobody.home}}").missing
    assert [(item.name, str(item.location)) for item in missing] == [
        ("custom_attribute.${zip code}", "template:2:3"),
        ("nobody.home", "template:2:35"),
    ]


@settings(max_examples=100, deadline=None)
@given(
    st.text(alphabet=st.characters(blacklist_characters="{}$", blacklist_categories=("C", "Z")), min_size=1)
)
def test_any_name_can_be_an_attribute(name: str) -> None:
    assert text("<{{custom_attribute.${" + name + "}}}>", {"custom_attribute.${" + name + "}": "v"}) == "<v>"
