"""The compiled form of a template does what its nodes do one by one, whatever the template."""

import os
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.errors import TemplateError
from mockserver.liquid import Personalization, Rendering, parse_template
from tests.liquid import braze_liquid, plain_liquid
from tests.liquid.both_renderings import assert_same, render_both

EXAMPLES = int(os.environ.get("LIQUID_EXAMPLES", "150"))
AWKWARD = [
    *plain_liquid.DATA.values(),
    *(10**20, float("inf"), float("nan"), [None], [1, [2, {"k": 1}]], {"k": "v", "name": "n"}),
    *("a'b\"c\\n{{", "half \ud83d", "line\u2028", "2026-01-02", "x" * 700),
]


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


@settings(max_examples=EXAMPLES, deadline=None)
@given(braze_liquid.TEMPLATES, braze_liquid.ASSUMPTIONS)
def test_templates_with_brazes_own_tags(source: str, assumptions: dict[str, str]) -> None:
    rendered_both_ways(source, assumptions)


@settings(max_examples=EXAMPLES, deadline=None)
@given(plain_liquid.TEMPLATES)
def test_templates_in_plain_liquid(source: str) -> None:
    rendered_both_ways(source, {})


@settings(max_examples=EXAMPLES // 3, deadline=None)
@given(st.one_of(braze_liquid.TEMPLATES, plain_liquid.TEMPLATES), st.randoms(use_true_random=False))
def test_one_template_for_users_of_all_kinds(source: str, random: Random) -> None:
    try:
        template = parse_template(source)
    except TemplateError:
        return
    for _ in range(3):
        data = {name: random.choice(AWKWARD) for name in plain_liquid.DATA}
        attributes = {
            name: random.choice(AWKWARD) for name in braze_liquid.PERSON.namespaces["custom_attribute"]
        }
        namespaces = {**braze_liquid.PERSON.namespaces, "custom_attribute": attributes}
        person = Personalization(braze_liquid.PERSON.standard, namespaces)
        assert_same(*render_both(template, person, lambda: braze_liquid.resources({}), data))
