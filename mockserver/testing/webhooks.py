"""Rendering webhook templates in tests: the request Braze would send for a user."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mockserver.braze import Profile, RenderedWebhook, WebhookTemplate
from mockserver.bundled import bundled_folder
from mockserver.checks.files import load_source
from mockserver.http import JSON_TYPE, Request
from mockserver.sandbox import Sandbox

CREDENTIAL = "Rokt-Calendar-API"
"""The credential that the guide's header names in place of its placeholder."""


class WebhookNotSent(AssertionError):
    """A webhook that Braze would not send; ``rendered`` says why."""

    def __init__(self, rendered: RenderedWebhook) -> None:
        super().__init__(str(rendered))
        self.rendered = rendered


class WebhookRenderer:
    """Renders webhook templates of one sandbox; called as a function it gives the request.

    Connected Content is called, the webhook itself is not sent.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def __call__(
        self,
        template: WebhookTemplate | Path | str,
        user: Profile | Mapping[str, Any] | str,
        *,
        url: str | None = None,
        headers: Mapping[str, str] | None = None,
        event_properties: Mapping[str, Any] | None = None,
        trigger_properties: Mapping[str, Any] | None = None,
    ) -> Request:
        """Give the request that a template becomes for a user.

        ``template`` is the name of one of the workspace's, the Liquid of a body, or a file with it;
        ``url`` and ``headers`` are Liquid too and go with a body. ``user`` is an external id or a profile
        in the shape of ``/users/export/ids``. Raises ``WebhookNotSent`` for a message that is aborted and
        ``UsageError`` for an unknown template or user.
        """
        rendered = self._sandbox.braze.render(
            self._template(template, url, headers),
            self._user(user),
            event_properties=event_properties,
            trigger_properties=trigger_properties,
        )
        if rendered.request is None:
            raise WebhookNotSent(rendered)
        return rendered.request

    def _template(
        self, template: WebhookTemplate | Path | str, url: str | None, headers: Mapping[str, str] | None
    ) -> WebhookTemplate | str:
        if isinstance(template, str) and is_name(template):
            return template
        return webhook_template(template, url=url, headers=headers)

    def _user(self, user: Profile | Mapping[str, Any] | str) -> Profile | str:
        return self._sandbox.braze.state.profiles.load(user) if isinstance(user, Mapping) else user


def is_name(template: str) -> bool:
    """Tell whether a template is given by name: Liquid of any use has a brace or a line break."""
    return not any(mark in template for mark in "{\n")


def webhook_template(
    template: WebhookTemplate | Path | str,
    *,
    url: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> WebhookTemplate:
    """Make a webhook template of a body; without ``url`` and ``headers`` it gets those of Braze's guide.

    Raises ``SourceError`` for a file that cannot be read or is not UTF-8.

    Source: https://www.braze.com/docs/partners/message_orchestration/additional_channels/calendar/rokt_calendar/
    """
    if isinstance(template, WebhookTemplate):
        return template
    name, body = ("body", template) if isinstance(template, str) else (template.name, _read(template))
    return WebhookTemplate(
        name=name,
        url=_published("new-event/url.liquid") if url is None else url,
        headers=_published_headers() if headers is None else headers,
        body=body,
    )


def _published_headers() -> Mapping[str, str]:
    token = _published("authorization.liquid").replace(f"<{CREDENTIAL}>", CREDENTIAL)
    return {"Authorization": token, "Content-Type": JSON_TYPE}


def _published(name: str) -> str:
    return _read(bundled_folder("fixtures") / "templates" / name)


def _read(path: Path) -> str:
    source = load_source(path)
    source.require_text()
    return source.text
