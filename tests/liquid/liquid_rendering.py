"""Short ways to render one field in a test."""

from __future__ import annotations

from collections.abc import Mapping

from mockserver.liquid import Personalization, Rendering, Resources, parse_template


def render(
    source: str,
    attributes: Mapping[str, object] | None = None,
    resources: Resources | None = None,
    **variables: object,
) -> Rendering:
    """Render a template with personalization as templates write it, and plain variables."""
    personalization = Personalization.of(attributes or {})
    return parse_template(source).render(personalization, resources or Resources(), variables=variables)


def text(source: str, attributes: Mapping[str, object] | None = None, **variables: object) -> str:
    """Give the text a template renders to."""
    return render(source, attributes, **variables).text
