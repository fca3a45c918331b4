"""``mockserver preflight``: a webhook run for every user of an audience before the send."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mockserver.cli.exit_codes import FAILED, PASSED, STOPPED
from mockserver.cli.given_file import GIVEN_FILE
from mockserver.cli.report_file import ReportFile
from mockserver.cli.workspace_option import workspace_option

if TYPE_CHECKING:
    from mockserver.preflight.executors import Executor
    from mockserver.preflight.report import Report
    from mockserver.preflight.run import Listen
    from mockserver.preflight.spec import Spec

_PATH = click.Path(path_type=Path)
_REPORT = ReportFile()


@click.command("preflight")
@click.argument("template")
@click.option(
    "--audience",
    multiple=True,
    required=True,
    type=_PATH,
    metavar="FILE",
    help="Users: a segment export (ZIP or folder), JSON, CSV or Parquet; may be repeated.",
)
@workspace_option
@click.option("--event-properties", metavar="JSON", help="Properties of the event that sets it off.")
@click.option("--trigger-properties", metavar="JSON", help="Properties of the API trigger.")
@click.option("--context", metavar="JSON", help="Context of a Canvas.")
@click.option(
    "--answers", metavar="FILE", type=GIVEN_FILE, help="Canned answers to Connected Content, as YAML or JSON."
)
@click.option(
    "--calls",
    type=click.Choice(["once", "each"]),
    default="once",
    show_default=True,
    help="Make equal Connected Content calls once, so one token serves the run, or for each user.",
)
@click.option("--by", multiple=True, metavar="NAME", help="Attribute to tell users by; may be repeated.")
@click.option("--in-own-zone", is_flag=True, help="Each event should be in its user's own time zone.")
@click.option(
    "--max-failed", default="0", show_default=True, metavar="SHARE", help="Users that may fail: 0.1% or 25."
)
@click.option(
    "--max-aborted",
    default="100%",
    show_default=True,
    metavar="SHARE",
    help="Users the template may leave out with abort_message.",
)
@click.option(
    "--samples",
    metavar="N",
    type=click.IntRange(0, 1000),
    default=5,
    show_default=True,
    help="Users to name.",
)
@click.option("-n", "processes", metavar="N", type=click.IntRange(1), help="Processes; one for each core.")
@click.option("--scheduler", metavar="ADDRESS", help="Work on the Dask cluster of this scheduler.")
@click.option(
    "--json", "json_file", type=ReportFile(allow_dash=True), metavar="FILE", help="Write the report as JSON."
)
@click.option("--html", type=_REPORT, metavar="FILE", help="Write the report as one HTML page.")
@click.option("--failed", type=_REPORT, metavar="FILE", help="Write every failing user: .parquet, or .jsonl.")
@click.option("--resume", is_flag=True, help="Go on where this run was stopped.")
def command(template: str, audience: tuple[Path, ...], **options: Any) -> None:
    """Run the webhook TEMPLATE for every user of an audience: who would get nothing, or something wrong.

    TEMPLATE is a name in the workspace or a file with the Liquid of a body, as for `mockserver preview`.
    Nothing is sent. Connected Content is answered by the simulators, or by --answers. Credentials are
    masked. Exits with 0 if the campaign may be sent, 1 if not, 2 for a wrong command line, 3 for a file
    that cannot be read and 130 if it was stopped with Ctrl-C, after which --resume goes on.
    """
    try:
        report = _report(_spec(template, options), audience, options)
    except KeyboardInterrupt:
        click.echo("ended; if users were done, the same command with --resume goes on", err=True)
        raise SystemExit(STOPPED) from None
    raise SystemExit(_exit_code(report))


def _report(spec: Spec, audience: tuple[Path, ...], options: dict[str, Any]) -> Report:
    from rich.console import Console

    from mockserver.preflight.checkpoint import Checkpoint, key_of
    from mockserver.preflight.outputs import assert_apart
    from mockserver.preflight.partitions import audience_files
    from mockserver.preflight.reports.progress import PreflightProgress
    from mockserver.preflight.rows import RowFile
    from mockserver.preflight.run import run_preflight
    from mockserver.preflight.spec import Allowance

    allowed, aborts = Allowance(options["max_failed"]), Allowance(options["max_aborted"])
    files = audience_files(audience)
    size = sum(file.stat().st_size for file in files)
    assert_apart(_outputs(options), audience)
    for output in _outputs(options):
        output.parent.mkdir(parents=True, exist_ok=True)
    checkpoint = Checkpoint(Path.cwd(), key_of(spec, files))
    progress = PreflightProgress(Console(stderr=True), size)
    with ExitStack() as open_files, _until_interrupted(progress.say) as stop:
        open_files.enter_context(progress)
        listen: list[Listen] = [progress.listen]
        if options["failed"]:
            rows = open_files.enter_context(RowFile(options["failed"], spec.by))
            listen.append(lambda result: rows.write(result.rows))
        report = run_preflight(
            spec,
            audience,
            executor=_executor(options, size),
            allowed=allowed,
            allowed_aborts=aborts,
            listen=listen,
            checkpoint=checkpoint,
            resume=options["resume"],
            stop=stop,
        )
    _write(report, progress.rate, options)
    if not report.complete:
        on = "the same command with --resume goes on" if checkpoint.is_possible else "nothing is kept here"
        click.echo(f"stopped; {on}", err=True)
    return report


def _outputs(options: dict[str, Any]) -> list[Path]:
    given = (options[name] for name in ("json_file", "html", "failed"))
    return [path for path in given if path and path != Path("-")]


def _spec(template: str, options: dict[str, Any]) -> Spec:
    from mockserver.bundled import default_workspace_path
    from mockserver.cli.preview import chosen_template, parse_object
    from mockserver.preflight.answers import load_answers
    from mockserver.preflight.spec import DIMENSIONS, Calls, Spec
    from mockserver.testing.webhooks import is_name, webhook_template
    from mockserver.workspace import load_workspace

    path = options["path"] or default_workspace_path()
    sandbox = load_workspace(path).open()
    chosen = chosen_template(sandbox, template)
    by_name = isinstance(chosen, str) and is_name(chosen)
    webhook = sandbox.braze.state.template(str(chosen)) if by_name else webhook_template(chosen)
    # What is no Liquid and no list of answers is nothing to start many processes with.
    webhook.parse(sandbox.assumptions)
    if options["answers"]:
        load_answers(options["answers"])
    return Spec(
        template=webhook,
        workspace=path.resolve(),
        answers=options["answers"] and options["answers"].resolve(),
        event_properties=parse_object(options["event_properties"], "--event-properties"),
        trigger_properties=parse_object(options["trigger_properties"], "--trigger-properties"),
        context=parse_object(options["context"], "--context"),
        calls=Calls(options["calls"]),
        by=options["by"] or DIMENSIONS,
        samples=options["samples"],
        in_own_zone=options["in_own_zone"],
        keeps_rows=bool(options["failed"]),
    )


def _executor(options: dict[str, Any], size: int) -> Executor:
    from mockserver.preflight.executors import in_process, in_processes, on_dask, processors
    from mockserver.preflight.partitions import PIECE

    if options["scheduler"]:
        return on_dask(options["scheduler"])
    # Starting a process takes as long as a thousand users.
    number = options["processes"] or (processors() if size > PIECE // 4 else 1)
    return in_process if number == 1 else in_processes(number)


@contextmanager
def _until_interrupted(say: Callable[[str], None]) -> Iterator[Callable[[], bool]]:
    """Give a function that tells whether Ctrl-C was pressed; pressed again, it ends the program."""
    pressed = False

    def press(number: int, frame: Any) -> None:  # noqa: ARG001
        nonlocal pressed
        pressed = True
        signal.signal(signal.SIGINT, before)
        say("stopping after the users in work; press Ctrl-C again to end at once")

    before = signal.signal(signal.SIGINT, press)
    try:
        yield lambda: pressed
    finally:
        signal.signal(signal.SIGINT, before)


def _write(report: Report, rate: str, options: dict[str, Any]) -> None:
    from mockserver.preflight.report import counted
    from mockserver.preflight.reports.console import print_report
    from mockserver.preflight.reports.html import write_page
    from mockserver.scenarios.reports.console import plain_console

    # JSON is UTF-8; what that cannot hold, half of a character, is written as JSON's own escape.
    text = json.dumps(report.record(), indent=2, ensure_ascii=False).encode(errors="backslashreplace")
    if options["html"]:
        write_page(report, options["html"])
    if options["json_file"] == Path("-"):
        click.echo(text)
        return
    if options["json_file"]:
        options["json_file"].write_bytes(text + b"\n")
    print_report(report, plain_console())
    if rate:
        click.echo(f"\n{counted(report.users)}, {rate}")
    for name in options["by"]:
        if not any(one.value for one in report.segments(name)):
            click.echo(f"--by {name}: no user has it", err=True)


def _exit_code(report: Report) -> int:
    if not report.complete:
        return STOPPED
    return PASSED if report.passes else FAILED
