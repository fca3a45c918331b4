"""Braze's templates and messages over the admin API: what a marketer does in the dashboard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from mockserver.braze import WebhookTemplate
from mockserver.sandbox import Sandbox
from mockserver.server.admin.operation import AdminCall, Payload, admin_operation, checked
from mockserver.server.plain import plain


class TemplateToSave(Payload):
    """A webhook template: what the fields of Braze's webhook composer hold, as Liquid."""

    name: str = Field(min_length=1, description="Its name; one of the same name is replaced.")
    url: str = Field(description="Liquid of the URL field.")
    method: str = Field("POST", description="HTTP method.")
    headers: dict[str, str] = Field({}, description="Liquid of each header's value, by name.")
    body: str | dict[str, str] = Field("", description="Liquid of the body, or of each value by key.")


class MessageToSend(Payload):
    """A saved template, the user who gets it, and what the template may read."""

    template: str = Field(description="The template's name.")
    external_id: str = Field(description="The user.")
    event_properties: dict[str, Any] = Field({}, description="What `event_properties` holds.")
    trigger_properties: dict[str, Any] = Field({}, description="What `api_trigger_properties` holds.")
    context: dict[str, Any] = Field({}, description="What `context` holds.")


@admin_operation("GET", "templates")
def templates(sandbox: Sandbox, call: AdminCall) -> object:  # noqa: ARG001
    """Show the saved webhook templates."""
    return {"templates": [_shown(template) for template in sandbox.braze.state.templates.values()]}


@admin_operation("PUT", "templates", changes=True, body=TemplateToSave)
def save_template(sandbox: Sandbox, call: AdminCall) -> object:
    """Save a webhook template, in place of one of the same name."""
    wanted: TemplateToSave = checked(TemplateToSave, call.payload)
    return _shown(sandbox.braze.state.add_template(WebhookTemplate(**wanted.model_dump())))


@admin_operation("GET", "messages")
def messages(sandbox: Sandbox, call: AdminCall) -> object:  # noqa: ARG001
    """Show Braze's message log."""
    return {"messages": [_told(message) for message in sandbox.braze.messages]}


@admin_operation("POST", "messages/send", changes=True, body=MessageToSend)
def send_message(sandbox: Sandbox, call: AdminCall) -> object:
    """Send a saved webhook template to one user at once, as a test send does."""
    wanted: MessageToSend = checked(MessageToSend, call.payload)
    given = wanted.model_dump(exclude={"template", "external_id"})
    return _told(sandbox.braze.send(wanted.template, wanted.external_id, **given))


def _told(message: Any) -> dict[str, Any]:
    return {**plain(message), "findings": plain(message.findings), "summary": plain(str(message))}


def _shown(template: WebhookTemplate) -> dict[str, Any]:
    body = dict(template.body) if isinstance(template.body, Mapping) else template.body
    named = {"name": template.name, "method": template.method, "url": template.url}
    return {**named, "headers": dict(template.headers), "body": body}
