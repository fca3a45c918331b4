"""``mockserver capture``: a bug report made into a scenario."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shlex import quote

import click

from mockserver.cli.curl_words import WantsCurlQuoted
from mockserver.cli.report_file import ReportFile
from mockserver.cli.utf8_output import echo_utf8
from mockserver.cli.workspace_option import workspace_option

_KINDS = ("curl", "har", "journal", "message", "payload")
_REPORT_HINT = "give a file, the text itself, or - to paste it"


@click.command("capture", cls=WantsCurlQuoted)
@click.argument("report", required=False)
@click.option(
    "--from-server", "server", metavar="URL", help="Take the journal of a running `mockserver serve`."
)
@click.option(
    "--token", envvar="MOCKSERVER_TOKEN", show_envvar=True, default="", help="What that server asks for."
)
@click.option("--kind", type=click.Choice(_KINDS), help="What REPORT is, where its text does not tell.")
@workspace_option
@click.option(
    "--account", default="", help="Rokt Calendar account a bare payload is for; without it, the first."
)
@click.option("--name", default="", help="Name of the scenario.")
@click.option("-o", "--output", metavar="FILE", type=ReportFile(), help="File to write.")
def command(
    report: str | None,
    server: str | None,
    token: str,
    kind: str | None,
    path: Path | None,
    account: str,
    name: str,
    output: Path | None,
) -> None:
    """Make a scenario of a bug REPORT: a file, the pasted text itself, or - for standard input.

    It may be a curl command, a HAR file, an entry of Braze's message activity log or a webhook error as
    text, a JSON payload, or a live server's journal. The scenario says what should have happened, so it
    fails until the bug is mended. Credentials are masked; a fresh token takes their place. A file that a
    curl command names (-d @body.json) is read from the working directory. Exits with 0 if there is a
    scenario, 2 for a wrong command line and 3 for a file that cannot be used.
    """
    from mockserver.capture.reading import KINDS, kind_of, parse_report
    from mockserver.capture.scenario import render_scenario
    from mockserver.workspace import default_workspace, load_workspace

    workspace = load_workspace(path) if path else default_workspace()
    text = _report(report, server, token)
    found = kind or kind_of(text)
    account = account or next(iter(workspace.model.rokt.accounts), "")
    folder = output.parent if output else Path()
    with _naming_the_file(report):
        story = parse_report(text, kind=found, account=account, files=None if server else read_named)
        written = render_scenario(
            story, workspace, name=name, source=KINDS[found], folder=folder, default=path is None
        )
    if output is None:
        echo_utf8(written, nl=False)
    else:
        _write(output, written)


def _report(report: str | None, server: str | None, token: str) -> str:
    from mockserver.capture.journal import fetch_journal
    from mockserver.errors import UsageError

    if (report is None) == (server is None):
        raise UsageError("give a report, or the address of a server with --from-server, and not both")
    if server is not None:
        return json.dumps(fetch_journal(server, token=token))
    assert report is not None  # noqa: S101 - one of the two is there
    text = sys.stdin.read() if report == "-" else _given(report)
    if not text.strip():
        raise UsageError("the report is empty", hint=_REPORT_HINT)
    return text


@contextmanager
def _naming_the_file(report: str | None) -> Iterator[None]:
    """Turn a mistake in a report that is a file into one of that file."""
    from mockserver.errors import SourceError, UsageError

    try:
        yield
    except UsageError as mistake:
        if report is None or report == "-" or _is_text(report):
            raise
        raise SourceError(f"{report}: {mistake.message}", hint=mistake.hint) from None


def _given(report: str) -> str:
    """Give the text of a report that is a file's name, or the report itself."""
    from mockserver.errors import UsageError

    if report.startswith(("http://", "https://")):
        hint = "--from-server takes a server's; of a request give the whole curl command, between quotes"
        raise UsageError("the report is an address", hint=hint)
    return report if _is_text(report) else read_file(Path(report), hint=_REPORT_HINT)


def _is_text(report: str) -> bool:
    """Whether this is the report itself and no file's name."""
    return any(mark in report for mark in "\n{") or report.split(maxsplit=1)[:1] in ([], ["curl"])


def read_file(file: Path, *, hint: str) -> str:
    """Give the text of a file.

    Raises ``UsageError`` if there is no such file and ``SourceError`` if it cannot be read.
    """
    from mockserver.errors import SourceError, UsageError

    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        kind = SourceError if file.is_file() else UsageError
        raise kind(f"{file}: {_reason(error)}", hint=hint) from None


def read_named(name: str) -> str:
    """Give the text of a file that a curl command names, relative to the working directory.

    Raises ``UsageError`` for a file that cannot be read.
    """
    from mockserver.errors import UsageError

    if name == "-":
        raise UsageError(
            "the body of the curl command comes from its standard input", hint="paste the body in its place"
        )
    try:
        # Line ends stay as they are in it.
        return Path(name).read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"the body of the curl command lies in the file {name!r}, which cannot be read: {_reason(error)}",
            hint=f"put it into {Path.cwd()}, or paste the command with the body in it",
        ) from None


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return str(error.strerror) if isinstance(error, OSError) else "not UTF-8"


def _write(output: Path, written: str) -> None:
    from mockserver.errors import UsageError
    from mockserver.scenarios.loader import SUFFIX

    if not output.name.endswith(SUFFIX):
        raise UsageError(f"{output}: a scenario file's name ends in {SUFFIX}")
    if output.exists():
        raise UsageError(f"{output} is there already", hint="choose another name")
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(written, encoding="utf-8")
    click.echo(f"{output} is written; run it with: mockserver run {quote(str(output))}")
