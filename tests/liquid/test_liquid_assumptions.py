"""Each open question of Braze's Liquid is a switch, and each switch does something."""

import pytest

from mockserver.errors import AssumptionError
from mockserver.liquid import LIQUID_ASSUMPTIONS, Resources, parse_template
from tests.liquid.liquid_rendering import render

CHANGES = [
    (
        "liquid.filters_in_conditions",
        "applied",
        "{% if {{'ab' | size}} == 1 %}y{% else %}n{% endif %}",
        "y",
        "n",
    ),
    ("liquid.first_of_object", "nil", "{{ o[0].k }}", "v", ""),
    ("liquid.array_output", "inspected", "{{ l }}", "1x", '[1, "x"]'),
    ("liquid.unknown_filter", "empty", "{{ 'x' | nope }}", "x", ""),
    ("liquid.unknown_filter", "fails", "{{ 'x' | nope }}", "x", "Liquid error: undefined filter nope"),
    ("liquid.unsupported_filters", "work", "{{ ' x' | lstrip }}{{ l | find_index: 0 }}", " x1x", "x0"),
    ("liquid.unmentioned_filters", "unknown", "{{ 'a+b' | url_decode }}", "a b", "a+b"),
    ("liquid.money_grouping", "yes", "{{ 1234.5 | money }}", "1234.50", "1,234.50"),
    ("liquid.money_rounding", "half_even", "{{ 0.125 | money }}", "0.13", "0.12"),
    ("liquid.money_of_nil", "nothing", "{{ nil | money }}", "0.00", ""),
    ("liquid.json_escape", "html", "{{ '<' | json_escape }}", "<", "\\u003c"),
    ("liquid.hmac_encoding", "base64", "{{ 'a' | hmac_sha256: 'k' | size }}", "64", "44"),
    ("liquid.blank_url_param", "plus", "{{ 'a b' | url_param_escape }}", "a%20b", "a+b"),
    ("liquid.percent_in_urls", "kept", "{{ 'a%20b%' | url_escape }}", "a%2520b%25", "a%20b%25"),
    ("liquid.default_for_blank", "yes", "{{ ' ' | default: 'd' }}", " ", "d"),
    ("liquid.bare_marker", "text", "a ${name}", "a Ana", "a ${name}"),
    ("liquid.double_ampersand", "and", "{% if l && nil %}y{% else %}n{% endif %}", "y", "n"),
    ("liquid.unspaced_comparison", "comparison", "{% if n>1 %}y{% else %}n{% endif %}", "n", "y"),
    ("liquid.iso_timestamp", "time", "{{$isoTimestamp}}", "", "2026-01-15T12:00:00.000Z"),
]
ELSEWHERE = {
    "liquid.html_comments",
    "liquid.text_response",
    "liquid.retried_failures",
    "liquid.unknown_credential",
    "liquid.body_of_get",
    "liquid.unquoted_abort_reason",
    "liquid.unknown_time_zone",
    "liquid.content_block_size",
    "liquid.cache_key_headers",
    "liquid.personal_calls_cached",
    "liquid.status_of_failed_call",
    "liquid.blanks_in_inline_body",
}
"""Those that other files test, where the situation they are about is set up."""


@pytest.mark.parametrize(("name", "choice", "source", "by_default", "by_choice"), CHANGES)
def test_a_choice_changes_the_output(
    name: str, choice: str, source: str, by_default: str, by_choice: str
) -> None:
    known = {"o": {"k": "v"}, "l": [1, "x"], "n": 2}
    attributes = {"${name}": "Ana"}
    assert render(source, attributes, **known).text == by_default
    resources = Resources(assumptions={name: choice})
    assert render(source, attributes, resources, **known).text == by_choice


def test_every_assumption_is_tested() -> None:
    assert {assumption.name for assumption in LIQUID_ASSUMPTIONS} == {
        change[0] for change in CHANGES
    } | ELSEWHERE


def test_every_assumption_has_a_source_and_a_default_it_offers() -> None:
    for assumption in LIQUID_ASSUMPTIONS:
        assert assumption.source.startswith("https://www.braze.com/docs/"), assumption.name
        assert assumption.accept(assumption.default) == assumption.default


def test_an_unquoted_abort_reason() -> None:
    source = "{% abort_message(no venue_name) %}"
    chosen = Resources(assumptions={"liquid.unquoted_abort_reason": "no_reason"})
    reasons = [
        rendering.aborted.reason
        for rendering in (render(source), render(source, resources=chosen))
        if rendering.aborted
    ]
    assert reasons == ["no venue_name", "{% abort_message %} called"]


def test_a_choice_that_does_not_exist_is_refused() -> None:
    with pytest.raises(AssumptionError):
        parse_template("x", assumptions={"liquid.html_comments": "perhaps"})


def test_assumptions_of_other_rooms_are_left_alone() -> None:
    assert render("x", resources=Resources(assumptions={"rokt.anything": "y"})).text == "x"
