"""Fuzzing a webhook template: the smallest profile that breaks it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, find, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from mockserver.braze import Message, Outcome, WebhookTemplate
from mockserver.errors import UsageError
from mockserver.findings import Finding, Severity
from mockserver.sandbox import Sandbox
from mockserver.simulator.masking import mask_request
from mockserver.testing.strategies import profiles
from mockserver.testing.webhooks import is_name, webhook_template
from mockserver.workspace import Workspace, default_workspace

DELIBERATE = "liquid_abort_message"
"""The abort type of a message that its own template gave up."""

Properties = Mapping[str, Any] | st.SearchStrategy[Mapping[str, Any]]


class TemplateBroke(AssertionError):
    """A template that does not survive a profile; ``profile`` is the smallest that was found."""

    def __init__(self, breakage: Breakage) -> None:
        super().__init__("\n".join(breakage.lines()))
        self.profile = breakage.profile


@dataclass(frozen=True, slots=True)
class Breakage:
    """What a template did for one profile."""

    profile: Mapping[str, Any]
    properties: Mapping[str, Any]
    message: Message
    errors: tuple[Finding, ...]

    @property
    def broke(self) -> bool:
        """Whether that is more than a message sent, or given up by the template itself."""
        if self.message.outcome is Outcome.ABORTED:
            return self.message.abort_type != DELIBERATE
        return self.message.outcome is not Outcome.SENT or bool(self.errors)

    def lines(self) -> Iterator[str]:
        """Tell of it: the profile, what became of the message, the findings and what was sent."""
        yield f"template {self.message.template!r} breaks for this profile, the smallest found:"
        yield from _indented(json.dumps(self.profile, indent=2, ensure_ascii=False))
        if self.properties:
            yield "with these properties:"
            yield from _indented(json.dumps(self.properties, indent=2, ensure_ascii=False))
        yield f"what became of it: {self.message}"
        yield from (f"  {finding}" for finding in self.errors)
        if self.message.request is not None:
            sent = mask_request(self.message.request)
            yield f"what was sent: {sent.method} {sent.url}"
            # As JSON's readers count lines; those that only tags stood on are left out.
            lines = sent.text.rstrip().split("\n")
            begun = next((number for number, line in enumerate(lines) if line.strip()), 0)
            yield from (f"  {number:>3} | {line}" for number, line in enumerate(lines[begun:], begun + 1))


def assert_template_survives(
    template: WebhookTemplate | Path | str,
    *,
    url: str | None = None,
    headers: Mapping[str, str] | None = None,
    users: st.SearchStrategy[dict[str, Any]] | None = None,
    event_properties: Properties | None = None,
    trigger_properties: Mapping[str, Any] | None = None,
    workspace: Workspace | None = None,
    assumptions: Mapping[str, object] | None = None,
    max_examples: int = 200,
    seed: int = 0,
) -> None:
    """Send a webhook template to many made-up users and look for one it breaks for.

    ``template`` is the name of one of the workspace's, the Liquid of a body or a file with it; a body goes
    to Braze's published URL with the published headers unless ``url`` and ``headers`` say otherwise. A
    template survives a user if the message is sent, accepted and nothing found is an error, or if the
    template gives it up with ``abort_message``. Raises ``TemplateBroke`` with the smallest profile that
    breaks it. The same seed tries the same users. ``event_properties`` may be a strategy too.
    """
    drawn = event_properties if isinstance(event_properties, st.SearchStrategy) else st.just(event_properties)
    trial = _Trial(
        template if isinstance(template, str) and is_name(template) else "",
        webhook_template(template, url=url, headers=headers),
        workspace or default_workspace(),
        assumptions,
        trigger_properties,
    )
    looking = settings(
        max_examples=max_examples,
        database=None,
        deadline=None,
        report_multiple_bugs=False,
        # Explaining which draws matter would take ten times as long and be shown to nobody.
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    try:
        smallest = find(
            st.tuples(profiles() if users is None else users, drawn),
            lambda pair: trial.send(*pair).broke,
            settings=looking,
            random=Random(seed),  # noqa: S311 - makes test data, no secrets
        )
    except NoSuchExample:
        return
    raise TemplateBroke(trial.send(*smallest)) from None


@dataclass(frozen=True, slots=True)
class _Trial:
    """One template, sent to any number of users, each in a world of their own."""

    name: str
    template: WebhookTemplate
    workspace: Workspace
    assumptions: Mapping[str, object] | None
    trigger_properties: Mapping[str, Any] | None

    def send(self, profile: Mapping[str, Any], properties: Mapping[str, Any] | None) -> Breakage:
        sandbox = self.workspace.open(assumptions=self.assumptions)
        user = self._user(sandbox, profile)
        name = self.name or sandbox.braze.state.add_template(self.template).name
        message = sandbox.braze.send(
            name, user, event_properties=properties, trigger_properties=self.trigger_properties
        )
        sandbox.advance()
        return Breakage(profile, properties or {}, message, tuple(_errors(sandbox, message)))

    @staticmethod
    def _user(sandbox: Sandbox, profile: Mapping[str, Any]) -> str:
        user = str(profile.get("external_id") or "")
        if not user:
            raise UsageError("a user to send to needs an external_id", hint="let the strategy give one")
        if sandbox.braze.profile(user) is None:
            sandbox.braze.state.profiles.load(profile)
        return user


def _errors(sandbox: Sandbox, message: Message) -> Iterator[Finding]:
    found = [finding for exchange in sandbox.journal for finding in exchange.findings]
    return (each for each in [*message.findings, *found] if each.severity is Severity.ERROR)


def _indented(text: str) -> Iterator[str]:
    return (f"  {line}" for line in text.splitlines())
