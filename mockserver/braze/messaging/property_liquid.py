"""Liquid inside values: trigger properties, context, and what a user update sets.

Source: https://www.braze.com/docs/api/objects_filters/trigger_properties_object/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockserver.errors import TemplateError
from mockserver.findings import Finding
from mockserver.liquid import Abort, Personalization, Resources, parse_template

_MARKS = ("{{", "{%", "${")


class ValueAborted(Exception):
    """A value that gives up the whole message while it is rendered, and what was found on the way."""

    def __init__(self, abort: Abort, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(abort.reason)
        self.abort = abort
        self.findings = findings


class LiquidValues:
    """Renders the Liquid in values for one user; what it finds gathers in ``findings``."""

    def __init__(self, personalization: Personalization, resources: Resources) -> None:
        self._personalization = personalization
        self._resources = resources
        self.findings: list[Finding] = []

    def rendered(self, value: Any) -> Any:
        """Give a value with the Liquid in its texts rendered, however deep they stand.

        Raises ``ValueAborted`` where Liquid cannot be parsed or aborts.
        """
        if isinstance(value, str):
            return self._text(value) if any(mark in value for mark in _MARKS) else value
        if isinstance(value, list | tuple):
            return [self.rendered(element) for element in value]
        if isinstance(value, Mapping):
            return {name: self.rendered(member) for name, member in value.items()}
        return value

    def rendered_or_none(self, value: Any) -> Any:
        """Give a value as ``rendered`` does, None where Liquid gives up."""
        try:
            return self.rendered(value)
        except ValueAborted:
            return None

    def _text(self, source: str) -> str:
        try:
            template = parse_template(source, name="value", assumptions=self._resources.assumptions)
        except TemplateError as error:
            raise ValueAborted(Abort("template_parse_error", str(error).splitlines()[0])) from error
        rendering = template.render(self._personalization, self._resources)
        self.findings += rendering.findings
        if rendering.aborted:
            raise ValueAborted(rendering.aborted, tuple(self.findings))
        return rendering.text
