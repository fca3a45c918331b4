"""``mockserver run``: run scenario suites."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mockserver.cli.exit_codes import BROKEN, FAILED, PASSED
from mockserver.cli.report_file import ReportFile

if TYPE_CHECKING:
    from mockserver.scenarios.last_failed import LastFailed
    from mockserver.scenarios.runner import Event, RunFinished, Verdict
    from mockserver.scenarios.suite import Suite

    Listen = Callable[[Event], None]

_FILE = ReportFile()


@click.command("run")
@click.argument("paths", nargs=-1, metavar="[PATH…]", type=click.Path(path_type=Path))
@click.option("-k", "text", metavar="TEXT", help="Only scenarios with this in their name, suite or file.")
@click.option(
    "--tag", "tags", multiple=True, metavar="TAG", help="Only scenarios with this tag; may be repeated."
)
@click.option("--last-failed", is_flag=True, help="Only scenarios that failed when they were last run here.")
@click.option("-x", "stop", is_flag=True, help="Stop at the first scenario that does not pass.")
@click.option("-n", "processes", metavar="N", type=click.IntRange(1), default=1, help="Run in N processes.")
@click.option("-q", "quiet", is_flag=True, help="Name only what went wrong, and the counts.")
@click.option("--slowest", metavar="N", type=click.IntRange(0), default=0, help="Name the N slowest.")
@click.option("--update-snapshots", "update", is_flag=True, help="Write snapshots down instead of comparing.")
@click.option("--junit", metavar="FILE", type=_FILE, help="Write a report as JUnit XML.")
@click.option("--html", metavar="FILE", type=_FILE, help="Write a report as one HTML page.")
@click.option(
    "--events", metavar="FILE", type=_FILE, help="Write the events as they come, a line of JSON each."
)
def command(paths: tuple[Path, ...], text: str | None, tags: tuple[str, ...], **options: Any) -> None:
    """Run the scenario suites at PATH, files or folders; without one, those that come with mockserver.

    Exits with 0 if every scenario passed, 1 if one failed, 2 for a wrong command line, 3 if a scenario
    file cannot be run and 130 after Ctrl-C.
    """
    from mockserver.scenarios.last_failed import LastFailed
    from mockserver.scenarios.reports.console import ConsoleReport, plain_console
    from mockserver.scenarios.runner import run_suites

    remembered = LastFailed(Path.cwd())
    suites = _selected(_loaded(paths), text, tags, remembered if options["last_failed"] else None)
    console = ConsoleReport(plain_console(), quiet=options["quiet"], slowest=options["slowest"])
    verdicts = _verdicts(suites, options["processes"], console.ran, update=options["update"])
    events = run_suites(
        suites, stop_at_first=options["stop"], update_snapshots=options["update"], verdicts=verdicts
    )
    with ExitStack() as files:
        files.callback(console.close)
        listeners = list(_listeners(files, **options))
        finished = _told(events, [remembered.listen, console.listen, *listeners])
    remembered.write()
    raise SystemExit(_exit_code(finished))


def _listeners(
    files: ExitStack,
    *,
    update: bool,
    junit: Path | None,
    html: Path | None,
    events: Path | None,
    **_: Any,
) -> Iterator[Listen]:
    from mockserver.scenarios.reports.html import HtmlReport
    from mockserver.scenarios.reports.junit import JUnitReport
    from mockserver.scenarios.reports.ndjson import NdjsonReport
    from mockserver.scenarios.reports.snapshot_writer import SnapshotWriter

    if update:
        yield SnapshotWriter().listen
    if junit is not None:
        yield JUnitReport(junit).listen
    if html is not None:
        yield HtmlReport(html).listen
    if events is not None:
        events.parent.mkdir(parents=True, exist_ok=True)
        yield NdjsonReport(files.enter_context(events.open("w", encoding="utf-8"))).listen


def _told(events: Iterator[Event], listeners: list[Listen]) -> RunFinished:
    """Tell every listener of every event; give the last."""
    from mockserver.scenarios.runner import RunFinished

    finished = RunFinished(())
    for event in events:
        for listen in listeners:
            listen(event)
        if isinstance(event, RunFinished):
            finished = event
    return finished


def _verdicts(
    suites: list[Suite], processes: int, ran: Callable[[int], None], *, update: bool
) -> Iterator[Verdict] | None:
    if processes == 1:
        return None
    from mockserver.scenarios.parallel import verdicts

    return verdicts(suites, processes, update_snapshots=update, ran=ran)


def _loaded(paths: tuple[Path, ...]) -> list[Suite]:
    from mockserver.bundled import bundled_folder
    from mockserver.cli.loading_bar import loading_bar
    from mockserver.scenarios.loader import load_suites

    return load_suites(paths or [bundled_folder("scenarios")], progress=loading_bar())


def _selected(
    suites: list[Suite], text: str | None, tags: tuple[str, ...], failed: LastFailed | None
) -> list[Suite]:
    from mockserver.errors import UsageError
    from mockserver.scenarios.selection import select

    chosen = select(suites, text=text or "", tags=tags)
    if chosen and failed is not None:
        # Like pytest's: with nothing known to have failed, everything is run.
        chosen = failed.select(chosen) or chosen
    if not chosen:
        raise UsageError("no scenario was chosen", hint="look at what -k and --tag ask for")
    return chosen


def _exit_code(finished: RunFinished) -> int:
    from mockserver.scenarios.runner import Outcome

    if finished.count(Outcome.BROKEN):
        return BROKEN
    return FAILED if finished.count(Outcome.FAILED) else PASSED
