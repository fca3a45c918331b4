"""A webhook template's fields: the Liquid with findings at their places, what came of it, its variables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from mockserver.braze import Profile, RenderedWebhook, WebhookTemplate
from mockserver.errors import TemplateError
from mockserver.findings import Finding
from mockserver.http import Headers
from mockserver.inspector.views.listing import Listing, listing, located
from mockserver.inspector.views.stage import open_stage
from mockserver.inspector.views.texts import shortened
from mockserver.liquid import references
from mockserver.sandbox import Sandbox
from mockserver.simulator.masking import mask_headers, mask_text

Properties = Mapping[str, Any] | None
_ANYWHERE: Final = "https://variables.invalid/"


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field: its Liquid, and the text it was rendered to; None where rendering did not get there."""

    name: str
    source: Listing
    rendered: Listing | None


@dataclass(frozen=True, slots=True)
class Variable:
    """A marker of a template and its value for the user, as Liquid writes it."""

    name: str
    value: str
    is_missing: bool


def field_views(
    template: WebhookTemplate, rendered: RenderedWebhook | None, findings: Sequence[Finding]
) -> tuple[FieldView, ...]:
    """Make the views of a template's fields."""
    views = []
    for name, source in template.fields.items():
        place = f"{template.name}.{name}"
        shown = _masked(name, source)
        views.append(
            FieldView(
                name,
                listing(shown, located(findings, place), sources=frozenset({place})),
                _rendered(name, rendered),
            )
        )
    return tuple(views)


def elsewhere(template: WebhookTemplate, findings: Sequence[Finding]) -> list[Finding]:
    """Give the findings that have no place in any field of a template."""
    places = {f"{template.name}.{name}" for name in template.fields}
    return [one for one in findings if one.location is None or one.location.source not in places]


def variables(
    sandbox: Sandbox, template: WebhookTemplate, profile: Profile, given: Mapping[str, Properties]
) -> tuple[Variable, ...]:
    """Give the markers of a template with their values for a user as things stand now.

    ``given`` holds ``event_properties``, ``trigger_properties`` and ``context`` where there are any. A
    template that cannot be parsed has none.
    """
    try:
        parsed = template.parse(sandbox.assumptions)
    except TemplateError:
        return ()
    names = dict.fromkeys(str(one) for field in parsed.values() for one in references(field))
    if not names:
        return ()
    bodies = {str(number): f"{{{{{name}}}}}" for number, name in enumerate(names)}
    each = WebhookTemplate(name="variables", url=_ANYWHERE, body=bodies)
    fields = open_stage(sandbox).braze.messaging.preview(each, profile, **given).fields
    return tuple(
        _variable(name, fields[f"body.{number}"].text if f"body.{number}" in fields else "")
        for number, name in enumerate(names)
    )


def _variable(name: str, value: str) -> Variable:
    return Variable(name, shortened(mask_text(value)), not value)


def _rendered(name: str, rendered: RenderedWebhook | None) -> Listing | None:
    if rendered is None or name not in rendered.fields:
        return None
    return listing(_masked(name, rendered.fields[name].text))


def _masked(name: str, text: str) -> str:
    _, _, header = name.partition("headers.")
    if not header or "{{" in text or "{%" in text:
        return mask_text(text)
    return mask_headers(Headers({header: text.strip()}))[header]
