"""LIQ321 to LIQ329: parts of a template that are never reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from mockserver.findings import Severity
from mockserver.lint import pages
from mockserver.lint.facts import Facts
from mockserver.lint.problems import TemplateProblem, at
from mockserver.rules import Rule, rule


@rule(
    "LIQ321",
    Severity.WARNING,
    "A branch is never taken.",
    why="What stands in it is sent to nobody.",
    hint="take it out, or correct the condition",
    source=pages.CONDITIONS,
    fails="{\"a\": {% if ${city} == 'Oslo' %}1{% elsif ${city} == 'Oslo' %}2{% else %}3{% endif %}}",
    passes="{\"a\": {% if ${city} == 'Oslo' %}1{% elsif ${city} == 'Rome' %}2{% else %}3{% endif %}}",
)
def branch_never_taken(facts: Facts) -> Iterator[TemplateProblem]:
    for dead in facts.dead:
        if not dead.behind:
            problem = at(facts, dead.index, f"this branch is never taken: {dead.why}")
            # A constant at the top of a template may be somebody's switch.
            yield replace(problem, severity=Severity.NOTE) if dead.by_constant else problem


@rule(
    "LIQ322",
    Severity.WARNING,
    "Something stands behind a tag that always ends the message or the pass of a loop.",
    why="What stands there is sent to nobody.",
    hint="put the tag into an {% if %}, or take what follows out",
    source=pages.ABORTING,
    fails='{% abort_message(\'not yet\') %}{"a": "{{${user_id}}}"}',
    passes='{% if ${city} == blank %}{% abort_message(\'no city\') %}{% endif %}{"a": "{{${user_id}}}"}',
)
def never_reached(facts: Facts) -> Iterator[TemplateProblem]:
    for dead in facts.dead:
        if dead.behind:
            yield at(facts, dead.index, f"this is never reached: {dead.why}")


FLOW_RULES: Final[tuple[Rule[Facts], ...]] = (branch_never_taken, never_reached)
