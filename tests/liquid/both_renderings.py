"""One template rendered both ways: compiled, as ever, and by its nodes' own methods."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from mockserver.liquid import Personalization, Rendering, Resources, Template
from mockserver.liquid.template import LIMIT_ABORT


def render_both(
    template: Template,
    personalization: Personalization,
    resources: Callable[[], Resources],
    variables: Mapping[str, object],
) -> tuple[Rendering, Rendering]:
    """Give the compiled rendering and the plain one, each with resources of its own."""
    template.program.compile()
    plain = replace(template, program=template.body)  # type: ignore[arg-type]
    compiled, interpreted = (
        one.render(personalization, resources(), variables=variables) for one in (template, plain)
    )
    return compiled, interpreted


def assert_same(compiled: Rendering, interpreted: Rendering) -> None:
    """Assert that two renderings tell the same story; one that hit a limit has no text to compare."""
    if interpreted.aborted is not None and interpreted.aborted.type == LIMIT_ABORT:
        assert compiled.aborted == interpreted.aborted
    else:
        assert compiled == interpreted
