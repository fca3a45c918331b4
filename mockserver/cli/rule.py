"""``mockserver rule``: one rule explained."""

from __future__ import annotations

import click


@click.command("rule")
@click.argument("codes", nargs=-1, required=True, metavar="CODE…")
def command(codes: tuple[str, ...]) -> None:
    """Explain a rule: what it finds and why that matters, a way out, examples, and how it is known.

    CODE is a code such as TIME201, or how codes begin, such as TIME2.
    """
    from mockserver.checks.catalogue import rules_of_code
    from mockserver.checks.explaining import explain
    from mockserver.cli.rules import all_rules
    from mockserver.contracts import RULES

    rules = RULES if all(code.upper() in RULES for code in codes) else all_rules()
    chosen = {rule.code: rule for code in codes for rule in rules_of_code(rules, code)}
    click.echo("\n\n".join(map(explain, chosen.values())))
