"""The compiled form of a template does what its nodes do one by one, whatever the template."""

from hypothesis import given, settings

from mockserver.errors import TemplateError
from mockserver.liquid import Rendering, parse_template
from tests.liquid import braze_liquid, plain_liquid
from tests.liquid.both_renderings import assert_same, render_both


def rendered_both_ways(source: str, assumptions: dict[str, str]) -> Rendering | None:
    try:
        template = parse_template(source, assumptions=assumptions)
    except TemplateError:
        return None
    compiled, interpreted = render_both(
        template, braze_liquid.PERSON, lambda: braze_liquid.resources(assumptions), plain_liquid.DATA
    )
    assert_same(compiled, interpreted)
    return compiled


@settings(max_examples=150, deadline=None)
@given(braze_liquid.TEMPLATES, braze_liquid.ASSUMPTIONS)
def test_templates_with_brazes_own_tags(source: str, assumptions: dict[str, str]) -> None:
    rendered_both_ways(source, assumptions)


@settings(max_examples=100, deadline=None)
@given(plain_liquid.TEMPLATES)
def test_templates_in_plain_liquid(source: str) -> None:
    rendered_both_ways(source, {})
