"""The report people read in a terminal: the verdict first, then what it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from mockserver.preflight.judging import FAILED, Fate
from mockserver.preflight.report import FATES, Problem, Report, Segment, share
from mockserver.preflight.tally import Group

_SHOWN = 5
"""Values of an attribute that are shown."""
_BAR = 40
_STYLES = {"error": "red", "warning": "yellow", "note": "dim"}


def print_report(report: Report, console: Console) -> None:
    """Write a report to a console."""
    for line in _lines(report):
        console.print(line, markup=False, soft_wrap=True)


def _lines(report: Report) -> Iterator[Text | str]:
    yield _verdict(report)
    yield ""
    yield from _fates(report)
    yield from _problems(report)
    yield from _aborts(report)
    for attribute in sorted(report.tally.segments):
        yield from _segments(report, attribute)
    yield from _hours(report)
    yield from _calls(report)


def _verdict(report: Report) -> Text:
    word, style = ("SEND", "bold green") if report.passes else ("DO NOT SEND", "bold red")
    return Text.assemble((word, style), f"  {report.objection or report.praise}")


def _fates(report: Report) -> Iterator[Text]:
    for fate, words in FATES.items():
        number = report.count(fate)
        if number or fate is Fate.RIGHT:
            style = "red" if fate in FAILED else ("green" if fate is Fate.RIGHT else "")
            yield Text.assemble((f"{number:>12,}", style), f"  {share(number, report.users):>6}  {words}")


def _problems(report: Report) -> Iterator[Text | str]:
    if report.problems:
        yield ""
        yield Text("Findings", style="bold")
    for problem in report.problems:
        yield from _problem(problem)


def _problem(problem: Problem) -> Iterator[Text | str]:
    style = _STYLES[problem.severity]
    yield Text.assemble(
        (f"{problem.group.users:>12,}", style), f"  {problem.code} {problem.severity}  {problem.title}"
    )
    if problem.severity != "note":
        if problem.hint:
            yield f"{'':14}{problem.hint}"
        if problem.group.samples:
            yield f"{'':14}such as {_explained(problem.group)}"


def _explained(group: Group) -> str:
    """Name users, the first with what exactly was found: a title does not tell which field it is about."""
    first, *others = group.samples
    said = f"{first.user} ({first.message})" if first.message else first.user
    return ", ".join([said, *(sample.user for sample in others)])


def _samples(group: Group) -> str:
    return ", ".join(sample.user for sample in group.samples)


def _aborts(report: Report) -> Iterator[Text | str]:
    if report.aborts:
        yield ""
        yield Text("Not sent", style="bold")
    for kind, reason, group in report.aborts:
        example = f", such as {_samples(group)}" if group.samples else ""
        yield f"{group.users:>12,}  {kind}: {reason}{example}"


def _segments(report: Report, attribute: str) -> Iterator[Text | str]:
    segments = report.segments(attribute)
    if not any(one.failed for one in segments):
        return
    yield ""
    yield Text(f"Failed by {attribute}", style="bold")
    for one in segments[:_SHOWN]:
        if one.failed:
            yield _segment(one)
    others = sum(1 for one in segments[_SHOWN:] if one.failed)
    if others:
        yield f"{'':14}and {others} more"


def _segment(segment: Segment) -> Text:
    part = share(segment.failed, segment.users)
    return Text(f"{segment.failed:>12,}  {part:>6} of {segment.users:,} with {segment.value or 'no value'}")


def _hours(report: Report) -> Iterator[Text | str]:
    most = max(report.tally.hours.values(), default=0)
    if not most:
        return
    yield ""
    yield Text("Hour of the event on the users' clocks", style="bold")
    for hour in range(24):
        number = report.tally.hours[hour]
        if number:
            yield f"{hour:>11}h  {'#' * max(1, round(_BAR * number / most))} {number:,}"


def _calls(report: Report) -> Iterator[Text | str]:
    if report.tally.calls:
        yield ""
        yield Text("Connected Content", style="bold")
    for (host, came), number in sorted(report.tally.calls.items()):
        yield f"{number:>12,}  {host}: {came}"
