"""Previews: what a webhook template becomes for one user, checked, and sent only when asked.

Source: https://www.braze.com/docs/user_guide/channels/webhooks/create_a_webhook/
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mockserver.braze import Message, Profile, RenderedWebhook, WebhookTemplate
from mockserver.braze.profiles.store import ProfileStore
from mockserver.contracts import check_event_request
from mockserver.errors import UsageError
from mockserver.findings import Finding, has_errors
from mockserver.http import Request, Response
from mockserver.ids import Ids
from mockserver.sandbox import Sandbox
from mockserver.testing.webhooks import is_name, webhook_template

RANDOM = "random"
"""The user that is made up by chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A webhook rendered for one user: the request that would be sent, and what is to be said of it.

    ``findings`` are those of the rendering and, for a request to Rokt Calendar, of its contract.
    ``message`` and ``answer`` tell what became of it where it was sent.
    """

    user: Profile
    rendered: RenderedWebhook
    findings: tuple[Finding, ...]
    message: Message | None = None
    answer: Response | None = None

    @property
    def request(self) -> Request | None:
        """The request, None where the message is aborted."""
        return self.rendered.request

    @property
    def missing(self) -> tuple[str, ...]:
        """The names that templates looked up in vain, each once."""
        fields = self.rendered.fields.values()
        return tuple(dict.fromkeys(missing.name for field in fields for missing in field.missing))

    @property
    def is_sound(self) -> bool:
        """Whether there is a request, and nothing found is an error."""
        return self.request is not None and not has_errors(self.findings)


def preview(
    sandbox: Sandbox,
    template: WebhookTemplate | Path | str,
    user: Profile | Mapping[str, Any] | str = RANDOM,
    *,
    seed: int | str = 0,
    event_properties: Mapping[str, Any] | None = None,
    trigger_properties: Mapping[str, Any] | None = None,
    context: Mapping[str, Any] | None = None,
    send: bool = False,
) -> Preview:
    """Render a webhook for a user; Connected Content is called, the webhook is sent only with ``send``.

    ``template`` is the name of one of the workspace's, the Liquid of a body, or a file with it. ``user``
    is an external id, a profile in the shape of ``/users/export/ids``, or ``random`` for one made up, the
    same for the same seed. Nobody is added to the sandbox. Raises ``UsageError`` for an unknown template
    or user.
    """
    chosen, profile = _template(sandbox, template), _user(sandbox, user, seed)
    given = {
        "event_properties": event_properties,
        "trigger_properties": trigger_properties,
        "context": context,
    }
    if not send:
        rendered = sandbox.braze.messaging.preview(chosen, profile, **given)
        return Preview(user=profile, rendered=rendered, findings=_findings(sandbox, rendered))
    before = sandbox.journal.last_number
    with sandbox.lock:
        message = sandbox.braze.messaging.send(chosen, profile, **given)
    sent = sandbox.journal.find(caller="braze webhook", since=before)
    return Preview(
        user=profile,
        rendered=message.renderings[-1],
        findings=_findings(sandbox, message.renderings[-1]),
        message=message,
        answer=sent[-1].response if sent else None,
    )


def random_profile(seed: int | str = 0) -> dict[str, Any]:
    """Make a profile in the shape of ``/users/export/ids``, the same one for the same seed."""
    from faker import Faker

    from mockserver.testing.providers import CalendarProvider

    fake = Faker()
    fake.add_provider(CalendarProvider)
    fake.seed_instance(seed)
    made: dict[str, Any] = fake.braze_profile()
    return made


def _template(sandbox: Sandbox, template: WebhookTemplate | Path | str) -> WebhookTemplate:
    if isinstance(template, str) and is_name(template):
        return sandbox.braze.state.template(template)
    return webhook_template(template)


def _user(sandbox: Sandbox, user: Profile | Mapping[str, Any] | str, seed: int | str) -> Profile:
    if isinstance(user, Profile):
        return user
    if isinstance(user, str) and user != RANDOM:
        found = sandbox.braze.profile(user)
        if found is None:
            raise UsageError(
                f"no Braze profile has external_id {user!r}", hint=f"give an external id or {RANDOM!r}"
            )
        return found
    # A store of their own, so that a preview leaves the sandbox's users and identifiers as they are.
    store = ProfileStore(sandbox.clock, Ids(seed), sandbox.assumptions)
    return store.load(random_profile(seed) if isinstance(user, str) else user)


def _findings(sandbox: Sandbox, rendered: RenderedWebhook) -> tuple[Finding, ...]:
    request = rendered.request
    if request is None or request.host not in sandbox.rokt.hosts:
        return rendered.findings
    found = check_event_request(request, sandbox.assumptions, now=sandbox.clock.now())
    return tuple(dict.fromkeys([*rendered.findings, *found]))
