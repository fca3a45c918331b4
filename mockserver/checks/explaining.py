"""Rules told to people: one explained, and the page of all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final

from click import style

from mockserver.checks.catalogue import family_of
from mockserver.checks.kinds import kind_named
from mockserver.rules import Rule

_LONGEST: Final = 600
_EXAMPLES: Final = {
    "request": "a request",
    "headers": "headers of a request",
    "body": "the body of a request",
    "requests": "requests to the workspace that ships, one after the other; {token} is one of its client's",
    "rendering": "a template as it renders",
    "preview": "a template as a preview renders it",
    "scenario": "what a scenario is given and does, on the workspace that ships",
    "audience": "users as JSON lines, before the send of an event at 15:00 in New York, with --in-own-zone",
    "bytes": "the update of an event, bytes that are no ASCII as escapes",
}
_INTRODUCTION: Final = (
    "What `mockserver check`, `lint`, `preview`, `preflight` and `run` may find. Made by "
    "`mockserver rules --format markdown`.",
    "",
    "An **error** is refused or reaches nobody, a **warning** is accepted and probably not what was meant, "
    "and a **note** is worth knowing. Each rule says how it is known: *documented* on a public page, "
    "*recorded* from the real service, or *assumed*, where nobody outside knows and a choice was made. "
    "Which rules are told, and how bad they are, is chosen under `[tool.mockserver]` in `pyproject.toml`.",
)
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
    of = f" ({_named(rule.of)})" if rule.of else ""
    return f"{of} under {chosen}" if chosen else of


def _named(what: str) -> str:
    """Name what an example is: text of its own kind, or a kind of payload."""
    return _EXAMPLES[what] if what in _EXAMPLES else f"{kind_named(what).title}, --kind {what}"


def _cut(text: str) -> str:
    if not text.strip():
        return "(nothing but blanks)"
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
    lines = ["# Rules", "", *_INTRODUCTION]
    for family, members in groupby(rules, key=lambda rule: family_of(rule.code)):
        chapter = list(members)
        lines += ["", f"## {family.title}", "", *_table(chapter), ""]
        lines += [line for rule in chapter for line in _section(rule)]
    return "\n".join(lines).rstrip()


def _table(rules: Iterable[Rule[Any]]) -> Iterator[str]:
    yield from ("| code | severity | what it finds |", "|---|---|---|")
    for rule in rules:
        title = _markdown(rule.title).replace("|", "&#124;")
        yield f"| [{rule.code}](#{rule.code.lower()}) | {rule.severity} | {title} |"


def _section(rule: Rule[Any]) -> Iterator[str]:
    yield from (f"### {rule.code}", "")
    yield from (f"**{_markdown(rule.title)}** ({rule.severity}) {_markdown(rule.why)}".rstrip(), "")
    if rule.hint:
        yield from (f"What to do: {_markdown(rule.hint)}.", "")
    for title, text in (("Fails", rule.fails), ("Passes", rule.passes)):
        if text:
            yield from (f"{title}{_about(rule)}:", "", "````", _cut(text), "````", "")
    yield from (f"Known how: {rule.evidence}, <{rule.source}>", "")


def _markdown(text: str) -> str:
    """Keep marks of Markdown from being read as such; what stands between backticks is left alone."""
    parts = re.split(r"(`[^`]*`)", text)
    return "".join(part if part.startswith("`") else re.sub(r"([<*\\])", r"\\\1", part) for part in parts)
