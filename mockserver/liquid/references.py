"""Reads a template without rendering it: which personalization it refers to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from liquid.ast import Node
from liquid.context import RenderContext
from liquid.expression import Expression

from mockserver.errors import Location, locate
from mockserver.liquid.expressions import Attribute
from mockserver.liquid.template import Template


@dataclass(frozen=True, slots=True)
class Reference:
    """A marker in a template: ``namespace`` is empty for ``${name}``."""

    namespace: str
    name: str
    location: Location

    def __str__(self) -> str:
        marker = "${" + self.name + "}"
        return f"{self.namespace}.{marker}" if self.namespace else marker


def references(template: Template) -> tuple[Reference, ...]:
    """List every marker of a template in the order it is written."""
    found = {
        (attribute.token.start_index, attribute.namespace, attribute.name)
        for attribute in _attributes(template.body.nodes)
    }
    return tuple(
        Reference(namespace, name, locate(template.source, index, template.name)[0])
        for index, namespace, name in sorted(found)
    )


def _attributes(nodes: Iterable[Node]) -> Iterator[Attribute]:
    # Nothing here loads other templates, so the children need no context to be listed.
    context = cast("RenderContext", None)
    for node in nodes:
        for expression in node.expressions():
            yield from _attributes_in(expression)
        yield from _attributes(node.children(context))


def _attributes_in(expression: Expression) -> Iterator[Attribute]:
    if isinstance(expression, Attribute):
        yield expression
    for child in expression.children():
        yield from _attributes_in(child)
