"""A rendering tells what happened, and leaves nothing behind."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import FrozenInstanceError

import pytest

from mockserver.errors import TemplateError
from mockserver.http import Request, Response
from mockserver.liquid import Abort, Personalization, PromotionLists, Resources, parse_template
from mockserver.liquid.failures import LIMITS
from tests.liquid.liquid_rendering import render


def test_calls_are_told_in_order_with_their_place() -> None:
    def send(request: Request, timeout: float) -> Response:
        assert timeout == 2.0
        return Response.of_json(200, {"id": 7})

    source = (
        "{% connected_content https://a.com/ :save one %}\n{% connected_content https://b.com/{{one.id}} %}"
    )
    calls = render(source, resources=Resources(send=send)).calls
    assert [(call.request.url, call.saved_as, call.location.line) for call in calls] == [
        ("https://a.com/", "one", 1),
        ("https://b.com/7", "connected", 2),
    ]


def test_assigned_names_are_told() -> None:
    source = "{% assign a = 1 %}{% capture b %}{% endcapture %}{% for c in (1..2) %}{% endfor %}"
    assert render(source).assigned == ("a", "b")


def test_a_missing_name_is_told_once() -> None:
    assert len(render("{% for i in (1..9) %}{{ nobody }}{% endfor %}").missing) == 1


def test_run_time_errors_are_findings() -> None:
    finding = render("a\n{{ 1 | divided_by: 0 }}").findings[0]
    assert (finding.code, finding.message) == ("LIQ101", "Liquid error: divided by 0")
    assert str(finding.location) == "template:2:1"


def test_an_error_in_a_block_that_never_prints_is_not_printed() -> None:
    rendering = render("a{% assign x = 1 | divided_by: 0 %}b")
    assert (rendering.text, len(rendering.findings)) == ("ab", 1)


def test_filters_braze_does_not_have_are_findings() -> None:
    assert [finding.code for finding in render("{{ 'x' | pluralize | lstrip }}").findings] == [
        "LIQ102",
        "LIQ102",
    ]


def test_message_extras_keep_the_first_of_two_keys() -> None:
    pairs = (("a", "1"), ("a", "2"), ("b", "{{x}}"))
    source = "".join(f"{{% message_extras :key {key} :value {value} %}}" for key, value in pairs)
    assert render(source, x="y z").extras == {"a": "1", "b": "y z"}


@pytest.mark.parametrize(
    "source",
    [
        "{% assign x = 'abcdefgh' %}{% for i in (1..99) %}{% assign x = x | append: x %}{% endfor %}",
        "{% assign n = 9 %}{% for i in (1..99) %}{% assign n = n | times: n %}{% endfor %}",
        "{% for i in (1..99999) %}{% for j in (1..99999) %}{% endfor %}{% endfor %}",
        "{% for i in (1..4000000000000000000) %}x{% endfor %}",
        "{{ (1..99999999) | join: ',' }}",
        "{{ (1..99999999999999999999) }}",
        "{% assign l = 'a,b' | split: ',' %}{% for i in (1..60) %}{% assign l = l | concat: l %}{% endfor %}",
        "{% for i in (1..60) %}{% capture x %}{{x}}{{x}}a{% endcapture %}{% endfor %}",
        "{% for i in (1..999) %}{% connected_content https://a.com/{{i}} %}{% endfor %}",
        "{% for i in (1..99999) %}" + "x" * 100 + "{% endfor %}",
    ],
)
def test_a_limit_ends_the_rendering_and_is_told(source: str) -> None:
    rendering = render(source)
    assert rendering.aborted is not None
    assert rendering.aborted.type == "renderer_limit"
    assert rendering.findings[-1].code == "LIQ190"
    assert len(rendering.text) <= LIMITS.output


@pytest.mark.parametrize(
    "piece",
    ["{{ x", "{% if a %}", "${", "<!--", "{% raw %}", "{% comment %}", "[", "{{ '", "%}", "{{- ", "}}"],
)
def test_a_piece_many_times_over_does_not_break_the_reader(piece: str) -> None:
    render_or_refuse(piece * 20_000)
    render_or_refuse("{{ x" + piece * 20_000 + "}}")


def render_or_refuse(source: str) -> None:
    with suppress(TemplateError):
        render(source)


def test_break_outside_of_a_loop_ends_the_rendering() -> None:
    assert render("a{% break %}b").text == "a"


def test_a_template_is_immutable() -> None:
    with pytest.raises(FrozenInstanceError):
        parse_template("x").name = "y"  # type: ignore[misc]


def test_a_template_renders_in_threads() -> None:
    template = parse_template(
        "{% for i in (1..50) %}{% assign n = n | plus: by %}{% cycle 'a', 'b' %}{% increment k %}{% endfor %}"
        "={{n}}"
    )

    def once(by: int) -> bool:
        text = template.render(Personalization(), Resources(), variables={"by": by}).text
        return text.endswith(f"={50 * by}") and text.startswith("a0b1a2")

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(once, range(200)))


def test_a_broken_content_block_aborts_as_a_parse_error() -> None:
    resources = Resources(content_blocks={"b": "{% if %}"})
    aborted = render("{{content_blocks.${b}}}", resources=resources).aborted
    assert isinstance(aborted, Abort)
    assert aborted.type == "template_parse_error"


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("{{content_blocks.${none}}}", "LIQ103"),
        ("{{content_blocks.${large}}}", "LIQ105"),
        ("{% landing_page_url none %}", "LIQ106"),
        ("{% message_extras :key a :value " + "x" * 1100 + " %}", "LIQ107"),
        ("{% catalog_items none 1 %}", "LIQ108"),
        ("{% catalog_selection_items none x %}", "LIQ108"),
        ("{% connected_content https://a.com :nonsense 1 %}", "LIQ111"),
    ],
)
def test_what_is_not_there_is_told(source: str, code: str) -> None:
    resources = Resources(content_blocks={"large": "xx"}, assumptions={"liquid.content_block_size": 1})
    assert code in [finding.code for finding in render(source, resources=resources).findings]


def test_a_promotion_list_in_a_branch_not_taken_is_used_up_all_the_same() -> None:
    template = parse_template(
        "{% if false %}{% promotion('spring') %}{% else %}{% promotion('summer') %}{% endif %}"
    )
    lists = PromotionLists({"spring": ["A"], "summer": ["B", "C"]})
    first = template.render(Personalization({}, {}), Resources(promotions=lists.for_message()))
    assert (first.text, first.aborted, lists.for_message()("spring")) == ("B", None, None)
    second = template.render(Personalization({}, {}), Resources(promotions=lists.for_message()))
    assert (second.text, second.aborted) == ("C", None)
