"""``mockserver rules``: every rule there is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib import import_module
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import click

from mockserver.cli.utf8_output import echo_utf8

if TYPE_CHECKING:
    from mockserver.rules import Rule

_ROOMS: Final = (
    "mockserver.liquid.notices",
    "mockserver.rokt.state_rules",
    "mockserver.braze.notices",
    "mockserver.preflight.notices",
)
"""Where rules stand that are no contract's."""


@click.command("rules")
@click.option("--family", metavar="NAME", default="", help="Only one family, such as time or flow.")
@click.option("--severity", type=click.Choice(["error", "warning", "note"]), help="Only rules this bad.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How to print.",
)
def command(family: str, severity: str | None, form: str) -> None:
    """List every rule: its code, how bad it is, and what it finds.

    With --format markdown this prints the page of the catalogue, with all that is said of each rule.
    `mockserver rule CODE` explains one.
    """
    from mockserver.checks.catalogue import family_named

    chosen = [rule for rule in all_rules().values() if severity in (None, rule.severity)]
    if family:
        wanted = family_named(family)
        chosen = [rule for rule in chosen if wanted.has(rule.code)]
    text = _FORMS[form](chosen)
    if form == "text":
        click.echo(text)
    else:
        echo_utf8(text)


def all_rules() -> Mapping[str, Rule[Any]]:
    """Give every rule of every room by its code."""
    from pkgutil import iter_modules

    import mockserver.lint
    from mockserver.checks.catalogue import rules_in
    from mockserver.contracts.catalogue import FAMILIES

    lint = (f"mockserver.lint.{each.name}" for each in iter_modules(mockserver.lint.__path__))
    return rules_in([*FAMILIES, *map(import_module, (*_ROOMS, *lint))])


def _render_text(rules: Iterable[Rule[Any]]) -> str:
    from mockserver.checks.catalogue import family_of

    parts = []
    for family, members in groupby(rules, key=lambda rule: family_of(rule.code)):
        lines = [click.style(f"{family.title} ({family.name})", bold=True)]
        lines += [f"  {rule.code:<9} {rule.severity:<8} {rule.title}" for rule in members]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _render_json(rules: Iterable[Rule[Any]]) -> str:
    from mockserver.checks.explaining import record

    return json.dumps([record(rule) for rule in rules], indent=2, ensure_ascii=False)


def _render_markdown(rules: Iterable[Rule[Any]]) -> str:
    from mockserver.checks.explaining import render_page

    return render_page(rules)


_FORMS: Final = {"text": _render_text, "json": _render_json, "markdown": _render_markdown}
