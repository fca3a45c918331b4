"""What ``mockserver check`` and ``mockserver lint`` share: their options, reports, fixes and watching."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

import click

from mockserver.cli.exit_codes import BROKEN, FAILED, PASSED
from mockserver.cli.report_file import ReportFile
from mockserver.cli.utf8_output import echo_utf8

if TYPE_CHECKING:
    from mockserver.checks.configuration import Configuration
    from mockserver.checks.files import Check, FileChecker, Source
    from mockserver.checks.outcome import CheckedSource, Outcome
    from mockserver.rules import Rule

FORMATS: Final = ("text", "json", "sarif", "github", "junit")
_MANY: Final = 20
_SECONDS: Final = 0.3
_STDIN: Final = Path("-")
_pause = time.sleep
F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS: Final = (
    click.argument(
        "paths", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path, allow_dash=True)
    ),
    click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        default="text",
        show_default=True,
        help="How to report.",
    ),
    click.option("-o", "--output", metavar="FILE", type=ReportFile(), help="Write the report to a file."),
    click.option("--select", metavar="CODES", default="", help="Only these rules: ROKT120, or ROKT for all."),
    click.option("--ignore", metavar="CODES", default="", help="All but these rules."),
    click.option(
        "--fail-on",
        type=click.Choice(["error", "warning", "note"]),
        default="error",
        show_default=True,
        help="The least that makes the exit code 1.",
    ),
    click.option("--diff", is_flag=True, help="Show what can be mended safely as a diff."),
    click.option("--fix", is_flag=True, help="Show that diff, and mend the files once you say so."),
    click.option("--yes", "-y", is_flag=True, help="With --fix: mend without asking."),
    click.option("--watch", is_flag=True, help="Check again whenever a file is saved."),
)


def _itself(file: Path) -> Iterable[Path]:
    return (file,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What was asked for on the command line."""

    paths: tuple[Path, ...]
    form: str
    output: Path | None
    select: str
    ignore: str
    fail_on: str
    fix: bool
    diff: bool
    yes: bool
    watch: bool
    files_of: Callable[[Path], Iterable[Path]] = _itself
    """Gives a file that is named or found and those to check with it."""


def checking_options(command: F) -> F:
    """Add the arguments and options that make :class:`Options`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def run_checks(
    options: Options,
    check: Check,
    patterns: tuple[str, ...],
    rules: Mapping[str, Rule[Any]] | None = None,
) -> None:
    """Check the files and exit: 0 if nothing failed, 1 if something did, 3 if a file could not be checked.

    ``patterns`` are the names of files looked for in folders, and ``rules`` those that the check knows, all
    there are by default. Raises ``UsageError`` for files that are not there and codes of no rule; with
    ``--watch`` only the first time.
    """
    from mockserver.cli.rules import all_rules

    if options.watch and _STDIN in options.paths:
        raise click.UsageError("standard input cannot be watched")
    if options.watch:
        _watch(options, lambda: _told(options, check, patterns, rules or all_rules()), patterns)
    raise SystemExit(_told(options, check, patterns, rules or all_rules()))


def _watch(options: Options, tell: Callable[[], object], patterns: tuple[str, ...]) -> NoReturn:
    from mockserver.errors import UsageError

    before = _saved_at(options, patterns)
    tell()
    while True:
        _wait_for_change(lambda: _saved_at(options, patterns), before)
        before = _saved_at(options, patterns)
        try:
            tell()
        except UsageError as mistake:
            # Editors save a file by putting another in its place; it is there again in a moment.
            click.echo(str(mistake), err=True)


def _told(options: Options, check: Check, patterns: tuple[str, ...], rules: Mapping[str, Rule[Any]]) -> int:
    """Check once, tell of it, and give the exit code."""
    outcome = _outcome(options, check, patterns, rules)
    _tell(outcome, options)
    if outcome.broken:
        return BROKEN
    return FAILED if outcome.failed else PASSED


def _outcome(
    options: Options, check: Check, patterns: tuple[str, ...], rules: Mapping[str, Rule[Any]]
) -> Outcome:
    from mockserver.checks.files import FileChecker
    from mockserver.checks.outcome import Outcome
    from mockserver.cli.rules import all_rules
    from mockserver.errors import SourceError
    from mockserver.findings import Severity

    # The rules of all rooms take long to load, and are needed only where one of another room is named.
    known = (lambda: rules, all_rules)
    chosen = _chosen(options)
    checker = FileChecker(check, known, partial(_adjusted, chosen))
    _require_known(checker, chosen)
    checked: list[CheckedSource] = []
    broken: list[str] = []
    for path in _watched(_paths(options, patterns)):
        try:
            checked.append(_mended(checker, _load(path, options.paths), options))
        except SourceError as mistake:
            broken.append(str(mistake))
    # A mistake in a configuration is one, however many files lie under it.
    return Outcome(tuple(checked), rules, Severity(options.fail_on), tuple(dict.fromkeys(broken)))


def _chosen(options: Options) -> Configuration:
    from mockserver.checks.configuration import Configuration, codes_in

    return Configuration(codes_in(options.select), codes_in(options.ignore))


def _require_known(checker: FileChecker, chosen: Configuration) -> None:
    from mockserver.errors import ConfigurationError, UsageError

    try:
        checker.require_known(chosen)
    except ConfigurationError as mistake:
        raise UsageError(mistake.message, hint=mistake.hint) from None


def _adjusted(chosen: Configuration, configuration: Configuration) -> Configuration:
    return configuration.with_codes(select=chosen.select, ignore=chosen.ignore)


def _paths(options: Options, patterns: tuple[str, ...]) -> list[Path]:
    """Give the files to check, standard input first; the report itself is none."""
    from mockserver.checks.files import files_in

    named = [path for path in options.paths if path != _STDIN]
    first = [_STDIN] if len(named) < len(options.paths) else []
    report = options.output and options.output.resolve()
    files = (each for file in files_in(named, patterns) for each in options.files_of(file))
    once: dict[Path, Path] = {}
    for file in files:
        resolved = file.resolve()
        # A file that is named goes by that name, and is not passed over.
        if file in named or resolved not in once:
            once[resolved] = file
    return [*first, *(file for resolved, file in once.items() if resolved != report)]


def _load(path: Path, named: tuple[Path, ...]) -> Source:
    from mockserver.checks.files import load_source, source_of

    if path == _STDIN:
        return source_of(click.open_file("-", "rb").read())
    return replace(load_source(path), named=path in named)


def _watched(paths: list[Path]) -> Iterator[Path]:
    """Show a progress bar for many files, where somebody looks."""
    if len(paths) < _MANY or not _somebody_looks():
        yield from paths
        return
    with click.progressbar(paths, label="checking", file=sys.stderr, show_pos=True) as bar:
        yield from bar


def _mended(checker: FileChecker, source: Source, options: Options) -> CheckedSource:
    checked = checker.checked(source)
    if not (options.fix or options.diff) or not checked.fixes or not source.is_text:
        return checked
    from mockserver.checks.files import write_source
    from mockserver.fixes import apply_fixes, render_diff

    mended = apply_fixes(checked.text, checked.fixes).text
    # A report that a program reads must stay alone on its stream.
    click.echo(render_diff(checked.name, checked.text, mended), err=options.form != "text")
    if source.file is None and not options.diff:
        click.echo("standard input is only read; the diff shows what would be mended", err=True)
    if options.diff or source.file is None or not _is_wanted(checked.name, options):
        return checked
    mended_source = source.with_text(mended)
    write_source(source.file, mended_source.body)
    return checker.checked(mended_source)


def _is_wanted(name: str, options: Options) -> bool:
    if options.yes:
        return True
    if not _somebody_answers():
        click.echo(f"{name} is left as it is: add --yes to mend without being asked", err=True)
        return False
    return click.confirm(f"mend {name}?", err=options.form != "text")


def _somebody_answers() -> bool:
    return sys.stdin.isatty()


def _somebody_looks() -> bool:
    return sys.stderr.isatty()


def _tell(outcome: Outcome, options: Options) -> None:
    from mockserver.checks.reports import FORMATS as WRITERS

    report = WRITERS[options.form](outcome)
    if options.output is not None or options.form != "text":
        # Whoever reads the report's stream may not be the one who can set this right.
        click.echo("\n".join(outcome.broken), err=True, nl=bool(outcome.broken))
    if options.output is None:
        echo = click.echo if options.form == "text" else echo_utf8
        echo(report, nl=bool(report))
        return
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(click.unstyle(report) + "\n", encoding="utf-8", errors="backslashreplace")


def _saved_at(options: Options, patterns: tuple[str, ...]) -> dict[Path, int]:
    """Give when each file was saved, as far as they are there."""
    from mockserver.errors import UsageError

    saved = {}
    for path in options.paths:
        with suppress(UsageError, OSError):
            for file in _paths(replace(options, paths=(path,)), patterns):
                saved[file] = file.stat().st_mtime_ns
    return saved


def _wait_for_change(saved_at: Callable[[], dict[Path, int]], before: dict[Path, int]) -> None:
    while saved_at() == before:
        _pause(_SECONDS)
    click.echo("\nchecking again", err=True)
