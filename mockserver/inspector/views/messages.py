"""One message: its template, its variables, what it was rendered to, and what became of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mockserver.braze import Message, Profile, RenderedWebhook
from mockserver.inspector.views.exchanges import HttpMessage, request_view
from mockserver.inspector.views.findings import FindingView, finding_views
from mockserver.inspector.views.journal import Row, row
from mockserver.inspector.views.template_fields import (
    FieldView,
    Properties,
    Variable,
    elsewhere,
    field_views,
    variables,
)
from mockserver.inspector.views.texts import moment
from mockserver.inspector.views.threads import Threads
from mockserver.liquid import Call
from mockserver.sandbox import Sandbox
from mockserver.simulator.journal import Exchange
from mockserver.simulator.masking import mask_text


@dataclass(frozen=True, slots=True)
class CallView:
    """A Connected Content call and what came back."""

    text: str
    saved_as: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLine:
    """A message in a line of a list."""

    number: int
    at: str
    what: str
    template: str
    user: str
    braze_id: str
    outcome: str
    status: str
    reason: str
    findings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """A message as a story; ``fields`` are the template's as it is now."""

    line: MessageLine
    fields: tuple[FieldView, ...]
    variables: tuple[Variable, ...]
    calls: tuple[CallView, ...]
    findings: tuple[FindingView, ...]
    request: HttpMessage | None
    origin: Row | None
    exchanges: tuple[Row, ...]
    renderings: int


def find_message(sandbox: Sandbox, number: int) -> Message | None:
    """Find a message by its number."""
    messages = sandbox.braze.messages
    return messages[number - 1] if 0 < number <= len(messages) else None


def message_line(message: Message) -> MessageLine:
    """Write a message as a line."""
    what = message.campaign or (f"{message.canvas} / {message.step}" if message.canvas else "test send")
    return MessageLine(
        number=message.number,
        at=moment(message.at),
        what=what,
        template=message.template,
        user=message.external_id or message.braze_id,
        braze_id=message.braze_id,
        outcome=str(message.outcome),
        status="" if message.status is None else str(message.status),
        reason=mask_text(", ".join(filter(None, (message.abort_type, message.reason)))),
        findings=len(message.findings),
    )


def message_view(sandbox: Sandbox, message: Message, threads: Threads) -> MessageView:
    """Make the view of a message."""
    template = sandbox.braze.state.templates.get(message.template)
    rendered = message.renderings[-1] if message.renderings else None
    profile = sandbox.braze.state.profiles.by_braze_id(message.braze_id)
    origin = threads.origin_of(message)
    findings = list(message.findings)
    given = _given(sandbox, message, origin)
    return MessageView(
        line=message_line(message),
        fields=field_views(template, rendered, findings) if template else (),
        variables=variables(sandbox, template, profile, given) if template and profile else (),
        calls=call_views(rendered),
        findings=finding_views(elsewhere(template, findings) if template else findings),
        request=request_view(message.request) if message.request else None,
        origin=row(origin) if origin else None,
        exchanges=tuple(map(row, threads.exchanges_of(message))),
        renderings=len(message.renderings),
    )


def call_views(rendered: RenderedWebhook | None) -> tuple[CallView, ...]:
    """Make the views of the Connected Content calls of a rendering."""
    return tuple(map(_call_view, rendered.calls)) if rendered else ()


def _call_view(call: Call) -> CallView:
    came = call.response.status if call.response else call.refused or call.failure
    cached = ", from the cache" if call.cached else ""
    text = f"{call.request.method} {mask_text(call.request.url)} → {came}{cached}"
    return CallView(text, call.saved_as, str(call.location))


def _given(sandbox: Sandbox, message: Message, origin: Exchange | None) -> dict[str, Properties]:
    """Give the properties a message came with, read again from what set it off."""
    journeys = (
        one.context
        for one in reversed(sandbox.braze.journeys)
        if one.canvas.name == message.canvas and one.profile.braze_id == message.braze_id
    )
    body = _body(origin)
    return {
        "event_properties": next(_event_properties(body, message.external_id), None),
        "trigger_properties": _trigger_properties(body, message.external_id),
        "context": next(journeys, None),
    }


def _body(exchange: Exchange | None) -> Mapping[str, Any]:
    try:
        body = json.loads(exchange.request.text) if exchange else {}
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _event_properties(body: Mapping[str, Any], user: str) -> Iterator[Mapping[str, Any]]:
    for event in body.get("events") or ():
        properties = event.get("properties") if isinstance(event, dict) else None
        if isinstance(properties, dict) and event.get("external_id") == user:
            yield properties


def _trigger_properties(body: Mapping[str, Any], user: str) -> Mapping[str, Any] | None:
    general = body.get("trigger_properties")
    found = dict(general) if isinstance(general, dict) else {}
    for recipient in body.get("recipients") or ():
        if isinstance(recipient, dict) and recipient.get("external_user_id") == user:
            own = recipient.get("trigger_properties")
            found |= own if isinstance(own, dict) else {}
    return found or None


def messages_to(sandbox: Sandbox, profile: Profile) -> tuple[MessageLine, ...]:
    """Give the messages to one user, the latest first."""
    found = [one for one in sandbox.braze.messages if one.braze_id == profile.braze_id]
    return tuple(map(message_line, reversed(found)))
