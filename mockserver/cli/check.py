"""``mockserver check``: payloads and requests against the contracts."""

from __future__ import annotations

from typing import Any

import click

from mockserver.cli.checking import Options, checking_options, run_checks


def _list_kinds(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if not asked:
        return
    from mockserver.checks.kinds import KINDS

    width = max(len(kind.name) for kind in KINDS)
    click.echo("\n".join(f"{kind.name:<{width}}  {kind.title}, for {kind.path}" for kind in KINDS))
    ctx.exit()


@click.command("check")
@checking_options
@click.option("--kind", metavar="KIND", default="", help="What the payloads are; recognised if not given.")
@click.option(
    "--kinds", is_flag=True, is_eager=True, expose_value=False, callback=_list_kinds, help="List the kinds."
)
def command(kind: str, **options: Any) -> None:
    """Check payloads, and requests as text, against the contracts; - is standard input.

    A file holds a JSON payload, an array of payloads, a payload on each line, a form, or a request: a line
    with method and URL, headers, an empty line and the body. In folders, *.json, *.jsonl, *.ndjson and
    *.http are checked. What [tool.mockserver] in the nearest pyproject.toml selects is told.

    Exits with 0 if nothing failed, 1 if something did, 2 for a wrong command line, and 3 if a file or the
    configuration cannot be read; the other files are checked all the same.
    """
    from mockserver.checks.kinds import kind_named
    from mockserver.checks.payloads import PayloadCheck
    from mockserver.clock import Clock
    from mockserver.contracts import RULES

    check = PayloadCheck(kind_named(kind) if kind else None, Clock.wall().now())
    run_checks(Options(**options), check, ("*.json", "*.jsonl", "*.ndjson", "*.http"), RULES)
