"""FLOW7xx: what goes wrong on the way from a template in Braze to Rokt Calendar."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mockserver.contracts import sources
from mockserver.contracts.wording import shown
from mockserver.findings import Severity, pointer
from mockserver.rules import Problem, rule

_SIGNS: Final = ("{{", "{%", "${", "Liquid error:")


def strings_in(value: object) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Give every string in a JSON value with the names and indexes that lead to it, however deep it lies."""
    waiting: list[tuple[tuple[str | int, ...], object]] = [((), value)]
    while waiting:
        path, current = waiting.pop()
        if isinstance(current, str):
            yield path, current
        elif isinstance(current, dict):
            waiting += [((*path, name), member) for name, member in current.items()]
        elif isinstance(current, list):
            waiting += [((*path, index), item) for index, item in enumerate(current)]


def _holds_liquid(text: str) -> bool:
    return any(sign in text for sign in _SIGNS)


def _texts_in(value: object) -> list[str]:
    """Give every string in a JSON value, in no certain order."""
    values, texts = [value], []
    for current in values:
        if isinstance(current, str):
            texts.append(current)
        elif isinstance(current, dict):
            values += current.values()
        elif isinstance(current, list):
            values += current
    return texts


@rule(
    "FLOW701",
    Severity.WARNING,
    "Liquid was not rendered, or rendered to an error.",
    hint="render the template for a user before sending; see that every tag and bracket is closed",
    source=sources.INTEGRATION,
    why="Whoever has the event in their calendar reads Liquid's own signs.",
    of="update",
    fails=(
        '{"eventId": "semi-final_ada", "title": "Hi {{${first_name}}}", '
        '"start": "2026-02-21T15:00:00", "timezone": "Eastern Standard Time"}'
    ),
    passes=(
        '{"eventId": "semi-final_ada", "title": "Hi Ada", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time"}'
    ),
)
def unrendered_liquid(value: object) -> Iterator[Problem]:
    # All of the text is looked through at once, since hardly ever there is anything to find in it.
    if not _holds_liquid("\n".join(_texts_in(value))):
        return
    for path, text in strings_in(value):
        if _holds_liquid(text):
            yield Problem(pointer=pointer(*path), message=f"Liquid is left in {shown(text)}")
