"""Lints webhooks and single fields: every rule, in order, with what mends each finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from mockserver.clock import DEFAULT_START
from mockserver.evidence import Choice
from mockserver.findings import Finding
from mockserver.fixes import Edit, Fix
from mockserver.lint.event_findings import event_findings
from mockserver.lint.facts import Facts
from mockserver.lint.fields import Kind, Text, Webhook, parse_webhook, webhook_of
from mockserver.lint.problems import TemplateProblem, WebhookFacts
from mockserver.lint.rules.absence import ABSENCE_RULES, ABSENCE_WEBHOOK_RULES
from mockserver.lint.rules.calls import CALL_RULES, CALL_WEBHOOK_RULES
from mockserver.lint.rules.escaping import ESCAPING_RULES
from mockserver.lint.rules.flow import FLOW_RULES
from mockserver.lint.rules.headers import HEADER_RULES, header_findings, request_findings
from mockserver.lint.rules.references import REFERENCE_RULES
from mockserver.lint.rules.syntax import SYNTAX_RULES
from mockserver.lint.rules.webhooks import BODY_RULES, WEBHOOK_RULES
from mockserver.lint.suppression import suppressions_in, unused_suppression
from mockserver.lint.walking import facts_of
from mockserver.rules import Problem, Rule

FIELD_RULES: Final[tuple[Rule[Facts], ...]] = (
    *REFERENCE_RULES,
    *SYNTAX_RULES,
    *FLOW_RULES,
    *ESCAPING_RULES,
    *ABSENCE_RULES,
    *CALL_RULES,
    *HEADER_RULES,
    *BODY_RULES,
)
"""What is said of each field."""
REQUEST_RULES: Final[tuple[Rule[WebhookFacts], ...]] = (
    *ABSENCE_WEBHOOK_RULES,
    *CALL_WEBHOOK_RULES,
    *WEBHOOK_RULES,
)
"""What is said of all fields together."""


_ALL: Final[tuple[Rule[Any], ...]] = (*FIELD_RULES, *REQUEST_RULES, unused_suppression)
RULES: Final[Mapping[str, Rule[Any]]] = {each.code: each for each in _ALL}
"""Every rule of templates by its code; codes of the contracts' own may be found besides."""

Found = tuple[Finding, tuple[Edit, ...]]


@dataclass(frozen=True, slots=True)
class Linted:
    """What was found in a webhook, in the order of its texts, and what mends it."""

    findings: tuple[Finding, ...]
    fixes: tuple[Fix, ...]


def lint_template(
    source: str,
    *,
    name: str = "template",
    kind: Kind | None = None,
    assumptions: Mapping[str, Choice] | None = None,
    now: datetime = DEFAULT_START,
) -> tuple[Finding, ...]:
    """Lint one text: a field, a list of headers, or a whole webhook written as a request.

    What it is its name, its beginning or ``kind`` tells. Never raises for anything a template holds.
    """
    webhook = parse_webhook(source, name=name, kind=kind)
    return lint_webhook(webhook, assumptions=assumptions, now=now).findings


def lint_webhook(
    webhook: Webhook | Mapping[str, str],
    *,
    name: str = "webhook",
    assumptions: Mapping[str, Choice] | None = None,
    now: datetime = DEFAULT_START,
) -> Linted:
    """Lint the fields of a webhook together.

    A mapping gives the fields' Liquid under ``url``, ``headers.<name>``, ``body`` or ``body.<key>``.
    ``now`` is what far past and far future are measured from.
    """
    fields = webhook_of(webhook, name=name) if isinstance(webhook, Mapping) else webhook
    chosen = assumptions or {}
    keeps = chosen.get("liquid.html_comments") == "kept"
    facts = WebhookFacts(tuple(facts_of(field, keep_comments=keeps) for field in fields), chosen, now)
    found = _without_echoes([*_found(facts)])
    texts = {id(field.text): field.text for field in fields}
    return _concluded(found, texts.values())


def _found(webhook: WebhookFacts) -> Iterator[Found]:
    for facts in webhook.fields:
        for finding, edits in _found_in(facts, webhook):
            yield finding, facts.field.text.written(edits)
    for whole in REQUEST_RULES:
        yield from _said(whole, webhook)
    yield from request_findings(webhook)


def _found_in(facts: Facts, webhook: WebhookFacts) -> Iterator[Found]:
    for each in FIELD_RULES:
        yield from _said(each, facts)
    if facts.field.kind is Kind.HEADER:
        yield from header_findings(facts)
    yield from event_findings(facts, webhook)


def _said(rule: Rule[Any], subject: object) -> Iterator[Found]:
    problem: Problem
    for problem in rule.look(subject):
        yield rule.finding(problem), problem.edits if isinstance(problem, TemplateProblem) else ()


def _without_echoes(found: list[Found]) -> list[Found]:
    """Leave out what another finding at the same place says better."""
    borrowed = {finding.location for finding, _ in found if finding.code == "LIQ214"}
    kept = dict.fromkeys(
        (finding, edits)
        for finding, edits in found
        if not (finding.code in ("LIQ211", "LIQ212") and finding.location in borrowed)
    )
    return list(kept)


def _concluded(found: Iterable[Found], texts: Iterable[Text]) -> Linted:
    suppressions = [each for text in texts for each in suppressions_in(text)]
    used = set()
    kept: list[Found] = []
    for finding, edits in found:
        covering = [each for each in suppressions if each.covers(finding)]
        used.update(covering)
        if not covering:
            kept.append((finding, edits))
    unused = [each for each in suppressions if each not in used]
    kept += [(finding, ()) for finding in unused_suppression.findings(unused)]
    kept.sort(key=lambda each: _place(each[0]))
    fixes = tuple(Fix(finding, edits) for finding, edits in kept if edits)
    return Linted(tuple(finding for finding, _ in kept), fixes)


def _place(finding: Finding) -> tuple[str, int, int, str]:
    place = finding.location
    return (place.source, place.line, place.column, finding.code) if place else ("", 0, 0, finding.code)
