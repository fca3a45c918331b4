"""LIQ341 to LIQ349: what may be missing for a user, and what Rokt Calendar's attributes hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mockserver.contracts import sources
from mockserver.evidence import Evidence
from mockserver.findings import Severity
from mockserver.lint.facts import Facts, Sink
from mockserver.lint.knowledge import ACCOUNT_CODE, SUBSCRIPTION_ID
from mockserver.lint.problems import TemplateProblem, WebhookFacts, at
from mockserver.lint.target import Into
from mockserver.lint.values import Source
from mockserver.rules import Rule, rule

_SENT: Final = frozenset({Into.URL, Into.HEADER, Into.JSON, Into.FORM, Into.TEXT})


@rule(
    "LIQ341",
    Severity.WARNING,
    "A list that a user may lack is indexed or joined, and nothing aborts the message for such users.",
    why="The request names no account, or an empty subscription id, and is refused.",
    hint="abort first: {% if … == blank %}{% abort_message('…') %}{% endif %}",
    source=sources.INTEGRATION,
    fails="https://api.example.com/{{custom_attribute.${rokt:account_code}[0] | split: '/' | first}}",
    passes=(
        "{% if custom_attribute.${rokt:account_code} == blank %}{% abort_message('no account') %}{% endif %}"
        "https://api.example.com/{{custom_attribute.${rokt:account_code}[0] | split: '/' | first}}"
    ),
)
def unguarded_list(facts: Facts) -> Iterator[TemplateProblem]:
    reported: set[str] = set()
    for sink in facts.sinks:
        for pick in sorted(sink.value.picks, key=lambda pick: pick.index):
            if pick.key not in reported and sink.place.into in _SENT and not pick.key.startswith("call "):
                reported.add(pick.key)
                gives = "nothing is joined" if pick.joined else "there is no element"
                hint = f"{{% if {pick.key} == blank %}}{{% abort_message('…') %}}{{% endif %}} before it"
                message = f"for a user without {pick.key} {gives}, and the message is sent all the same"
                yield at(facts, pick.index, message, hint=hint)


@rule(
    "LIQ342",
    Severity.WARNING,
    "The event goes to one account, with the subscriptions of all of them.",
    why="The ids of one account's subscriptions are told to another, and its subscribers are not reached.",
    hint="send the ids of that account only; a user may have calendars of several",
    source=sources.INTEGRATION,
    evidence=Evidence.ASSUMED,
    fails=(
        "POST https://api.example.com/"
        "{{custom_attribute.${rokt:account_code}[0] | default: 'acme/0' | split: '/' | first}}\n\n"
        "{% for id in custom_attribute.${rokt:subscription_id} %}{{id}} {% endfor %}"
    ),
    passes=(
        "POST https://api.example.com/"
        "{{custom_attribute.${rokt:account_code}[0] | default: 'acme/0' | split: '/' | first}}\n\n"
        "{{custom_attribute.${rokt:subscription_id}[0] | default: '-'}}"
    ),
)
def one_account_all_subscriptions(webhook: WebhookFacts) -> Iterator[TemplateProblem]:
    if not any(_sinks_of(facts, Source(ACCOUNT_CODE, one=True)) for facts in webhook.fields):
        return
    for facts in webhook.fields:
        if ACCOUNT_CODE in facts.compared:
            continue  # which ids are sent depends on their accounts
        for sink in _sinks_of(facts, Source(SUBSCRIPTION_ID))[:1]:
            message = "the URL names one account only, while every subscription's id is sent"
            yield at(facts, sink.index, message)


def _sinks_of(facts: Facts, source: Source) -> list[Sink]:
    return [sink for sink in facts.sinks if source in sink.value.sources]


@rule(
    "LIQ343",
    Severity.ERROR,
    "An attribute of Rokt Calendar is sent with the suffix that keeps its elements apart.",
    why="The account code is not one; the request is refused.",
    hint="cut it off: {{… | split: '/' | first}}",
    source=sources.INTEGRATION,
    evidence=Evidence.ASSUMED,
    fails="https://api.example.com/{{custom_attribute.${rokt:account_code}[0] | default: 'acme'}}",
    passes=(
        "https://api.example.com/"
        "{{custom_attribute.${rokt:account_code}[0] | default: 'acme' | split: '/' | first}}"
    ),
)
def suffix_left(facts: Facts) -> Iterator[TemplateProblem]:
    for sink in facts.sinks:
        account = any(source.key == ACCOUNT_CODE for source in sink.value.sources)
        if account and sink.value.suffixed and not sink.value.is_array and sink.place.into is Into.URL:
            yield at(facts, sink.index, "behind the account code stands / and twelve digits")


ABSENCE_RULES: Final[tuple[Rule[Facts], ...]] = (unguarded_list, suffix_left)
ABSENCE_WEBHOOK_RULES: Final[tuple[Rule[WebhookFacts], ...]] = (one_account_all_subscriptions,)
