"""Nothing a template holds makes the lint fail, and places lie inside the text."""

from time import process_time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.fixes import apply_fixes
from mockserver.lint import Kind, lint_template, lint_webhook, parse_webhook
from mockserver.liquid.cases import load_cases
from tests.lint.corpus import FOLDER

PIECES = st.sampled_from(
    ["{% if ", "{% endif %}", "{% else %}", "{{", "}}", "%}", "${city}", "{%", " | ", "json_escape", "'", '"',
     "{% capture a %}", "{% endcapture %}", "{% for a in ", "{% endfor %}", "{% case a %}", "{% when 1 %}",
     "{% liquid\n", "echo a\n", "“", ":retry", "{% connected_content https://a.example ", "{", "}", "[", "]",
     ",", ":", "\n", "a", "1", "== ", "and ", "{% comment %}", "{% endcomment %}", "{% raw %}", "<!--",
     "mockserver: ignore ", "POST https://a.example\n", "Authorization: ", "\\"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join), st.sampled_from([None, *Kind]))
def test_any_text_is_linted_and_mended(source, kind):
    linted = lint_webhook(parse_webhook(source, name="t", kind=kind))
    lines = source.count("\n") + 1
    assert all(finding.location and 1 <= finding.location.line <= lines for finding in linted.findings)
    mended = apply_fixes(source, linted.fixes)
    again = lint_webhook(parse_webhook(mended.text, name="t", kind=kind))
    assert len(again.findings) <= len(linted.findings)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_plain_text_has_no_finding_of_liquid(text):
    if not any(mark in text for mark in ("{", "$", "<!", "“", "„", "”")):
        findings = lint_webhook(parse_webhook(text, name="t", kind=Kind.BODY)).findings
        assert {finding.code for finding in findings} <= {"LIQ336"}


@pytest.mark.parametrize("file", ["syntax", "values", "filters", "braze-tags"])
def test_the_shipped_cases_are_linted(file):
    for case in load_cases(FOLDER.parents[2] / "fixtures" / "liquid" / f"{file}.yaml"):
        lint_webhook(parse_webhook(case.template, name="t", kind=Kind.BODY))


def test_a_long_template_takes_linear_time():
    source = '{"a": [' + ", ".join(['"{{${first_name} | json_escape}}"'] * 2000) + "]}"
    assert lint_webhook({"body": source}).findings == ()


def test_deep_nesting_is_linted():
    source = "{% if ${city} %}" * 25 + "a" + "{% endif %}" * 25
    assert lint_webhook({"body": source}).findings == ()


def test_blocks_that_nest_too_deep_are_told_once():
    source = "{% if ${city} %}" * 300 + "{% endif %}" * 300
    assert [finding.code for finding in lint_webhook({"body": source}).findings] == ["LIQ301"]


def test_many_lines_take_linear_time_to_be_told_from_headers():
    long, longer = (seconds_to_read("Accept: text/plain\n" * lines) for lines in (2_000, 16_000))
    assert longer < long * 8 * 4


def seconds_to_read(source: str) -> float:
    def once() -> float:
        start = process_time()
        parse_webhook(source, name="t")
        return process_time() - start

    return min(once() for _ in range(5))


def test_the_corpus_is_yaml_that_loads_safely():
    assert all(isinstance(yaml.safe_load(file.read_text("utf-8")), list) for file in FOLDER.glob("*.yaml"))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("{% for i in (1..3) %}{{ i }}{% endfro %}", [("LIQ302", "endfor")]),
        (
            "{% if ${city} == 'a' %}a{%endfi%} {% if ${city} == 'b' %}b{%- endiff -%}",
            [("LIQ302", "endif")] * 2,
        ),
        ("{% capture x %}a{% endcaptur %}{{x}}", [("LIQ302", "endcapture")]),
        ("{% if ${city} == 'a' %}a{% endfoobar %}", [("LIQ302", ""), ("LIQ301", "")]),
    ],
)
def test_a_misspelt_end_is_told_once_and_closes_its_block(source, found):
    findings = sorted(lint_template(source, name="body.liquid"), key=lambda one: one.code, reverse=True)
    assert [one.code for one in findings] == [code for code, _ in found]
    assert all(meant in one.hint for one, (_, meant) in zip(findings, found, strict=True))


def test_a_misspelt_end_that_is_too_short_for_what_was_meant_moves_nothing():
    source = "{% if ${city} == 'a' %}a{%end%}{{ 1 | nofilter }}"
    places = {one.code: one.location.column for one in lint_template(source, name="t")}
    assert places == {"LIQ301": 4, "LIQ302": 27, "LIQ221": source.index("nofilter") + 1}
