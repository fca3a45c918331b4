"""``mockserver operations``: every operation of both vendors that is known, simulated or not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING

import click

from mockserver.cli.utf8_output import echo_json

if TYPE_CHECKING:
    from mockserver.simulator.known import Covered


@click.command("operations")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
def command(as_json: bool) -> None:
    """List every operation of both vendors that is known from their pages, simulated (*) or not.

    Beside each stands how it is known; below it the page that tells of it.
    """
    known = known_operations()
    if as_json:
        echo_json([asdict(one) for one in known])
    else:
        click.echo(_render(known))


def known_operations() -> tuple[Covered, ...]:
    """Give the coverage of both vendors, Rokt Calendar's first."""
    from mockserver.braze import Braze
    from mockserver.braze.rest.known import KNOWN_OPERATIONS as OF_BRAZE
    from mockserver.rokt import RoktCalendar
    from mockserver.rokt.rest.known import KNOWN_OPERATIONS as OF_ROKT
    from mockserver.simulator.known import coverage

    return (
        *coverage(RoktCalendar.name, RoktCalendar.operations, OF_ROKT),
        *coverage(Braze.name, Braze.operations, OF_BRAZE),
    )


def is_operation(method: str, url: str) -> bool:
    """Tell whether a request of that method and URL reaches an operation that is known."""
    from urllib.parse import urlsplit

    from mockserver.simulator.operation import path_pattern

    try:
        path = urlsplit(url).path.rstrip("/")
    except ValueError:
        return False
    return any(
        one.method == method and one.path and path_pattern(one.path.rstrip("/")).match(path)
        for one in known_operations()
    )


def _render(known: Iterable[Covered]) -> str:
    return "\n\n".join(
        _render_service(service, list(covered))
        for service, covered in groupby(known, lambda one: one.service)
    )


def _render_service(service: str, covered: list[Covered]) -> str:
    simulated = sum(one.simulated for one in covered)
    heading = f"{service}: {simulated} of {len(covered)} known operations are simulated"
    return "\n".join([click.style(heading, bold=True), *map(_render_line, covered)])


def _render_line(one: Covered) -> str:
    line = f"  {'*' if one.simulated else ' '} {one.method:<6} {one.path or '(path not published)'}"
    said = f"  {one.title}" if one.title else ""
    colour = "green" if one.simulated else None
    told = click.style(f"      {one.evidence}: {one.source or 'no page mentions it'}", dim=True)
    return f"{click.style(line, fg=colour)}{said}\n{told}"
