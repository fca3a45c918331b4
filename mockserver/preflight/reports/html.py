"""A preflight as one HTML page that needs nothing else; the first thing on it is whether to send."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from mockserver.contracts.wording import plural
from mockserver.preflight import notices
from mockserver.preflight.judging import Fate
from mockserver.preflight.report import FATES, Problem, Report, Segment, counted, share
from mockserver.preflight.tally import Group, Sample

_PAGE = Path(__file__).with_name("page.html")
_SHOWN = 8
"""Values of an attribute that are shown."""
_NIGHT = frozenset({22, 23, 0, 1, 2, 3, 4, 5, 6})
"""The hours at which hardly anybody has something in the calendar."""
_HOUR, _HEIGHT = 10, 100
"""Width of an hour and height of the histogram, in units of its own."""


def write_page(report: Report, file: Path) -> None:
    """Write a report into a file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(render_page(report), encoding="utf-8", errors="backslashreplace")


def render_page(report: Report) -> str:
    """Render a report as a page."""
    allowed = report.allowed.of(report.users)
    tolerated = f" · {allowed:,} may fail ({report.allowed.text})" if allowed else ""
    about = f"{report.template} · {', '.join(Path(name).name for name in report.audience)}"
    values = {
        "verdict": "send" if report.passes else "stop",
        "word": "Send" if report.passes else "Do not send",
        "template": escape(report.template),
        "because": escape(report.objection or report.praise),
        "of": escape(f"{about} · {counted(report.users)} looked at{tolerated}"),
        "shares": _shares(report),
        "tiles": "".join(_tiles(report)),
        "sections": "\n".join(_sections(report)),
    }
    page = _PAGE.read_text(encoding="utf-8")
    for name, value in values.items():
        page = page.replace(f"<!--{name}-->", value)
    return page


def _shares(report: Report) -> str:
    """Draw the fates as one bar; what is there at all can be seen."""
    if not report.users:
        return ""
    parts = {fate: max(report.count(fate) / report.users * 1000, 4) for fate in FATES if report.count(fate)}
    scale, at, drawn = 1000 / sum(parts.values()), 0.0, []
    for fate, width in parts.items():
        title = f"<title>{report.count(fate):,} {FATES[fate]}</title>"
        size = f'x="{at:.1f}" width="{width * scale:.1f}" height="10"'
        drawn.append(f'<rect class="{fate}" {size}>{title}</rect>')
        at += width * scale
    label = escape(", ".join(f"{report.count(fate):,} {FATES[fate]}" for fate in parts))
    return (
        f'<svg class="shares" viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" '
        f'aria-label="{label}">{"".join(drawn)}</svg>'
    )


def _tiles(report: Report) -> Iterator[str]:
    for fate, words in FATES.items():
        number = report.count(fate)
        if number or fate in (Fate.RIGHT, Fate.WRONG, Fate.REFUSED, Fate.LOST):
            zero = "" if number else " zero"
            part = f" ({share(number, report.users)})" if number else ""
            yield f'<div class="tile {fate}{zero}"><b>{number:,}</b><span>{words}{part}</span></div>'


def _sections(report: Report) -> Iterator[str]:
    serious = [one for one in report.problems if one.severity != "note"]
    if serious:
        yield "<h2>What is wrong</h2>" + _card("".join(_problem(one, report) for one in serious))
    if report.aborts:
        rows = "".join(_abort(*row, report) for row in report.aborts[:20])
        yield "<h2>Who gets nothing</h2>" + _card(rows)
    if report.tally.hours:
        yield _hours(report)
    if any(report.tally.segments.values()):
        columns = "".join(_attribute(report, name) for name in sorted(report.tally.segments))
        key = "<small>red fail, grey are left out by the template</small>"
        title = f"Who fails {key}" if report.failed else "Who is in the audience"
        yield f'<h2>{title}</h2><div class="columns">{columns}</div>'
    yield from _asides(report)


def _card(rows: str) -> str:
    return f'<section class="card"><ol>{rows}</ol></section>'


def _problem(problem: Problem, report: Report) -> str:
    example = next((one for one in problem.group.samples if one.message), None)
    hint = f'<p class="soft">{escape(problem.hint)}</p>' if problem.hint else ""
    said = f'<p class="soft">{escape(example.message)}</p>' if example else ""
    return (
        f'<li class="found {problem.severity}">{_number(problem.group, report)}<div>{escape(problem.title)} '
        f'<span class="code">{problem.code} {problem.severity}</span>{hint}{said}'
        f"{_samples(problem.group.samples)}</div></li>"
    )


def _abort(kind: str, reason: str, group: Group, report: Report) -> str:
    return (
        f'<li class="found note">{_number(group, report)}<div>{escape(reason)} '
        f'<span class="code">{escape(kind)}</span>{_samples(group.samples)}</div></li>'
    )


def _number(group: Group, report: Report) -> str:
    users = plural(group.users, "user")
    return f"<b>{group.users:,}<small>{users}, {share(group.users, report.users)}</small></b>"


def _samples(samples: Iterable[Sample]) -> str:
    users = " ".join(f"<code>{escape(sample.user)}</code>" for sample in samples)
    return f'<p class="soft">Look at {users}</p>' if users else ""


def _hours(report: Report) -> str:
    hours = report.tally.hours
    most, total = max(hours.values()), hours.total()
    bars = "".join(_hour(hour, hours[hour], most) for hour in range(24))
    axis = "".join(f"<span>{hour}</span>" for hour in range(24))
    at_night = sum(hours[hour] for hour in _NIGHT)
    return (
        "<h2>When the event is, on the users' own clocks</h2>"
        '<section class="card"><svg class="hours" '
        f'viewBox="0 0 {24 * _HOUR} {_HEIGHT}" preserveAspectRatio="none" role="img" '
        f'aria-label="Events by hour of the day">{bars}</svg>'
        f'<div class="axis" aria-hidden="true">{axis}</div>'
        f'<p class="soft key"><i></i>day <i class="night"></i>night, 22 to 7: {at_night:,} of {total:,} '
        f"events ({share(at_night, total)})</p></section>"
    )


def _hour(hour: int, number: int, most: int) -> str:
    height = max(number / most * (_HEIGHT - 4), 1.5) if number else 0
    night = ' class="night"' if hour in _NIGHT else ""
    return (
        f'<rect{night} x="{hour * _HOUR + 1}" y="{_HEIGHT - height:.1f}" width="{_HOUR - 2}" '
        f'height="{height:.1f}"><title>{hour}:00: {number:,}</title></rect>'
    )


def _attribute(report: Report, attribute: str) -> str:
    segments = report.segments(attribute)
    rows = "".join(_segment(one) for one in segments[:_SHOWN])
    beyond = report.users_beyond(attribute) + sum(one.users for one in segments[_SHOWN:])
    others = f'<p class="soft">and {counted(beyond)} with other values</p>' if beyond else ""
    return f'<section class="card"><h3>{escape(attribute)}</h3>{rows}{others}</section>'


def _segment(segment: Segment) -> str:
    failed, out = (1000 * number / segment.users for number in (segment.failed, segment.aborted))
    failed = max(failed, 6) if failed else 0
    name = escape(segment.value).replace("/", "/<wbr>") if segment.value else "<em>no value</em>"
    told = f"{segment.failed:,} of {segment.users:,} · {share(segment.failed, segment.users)}"
    told = told if segment.failed else f"{segment.users:,}"
    return (
        f'<div class="row"><span>{name}</span><span>{told}</span>'
        '<svg viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="all" width="1000" height="10"/>'
        f'<rect class="failed" width="{failed:.0f}" height="10"/>'
        f'<rect class="out" x="{failed:.0f}" width="{out:.0f}" height="10"/></svg></div>'
    )


def _asides(report: Report) -> Iterator[str]:
    notes = [one for one in report.problems if one.severity == "note"]
    if notes:
        rows = "".join(_problem(one, report) for one in notes)
        number = f"{len(notes)} {plural(len(notes), 'note')}"
        yield f"<h2>Worth knowing</h2><details><summary>{number}</summary>{_card(rows)}</details>"
    if report.tally.calls:
        rows = "".join(
            f"<tr><td>{number:,}</td><td>{escape(host)}</td><td>{escape(came)}</td></tr>"
            for (host, came), number in sorted(report.tally.calls.items())
        )
        yield f'<h2>Connected Content</h2><section class="card"><table>{rows}</table></section>'
    example = next((one.samples[0].user for one in _groups(report) if one.samples), None)
    if example:
        told = escape(f"mockserver preview {report.template} --user {example}.json")
        yield f'<p class="soft">Look at one: put the profile into a file and run <code>{told}</code></p>'


def _groups(report: Report) -> Iterator[Group]:
    for problem in report.problems:
        # What is no user has a place in a file, but no profile.
        if problem.severity != "note" and problem.code != notices.NO_USER.code:
            yield problem.group
