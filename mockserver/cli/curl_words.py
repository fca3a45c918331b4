"""curl commands that are given without quotes: the shell has taken them apart already."""

from __future__ import annotations

from pathlib import Path

import click


class WantsCurlQuoted(click.Command):
    """A command that says what to do where the words of a curl command are its arguments."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args[:1] == ["curl"] and len(args) > 1 and not Path("curl").exists():
            from mockserver.errors import UsageError

            hint = f"run `mockserver {ctx.info_name} -`, paste the command and press Ctrl-D"
            raise UsageError("the curl command stands here without quotes", hint=hint)
        return super().parse_args(ctx, args)
