"""``mockserver rule``: one rule explained."""

from __future__ import annotations

import click


@click.command("rule")
@click.argument("codes", nargs=-1, required=True, metavar="CODE…")
def command(codes: tuple[str, ...]) -> None:
    """Explain a rule: what it finds and why that matters, a way out, examples, and how it is known."""
    from mockserver.checks.catalogue import rule_of_code
    from mockserver.checks.explaining import explain
    from mockserver.cli.rules import all_rules
    from mockserver.contracts import RULES

    rules = RULES if all(code.upper() in RULES for code in codes) else all_rules()
    click.echo("\n\n".join(explain(rule_of_code(rules, code)) for code in codes))
