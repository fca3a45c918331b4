"""Reads a template without rendering it: what it refers to, and what can never work in a webhook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import cast

from liquid.ast import Node
from liquid.context import RenderContext
from liquid.expression import Expression

from mockserver.errors import Location, locate
from mockserver.findings import Finding, Severity
from mockserver.liquid.expressions import Attribute
from mockserver.liquid.template import Template
from mockserver.liquid.variables import EMAIL_ONLY, NAMESPACES, STANDARD, Presence

PAGE = (
    "https://www.braze.com/docs/user_guide/personalization_and_dynamic_content/liquid/"
    "supported_personalization_tags/"
)


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


def check_webhook_template(template: Template) -> tuple[Finding, ...]:
    """Report markers that never hold a value when a webhook renders."""
    return tuple(finding for reference in references(template) if (finding := _check(reference)) is not None)


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


def _check(reference: Reference) -> Finding | None:
    return _check_namespaced(reference) if reference.namespace else _check_standard(reference)


def _check_standard(reference: Reference) -> Finding | None:
    name = reference.name.partition(".")[0].partition("[")[0]
    if name in EMAIL_ONLY:
        return _finding("LIQ201", f"{reference} has a value in e-mails only", reference)
    if name in STANDARD:
        return None
    if name == "external_id":
        return _unknown(reference, "the external id is ${user_id}")
    near = get_close_matches(name, STANDARD, n=1)
    return _unknown(
        reference, f"did you mean ${{{near[0]}}}?" if near else "custom_attribute.${…} may be meant"
    )


def _check_namespaced(reference: Reference) -> Finding | None:
    namespace = NAMESPACES.get(reference.namespace)
    if namespace is None:
        near = get_close_matches(reference.namespace, NAMESPACES, n=1)
        # A plain variable may have members that only a marker can name.
        return _unknown(reference, f"did you mean {near[0]}?") if near else None
    if namespace.in_webhooks is Presence.NEVER:
        message = f"{reference} never has a value in a webhook: {namespace.condition}"
        return _finding("LIQ201", message, reference)
    if namespace.names and reference.name not in namespace.names:
        near = get_close_matches(reference.name, namespace.names, n=1)
        return _unknown(reference, f"did you mean {near[0]}?" if near else "")
    return None


def _unknown(reference: Reference, hint: str) -> Finding:
    return _finding("LIQ202", f"Braze has no variable {reference}", reference, hint)


def _finding(code: str, message: str, reference: Reference, hint: str = "") -> Finding:
    return Finding(
        code=code,
        severity=Severity.WARNING,
        message=message,
        hint=hint,
        source=PAGE,
        location=reference.location,
    )
