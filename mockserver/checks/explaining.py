"""Rules told to people: one explained, and the page of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final

from click import style

from mockserver.checks.catalogue import family_of
from mockserver.rules import Rule

_LONGEST: Final = 600
_EXAMPLES: Final = {
    "requests": "requests to the workspace that ships, one after the other; {token} is one of its client's",
    "rendering": "a template as it renders",
}
_KNOWN: Final = {
    "documented": "a public page says it",
    "recorded": "seen in a published recording of the real service",
    "assumed": "nobody outside knows; this is a choice that was made",
}


def explain(rule: Rule[Any]) -> str:
    """Write all there is to say of one rule."""
    return "\n".join(_explained(rule))


def _explained(rule: Rule[Any]) -> Iterator[str]:
    yield style(f"{rule.code} {rule.severity}: {rule.title}", bold=True)
    if rule.why:
        yield f"  {rule.why}"
    if rule.hint:
        yield f"  what to do: {rule.hint}"
    for title, text in (("fails", rule.fails), ("passes", rule.passes)):
        if text:
            yield f"  {title}{_about(rule)}:"
            yield from (f"    {line}" for line in _cut(text).split("\n"))
    yield f"  family: {family_of(rule.code).title} ({family_of(rule.code).name})"
    yield style(f"  {rule.evidence}: {_KNOWN[rule.evidence]}: {rule.source}", dim=True)


def _about(rule: Rule[Any]) -> str:
    chosen = ", ".join(f"{name} = {choice}" for name, choice in rule.under.items())
    of = f" ({_EXAMPLES.get(rule.of, rule.of)})" if rule.of else ""
    return f"{of} under {chosen}" if chosen else of


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def record(rule: Rule[Any]) -> dict[str, Any]:
    """Give a rule as JSON data."""
    return {
        "code": rule.code,
        "family": family_of(rule.code).name,
        "severity": rule.severity,
        "title": rule.title,
        "why": rule.why,
        "hint": rule.hint,
        "evidence": rule.evidence,
        "source": rule.source,
        "example_of": rule.of,
        "assumptions": dict(rule.under),
        "fails": rule.fails,
        "passes": rule.passes,
    }


def render_page(rules: Iterable[Rule[Any]]) -> str:
    """Write the catalogue as a page of Markdown: a chapter for each family, a section for each rule."""
    lines = ["# Rules", "", "Made by `mockserver rules --format markdown`."]
    for family, members in groupby(rules, key=lambda rule: family_of(rule.code)):
        lines += ["", f"## {family.title}", ""]
        lines += [line for rule in members for line in _section(rule)]
    return "\n".join(lines).rstrip()


def _section(rule: Rule[Any]) -> Iterator[str]:
    yield from (f"### {rule.code}", "", f"**{rule.title}** ({rule.severity}) {rule.why}".rstrip(), "")
    if rule.hint:
        yield from (f"What to do: {rule.hint}.", "")
    for title, text in (("Fails", rule.fails), ("Passes", rule.passes)):
        if text:
            yield from (f"{title}{_about(rule)}:", "", "````", _cut(text), "````", "")
    yield from (f"Known how: {rule.evidence}, <{rule.source}>", "")
