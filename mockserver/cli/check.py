"""``mockserver check``: payloads and requests against the contracts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from mockserver.cli.checking import Options, checking_options, run_checks
from mockserver.cli.curl_words import WantsCurlQuoted


def _list_kinds(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if not asked:
        return
    from mockserver.checks.kinds import KINDS

    width = max(len(kind.name) for kind in KINDS)
    click.echo("\n".join(f"{kind.name:<{width}}  {kind.title}, for {kind.path}" for kind in KINDS))
    ctx.exit()


_LINT = "`mockserver lint` reads workspaces and templates, `mockserver run` scenario files"
_CAPTURE = "`mockserver capture` makes a scenario of a recording, `mockserver replay` sends it again"
_READ_ELSEWHERE = {".yaml": _LINT, ".yml": _LINT, ".liquid": _LINT, ".har": _CAPTURE}
_PATTERNS = ("*.json", "*.jsonl", "*.ndjson", "*.http", "*.curl")


@click.command("check", cls=WantsCurlQuoted)
@checking_options
@click.option("--kind", metavar="KIND", default="", help="What the payloads are; recognised if not given.")
@click.option(
    "--kinds", is_flag=True, is_eager=True, expose_value=False, callback=_list_kinds, help="List the kinds."
)
def command(kind: str, **options: Any) -> None:
    """Check payloads, and requests as text, against the contracts; - is standard input.

    A file holds a JSON payload, an array of payloads, a payload on each line, a form, or requests: curl
    commands, or a line with method and URL, headers, an empty line and the body. In folders, *.json,
    *.jsonl, *.ndjson, *.http and *.curl are checked. What [tool.mockserver] in the nearest pyproject.toml
    selects is told.

    Exits with 0 if nothing failed, 1 if something did, 2 for a wrong command line, and 3 if a file or the
    configuration cannot be read; the other files are checked all the same.
    """
    from mockserver.capture.checking import CurlCheck
    from mockserver.checks.kinds import kind_named
    from mockserver.checks.payloads import PayloadCheck
    from mockserver.cli.capture import read_named
    from mockserver.cli.operations import is_operation
    from mockserver.clock import Clock
    from mockserver.contracts import RULES

    _refuse_others(options["paths"])
    now = Clock.wall().now()
    check = PayloadCheck(kind_named(kind) if kind else None, now, is_operation)
    run_checks(Options(**options), CurlCheck(check, read_named), _PATTERNS, RULES)


def _refuse_others(paths: tuple[Path, ...]) -> None:
    """Say of what another command reads which one that is."""
    from mockserver.errors import UsageError

    for path in paths:
        if str(path).startswith("curl "):
            raise UsageError("a curl command is no file", hint="run `mockserver check -` and paste it there")
        if path.suffix in _READ_ELSEWHERE:
            raise UsageError(f"{path} holds no payload", hint=_READ_ELSEWHERE[path.suffix])
