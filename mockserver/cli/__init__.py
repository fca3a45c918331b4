"""The command line: a command's file is imported only when the command is run."""

from __future__ import annotations

import os
import sys
from errno import EDQUOT, ENOSPC
from importlib import import_module
from io import TextIOWrapper
from typing import Any

import click

from mockserver.cli.exit_codes import BROKEN, STOPPED, USAGE
from mockserver.errors import MockServerError, SourceError

_COMMANDS = {
    "assumptions": "List what the vendors' documentation leaves open, and what is assumed.",
    "capture": "Make a scenario of a bug report: curl, HAR, Braze's log, a payload, a journal.",
    "check": "Check payloads and requests against the contracts.",
    "init": "Write a starter folder with scenarios, a workspace and a CI file.",
    "lint": "Say what is wrong with templates, without rendering them.",
    "liquid": "Compare the renderer of Liquid with what your dashboard's preview showed.",
    "operations": "List the operations of both vendors that are known, simulated or not.",
    "preflight": "Run a webhook for every user of an audience before the send, and say whether to.",
    "preview": "Render a webhook for one user as it would be sent, and check it.",
    "replay": "Send recorded exchanges to the simulator and show what differs.",
    "rule": "Explain a rule: what it finds, why that matters, examples.",
    "rules": "List every rule.",
    "run": "Run scenario suites.",
    "schema": "Print OpenAPI documents of the simulated APIs and JSON Schemas of files and payloads.",
    "serve": "Serve the simulated Braze and Rokt Calendar on local ports.",
    "shrink": "Reduce a failing scenario's users and payloads to what still fails.",
}
"""Each command with its line of help; its module is named after it and calls it ``command``."""


_FULL = (ENOSPC, EDQUOT)
"""The errors of a full disk, which name no file where one is written to."""


class _Complaint(click.ClickException):
    exit_code = USAGE


class _UnusableFile(click.ClickException):
    exit_code = BROKEN


class _LazyGroup(click.Group):
    """A group that knows its commands by name and imports one when it is called for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"mockserver.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in _COMMANDS and not ctx.resilient_parsing:
            from difflib import get_close_matches

            for near in get_close_matches(args[0], _COMMANDS, n=1):
                ctx.fail(f"No such command {args[0]!r}. Did you mean {near!r}?")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(sorted(_COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
            ctx.color = False  # click itself heeds neither
        if isinstance(sys.stdout, TextIOWrapper):
            # What is told of may hold any text; a terminal that cannot show a character gets its number.
            sys.stdout.reconfigure(errors="backslashreplace")
        try:
            return super().invoke(ctx)
        except SourceError as error:
            raise _UnusableFile(str(error)) from error
        except MockServerError as error:
            raise _Complaint(str(error)) from error
        except OSError as error:
            if error.errno in _FULL:
                raise _UnusableFile(f"what is written does not fit on the disk: {error.strerror}") from error
            if not isinstance(error.filename, str | bytes):
                raise
            # A file that a person named, or the folder the command was called in.
            raise _UnusableFile(f"{os.fsdecode(error.filename)}: {error.strerror}") from error
        except (KeyboardInterrupt, click.Abort):  # the latter where a question was asked
            click.echo("\nStopped.", err=True)
            raise SystemExit(STOPPED) from None


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mockserver", prog_name="mockserver")
def main() -> None:
    """Test the Rokt Calendar and Braze integration without an account at either company."""
