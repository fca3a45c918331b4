"""LIQ214 and LIQ362: what can only be seen with all fields of a webhook side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mockserver.contracts import sources
from mockserver.evidence import Evidence
from mockserver.findings import Severity
from mockserver.lint import pages
from mockserver.lint.facts import Facts
from mockserver.lint.problems import TemplateProblem, WebhookFacts, at
from mockserver.lint.values import Value
from mockserver.rules import Rule, rule


@rule(
    "LIQ214",
    Severity.ERROR,
    "A variable of another field is used: every field is rendered alone.",
    why="What one field assigns or saves does not exist in another.",
    hint="assign it in this field too, or repeat the call that saves it",
    source=pages.SYNTAX,
    fails=(
        "POST {% assign code = ${user_id} %}https://api.example.com/{{code | url_param_escape}}\n\n"
        '{"code": "{{code}}"}'
    ),
    passes=(
        "POST {% assign code = ${user_id} %}https://api.example.com/{{code | url_param_escape}}\n\n"
        '{% assign code = ${user_id} %}{"code": "{{code}}"}'
    ),
    of="request",
)
def variable_of_another_field(webhook: WebhookFacts) -> Iterator[TemplateProblem]:
    for facts in webhook.fields:
        for name, index in _borrowed(facts, webhook):
            yield at(facts, index, f"{name} has a value in another field only")


def _borrowed(facts: Facts, webhook: WebhookFacts) -> Iterator[tuple[str, int]]:
    elsewhere = {name for other in webhook.fields if other is not facts for name in names_set_in(other)}
    for name, index in {used.name: used.index for used in reversed(facts.undefined)}.items():
        if name in elsewhere and name not in names_set_in(facts):
            yield name, index


def names_set_in(facts: Facts) -> set[str]:
    """Give the variables a field sets: by assigning, capturing or saving."""
    return {*facts.definitions, *(call.node.variable for call in facts.calls)}


@rule(
    "LIQ362",
    Severity.WARNING,
    "An event is told apart by an id that every user shares, and says something else to each.",
    why="Every message changes the same event, so that all subscribers see the last user's text.",
    hint="put {{${user_id}}} into the eventId; the last user's text would be everybody's",
    source=sources.INTEGRATION,
    evidence=Evidence.ASSUMED,
    fails=(
        '{"event": {"eventId": "show", "title": "For {{${first_name} | json_escape}}", '
        '"start": "2026-07-21T15:00:00", "timezone": "UTC"}}'
    ),
    passes=(
        '{"event": {"eventId": "show_{{${user_id}}}", "title": "For {{${first_name} | json_escape}}", '
        '"start": "2026-07-21T15:00:00", "timezone": "UTC"}}'
    ),
    of="body",
)
def shared_event_id(facts: Facts) -> Iterator[TemplateProblem]:
    members = [member for member in facts.target.json.members if member.path and member.quoted]
    ids = [member for member in members if member.path[-1] == "eventId" and len(member.path) <= 2]
    texts = [member for member in members if member.path[-1] in ("title", "description")]
    personal = any(_is_personal(member.value) for member in texts)
    for member in ids:
        if personal and member.value.only is not None:
            yield at(facts, member.start, "every user's message has this eventId, and a text of its own")


def _is_personal(value: Value) -> bool:
    return any(source.key.startswith(("${", "custom_attribute.")) for source in value.sources)


WEBHOOK_RULES: Final[tuple[Rule[WebhookFacts], ...]] = (variable_of_another_field,)
BODY_RULES: Final[tuple[Rule[Facts], ...]] = (shared_event_id,)
