"""Webhook templates, and the request one of them becomes for one user.

Every field is a Liquid template of its own: a variable made in one is unknown in the others.
Source: https://www.braze.com/docs/user_guide/channels/webhooks/create_a_webhook/
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import urlsplit

from mockserver.braze import notices
from mockserver.errors import TemplateError, UsageError
from mockserver.evidence import Choice
from mockserver.findings import Finding
from mockserver.http import Headers, Request
from mockserver.liquid import (
    Abort,
    Call,
    Personalization,
    Rendering,
    Resources,
    RetryWanted,
    Template,
    parse_template,
)
from mockserver.liquid.connected_content import FORM_TYPE, SENDER

METHODS = ("POST", "GET", "PUT", "DELETE")
STANDARD_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class WebhookTemplate:
    """What the fields of Braze's webhook composer hold, as Liquid.

    ``body`` is raw text, or the values of JSON key-value pairs by key: each is rendered alone and becomes
    a string of a JSON object.
    """

    name: str
    url: str
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | Mapping[str, str] = ""
    _parsed: dict[tuple[str, Choice], Template] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise UsageError(
                f"webhook template {self.name!r}: Braze sends no {self.method} requests",
                hint=f"choose one of {', '.join(METHODS)}",
            )

    @property
    def fields(self) -> Mapping[str, str]:
        """The Liquid of every field by name: ``url``, ``headers.Authorization``, ``body``, ``body.key``."""
        headers = {f"headers.{name}": text for name, text in self.headers.items()}
        pairs = {"": self.body} if isinstance(self.body, str) else self.body
        bodies = {f"body.{name}" if name else "body": text for name, text in pairs.items()}
        return {"url": self.url, **headers, **bodies}

    def parse(self, assumptions: Mapping[str, Choice]) -> Mapping[str, Template]:
        """Parse every field, once for as long as the template lives.

        Raises ``TemplateError`` for the first that is no Liquid.
        """
        return {name: self._parse(name, text, assumptions) for name, text in self.fields.items()}

    def _parse(self, name: str, text: str, assumptions: Mapping[str, Choice]) -> Template:
        # The one choice that changes how a template is parsed rather than how it is rendered.
        key = name, assumptions.get("liquid.html_comments", "")
        if key not in self._parsed:
            self._parsed[key] = parse_template(text, name=f"{self.name}.{name}", assumptions=assumptions)
        return self._parsed[key]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedWebhook:
    """A webhook rendered for one user: the request to send, or why there is none.

    ``fields`` holds the rendering of each field that was reached, by its name in the template.
    """

    template: str
    fields: Mapping[str, Rendering] = field(default_factory=dict)
    request: Request | None = None
    abort: Abort | None = None
    retry: RetryWanted | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def calls(self) -> tuple[Call, ...]:
        """The Connected Content calls of all fields, in order."""
        return tuple(call for rendering in self.fields.values() for call in rendering.calls)

    def __str__(self) -> str:
        if self.abort:
            return f"{self.template}: aborted, {self.abort.type}: {self.abort.reason}"
        if self.request is None:
            url = self.retry.url if self.retry else "somewhere"
            return f"{self.template}: to be rendered again, the call of {url} failed"
        return "\n".join(_lines(self.request))


def render_webhook(
    template: WebhookTemplate,
    personalization: Personalization,
    resources: Resources,
    *,
    known: Mapping[str, Rendering] = MappingProxyType({}),
) -> RenderedWebhook:
    """Render a webhook for one user and make its request; sends nothing but Connected Content calls.

    An abort in any field gives up the whole message. A failed call that is to be retried does so only
    where no other field aborts. ``known`` are renderings of fields that need not be rendered again.
    """
    try:
        parsed = template.parse(resources.assumptions)
    except TemplateError as error:
        abort = Abort("template_parse_error", str(error).splitlines()[0])
        return RenderedWebhook(template=template.name, abort=abort, findings=(notices.unparsable(error),))
    fields: dict[str, Rendering] = {}
    for name, part in parsed.items():
        fields[name] = known[name] if name in known else part.render(personalization, resources)
        if fields[name].aborted:
            break
    return _finished(template, fields, resources.assumptions)


def _finished(
    template: WebhookTemplate,
    fields: Mapping[str, Rendering],
    assumptions: Mapping[str, Choice],
) -> RenderedWebhook:
    findings = tuple(finding for rendering in fields.values() for finding in rendering.findings)
    abort = next((rendering.aborted for rendering in fields.values() if rendering.aborted), None)
    retry = next((rendering.retry for rendering in fields.values() if rendering.retry), None)
    request = None
    if abort is None and retry is None:
        request = _request(template, fields, assumptions)
        abort, problems = _check_request(request, assumptions)
        findings += problems
    return RenderedWebhook(
        template=template.name,
        fields=fields,
        request=None if abort else request,
        abort=abort,
        retry=None if abort else retry,
        findings=findings,
    )


def _request(
    template: WebhookTemplate,
    fields: Mapping[str, Rendering],
    assumptions: Mapping[str, Choice],
) -> Request:
    # Published templates leave blanks after the URL and line breaks around tags in header values.
    configured = Headers(
        {name: _header(fields[f"headers.{name}"].text, assumptions) for name in template.headers}
    )
    body = _body(template, fields)
    if template.method == "GET" and assumptions["braze.body_of_get"] == "omitted":
        body = ""
    headers = Headers({"User-Agent": f"Braze Sender {SENDER}", "Accept": "*/*"}).merged(configured)
    if body and "content-type" not in headers:
        headers = headers.merged({"Content-Type": infer_content_type(body)})
    return Request(template.method, fields["url"].text.strip(), headers, body.encode(errors="replace"))


def _body(template: WebhookTemplate, fields: Mapping[str, Rendering]) -> str:
    if isinstance(template.body, str):
        return fields["body"].text
    return json.dumps({name: fields[f"body.{name}"].text for name in template.body}, ensure_ascii=False)


def _header(text: str, assumptions: Mapping[str, Choice]) -> str:
    value = text.strip()
    return " ".join(value.splitlines()) if assumptions["braze.header_line_breaks"] == "blank" else value


def infer_content_type(body: str) -> str:
    """Infer the content type of a body from its text, as Braze does where no header names it."""
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        looks_like_form = "=" in body and not any(mark.isspace() for mark in body.strip())
        return FORM_TYPE if looks_like_form else "text/plain"
    return "application/json"


def _check_request(
    request: Request, assumptions: Mapping[str, Choice]
) -> tuple[Abort | None, tuple[Finding, ...]]:
    if request.scheme not in STANDARD_PORTS or not request.host:
        reason = f"{request.url!r} is no URL with http or https and a host name"
        return Abort("missing_hostname", reason), (notices.unsendable(reason),)
    if assumptions["braze.webhook_ports"] == "standard" and request.port != STANDARD_PORTS[request.scheme]:
        reason = f"{urlsplit(request.url).netloc} is not on port 80 (http) or 443 (https)"
        return Abort("blocked_webhook_url", reason), (notices.unsendable(reason),)
    broken = next(_broken_headers(request.headers), None)
    if broken and assumptions["braze.header_line_breaks"] == "abort":
        reason = f"the value of header {broken} has a line break inside"
        return Abort("invalid_header", reason), (notices.unsendable(reason, "trim or join what it renders"),)
    return None, ()


def _broken_headers(headers: Headers) -> Iterator[str]:
    return (name for name, value in headers.pairs if "\n" in value or "\r" in value)


def _lines(request: Request) -> Iterator[str]:
    yield f"{request.method} {request.url}"
    yield from (f"{name}: {value}" for name, value in request.headers.pairs)
    yield ""
    yield request.text
