"""A template as it is being written: what it becomes for a user, and what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mockserver.braze import Profile, RenderedWebhook, WebhookTemplate
from mockserver.braze.profiles.store import ProfileStore
from mockserver.contracts import check_event_request
from mockserver.errors import UsageError
from mockserver.findings import Finding
from mockserver.ids import Ids
from mockserver.inspector.views.exchanges import HttpMessage
from mockserver.inspector.views.findings import FindingView, finding_views, worst
from mockserver.inspector.views.listing import listing
from mockserver.inspector.views.messages import CallView, call_views
from mockserver.inspector.views.stage import open_stage
from mockserver.inspector.views.template_fields import (
    FieldView,
    Properties,
    Variable,
    elsewhere,
    field_views,
    variables,
)
from mockserver.lint import lint_webhook
from mockserver.sandbox import Sandbox
from mockserver.simulator.masking import mask_request, mask_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A template being written, as the editor's form holds it.

    ``headers`` has one field in each line; a line that begins with a blank goes on with the one before.
    With ``pairs`` the body is a JSON object of Liquid texts, Braze's key-value pairs; else it is raw.
    """

    name: str
    url: str
    method: str = "POST"
    headers: str = ""
    body: str = ""
    pairs: bool = False

    def template(self) -> WebhookTemplate:
        """Make the template.

        Raises ``UsageError`` for headers that are none, pairs that are none, and a method there is none of.
        """
        return WebhookTemplate(
            name=self.name,
            url=self.url,
            method=self.method,
            headers=_parse_headers(self.headers),
            body=_parse_pairs(self.body) if self.pairs else self.body,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewView:
    """What a draft becomes for one user; ``mistake`` says why that could not be tried at all."""

    mistake: str = ""
    hint: str = ""
    user: str = ""
    profile: tuple[tuple[str, str], ...] = ()
    verdict: str = ""
    tone: str = ""
    request: HttpMessage | None = None
    fields: tuple[FieldView, ...] = ()
    findings: tuple[FindingView, ...] = ()
    elsewhere: tuple[FindingView, ...] = ()
    calls: tuple[CallView, ...] = ()
    variables: tuple[Variable, ...] = ()


def draft_of(template: WebhookTemplate) -> Draft:
    """Give a saved template as a draft."""
    lines = (f"{name}: {value}".replace("\n", "\n ") for name, value in template.headers.items())
    body = template.body
    return Draft(
        name=template.name,
        url=template.url,
        method=template.method,
        headers="\n".join(lines),
        body=body if isinstance(body, str) else json.dumps(dict(body), ensure_ascii=False, indent=2),
        pairs=not isinstance(body, str),
    )


def _parse_headers(text: str) -> dict[str, str]:
    headers: dict[str, str] = {}
    name = ""
    for line in text.split("\n"):
        if line.startswith((" ", "\t")) and name:
            headers[name] += "\n" + line[1:]
        elif line.strip():
            name, colon, value = line.partition(":")
            name = name.strip()
            if not colon or not name:
                hint = "write one in each line, as Name: value"
                raise UsageError(f"headers: {line.strip()!r} is no header", hint=hint)
            headers[name] = value.lstrip()
    return headers


def _parse_pairs(text: str) -> dict[str, str]:
    hint = 'write a JSON object of texts, such as {"title": "{{event_properties.${title}}}"}'
    try:
        pairs = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"body: these are no key-value pairs: {error}", hint=hint) from None
    if not isinstance(pairs, dict) or not all(isinstance(value, str) for value in pairs.values()):
        raise UsageError("body: these are no key-value pairs", hint=hint)
    return pairs


def made_up_user(sandbox: Sandbox, document: Mapping[str, Any], seed: str = "") -> Profile:
    """Make a profile of a document in the shape of ``/users/export/ids``; nobody is added to the sandbox.

    Raises ``UsageError`` for a document that is none.
    """
    return ProfileStore(sandbox.clock, Ids(seed), sandbox.assumptions).load(dict(document))


def preview_view(
    sandbox: Sandbox, draft: Draft, profile: Profile, given: Mapping[str, Properties]
) -> PreviewView:
    """Render a draft for a user, in a world apart, and check what comes out.

    ``given`` holds ``event_properties``, ``trigger_properties`` and ``context``.
    """
    template = draft.template()
    rendered = open_stage(sandbox).braze.messaging.preview(template, profile, **given)
    findings = _findings(sandbox, template, rendered)
    in_payload = [one for one in findings if one.pointer or (one.location and one.location.source == "body")]
    others = [one for one in elsewhere(template, findings) if one not in in_payload]
    verdict, tone = _verdict(rendered, findings)
    return PreviewView(
        user=str(profile),
        verdict=verdict,
        tone=tone,
        request=_request(rendered, in_payload),
        fields=field_views(template, rendered, findings),
        findings=finding_views(findings),
        elsewhere=finding_views(others),
        calls=call_views(rendered),
        variables=variables(sandbox, template, profile, given),
    )


def _request(rendered: RenderedWebhook, findings: list[Finding]) -> HttpMessage | None:
    if rendered.request is None:
        return None
    shown = mask_request(rendered.request)
    return HttpMessage(
        start=f"{shown.method} {shown.url}",
        headers=shown.headers.pairs,
        body=listing(rendered.request.text, findings),
    )


def _verdict(rendered: RenderedWebhook, findings: list[Finding]) -> tuple[str, str]:
    if rendered.abort:
        return mask_text(f"Nothing is sent: {rendered.abort.type}, {rendered.abort.reason}"), "bad"
    if rendered.request is None:
        return "Nothing is sent yet: a call failed and is tried again", "bad"
    gravest = worst(findings)
    if gravest == "error":
        return "It would be sent, and it is wrong", "bad"
    return (
        ("It would be sent; see the warnings", "doubtful")
        if gravest == "warning"
        else ("It would be sent", "good")
    )


def _findings(sandbox: Sandbox, template: WebhookTemplate, rendered: RenderedWebhook) -> list[Finding]:
    found = [*_unrendered(sandbox, template), *rendered.findings]
    request = rendered.request
    if request is not None and request.host in sandbox.rokt.hosts:
        found += check_event_request(request, sandbox.assumptions, now=sandbox.clock.now())
    return list(dict.fromkeys(found))


def _unrendered(sandbox: Sandbox, template: WebhookTemplate) -> list[Finding]:
    """Give what can be said of the Liquid without a user; of the event the request itself tells more."""
    linted = lint_webhook(template.fields, name=template.name, assumptions=sandbox.assumptions)
    return [finding for finding in linted.findings if finding.code.startswith("LIQ")]
