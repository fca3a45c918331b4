"""Whatever a template holds, it renders the same both ways, or is refused with a place inside it."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from mockserver.bundled import bundled_folder
from mockserver.errors import Location, TemplateError
from mockserver.liquid import Personalization, Resources, parse_template
from mockserver.liquid.cases import load_cases
from tests.liquid.both_renderings import assert_same, render_both
from tests.liquid.liquid_mutations import mutate

EXAMPLES = int(os.environ.get("LIQUID_MUTATIONS", "600"))
TEMPLATES = [
    case.template
    for path in sorted(bundled_folder("fixtures").glob("liquid/*.yaml"))
    for case in load_cases(Path(path))
]
PERSON = Personalization.of(
    {"${first_name}": "Ana", "custom_attribute.${codes}": ["a/b", "c/d"], "content_blocks.${loop}": "x"}
)
VARIABLES = {"x": "text", "n": 3, "tags": ["a", "b"]}


def resources() -> Resources:
    return Resources(content_blocks={"loop": "{{content_blocks.${loop}}}{% break %}"})


def check_place(location: Location | None, source: str) -> None:
    assert location is not None
    lines = source.split("\n")
    assert 1 <= location.line <= len(lines)
    assert 1 <= location.column <= len(lines[location.line - 1]) + 1


def render_or_refuse(source: str) -> None:
    try:
        template = parse_template(source)
    except TemplateError as error:
        check_place(error.location, source)
        return
    assert_same(*render_both(template, PERSON, resources, VARIABLES))


@pytest.mark.parametrize("seed", range(4))
def test_a_mutated_template_never_crashes(seed: int) -> None:
    random = Random(seed)
    for _ in range(EXAMPLES // 4):
        render_or_refuse(mutate(random.choice(TEMPLATES), random.choice(TEMPLATES), random))
