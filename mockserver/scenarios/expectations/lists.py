"""What a scenario expects of a list of things: requests, answers, messages, renderings, jobs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from mockserver.contracts.wording import plural
from mockserver.scenarios.expectations.alignment import Unmet, align
from mockserver.scenarios.expectations.model import ListExpectation
from mockserver.scenarios.failure import Failure
from mockserver.scenarios.suite import Scenario
from mockserver.scenarios.views import View, asked_for, folded
from mockserver.simulator.difference import ABSENT, Absent, difference, matches
from mockserver.simulator.journal import Exchange

_GIST = (
    "user",
    "campaign",
    "template",
    "operation",
    "outcome",
    "abort_type",
    "reason",
    "status",
    "url",
    "aborted",
)

_ABOUT: Final = {
    "requests": (
        "requests are what Braze and Rokt Calendar send; a step's own call is found under responses, "
        "or here with `caller: client`",
    )
}
"""What is said under a key where nothing came, in case something else was meant."""


@dataclass(frozen=True, slots=True)
class Came:
    """One thing that came: its view, and the exchange it is about where there is one."""

    view: View
    exchange: Exchange | None = None

    def __str__(self) -> str:
        return ", ".join(map(str, self.gist.values()))

    @property
    def gist(self) -> View:
        """What tells it from others, to be shown where nothing was expected."""
        return {
            name: self.view[name] for name in _GIST if not isinstance(self.view.get(name, ABSENT), Absent)
        }


def check_list(
    scenario: Scenario, key: str, noun: str, wanted: ListExpectation[Any], came: Sequence[Came]
) -> Iterator[Failure]:
    """Compare things that came with what ``then`` says of them under a key; ``noun`` is a word for one."""
    if wanted.mode:
        yield from _entries(scenario, key, noun, wanted, came)
    if wanted.each is not None:
        yield from _each(scenario, key, noun, folded(wanted.each.expected()), came)
    if "count" in wanted.model_fields_set and not matches(wanted.count, len(came)):
        yield Failure(
            scenario.place("then", key, "count"),
            f"then.{key}: the number of {noun}s is not as expected",
            differences=tuple(difference(wanted.count, len(came))),
            remarks=(_as_they_came(came),),
        )


def _entries(
    scenario: Scenario, key: str, noun: str, expected: ListExpectation[Any], came: Sequence[Came]
) -> Iterator[Failure]:
    wanted = [folded(entry.expected()) for entry in expected.entries]
    found = align(wanted, [thing.view for thing in came], expected.mode)
    for unmet in found.unmet:
        yield _unmet_failure(scenario, (key, expected.mode), noun, wanted[unmet.index], came, unmet)
    for index in found.surplus:
        yield Failure(
            scenario.place("then", key),
            f"then.{key}: {noun} {index + 1} of {len(came)} was not expected",
            actual=came[index].gist,
            exchange=came[index].exchange,
        )


def _each(
    scenario: Scenario, key: str, noun: str, wanted: dict[str, Any], came: Sequence[Came]
) -> Iterator[Failure]:
    for index, thing in enumerate(came):
        found = difference(wanted, thing.view)
        if found:
            yield Failure(
                scenario.place("then", key, "each"),
                f"then.{key}.each: {noun} {index + 1} of {len(came)} is not like this",
                expected=wanted,
                actual=asked_for(wanted, thing.view),
                differences=tuple(found),
                exchange=thing.exchange,
            )


def _as_they_came(came: Sequence[Came]) -> str:
    if not came:
        return "none came"
    return "they came in this order:\n" + "\n".join(
        f"  {number}. {thing}" for number, thing in enumerate(came, 1)
    )


def _unmet_failure(
    scenario: Scenario,
    at: tuple[str, str],
    noun: str,
    wanted: dict[str, Any],
    came: Sequence[Came],
    unmet: Unmet,
) -> Failure:
    key, mode = at
    place = scenario.place("then", key, mode, unmet.index)
    name = f"then.{key}[{unmet.index}]" if mode == "in_order" else f"then.{key}.{mode}[{unmet.index}]"
    if unmet.nearest is None:
        return Failure(
            place, f"{name}: there was no {noun} at all", expected=wanted, remarks=_ABOUT.get(key, ())
        )
    nearest = came[unmet.nearest]
    which = f"{noun} {unmet.nearest + 1} of {len(came)}"
    if unmet.taken:
        only = f"{name}: nothing is left for it; only {len(came)} came, expected by other entries"
        return Failure(place, only, expected=wanted)
    if not unmet.differences:
        elsewhere = f"{name}: {which} is like this, but comes elsewhere"
        return Failure(place, elsewhere, wanted, remarks=(_as_they_came(came),))
    count = len(unmet.differences)
    return Failure(
        place,
        f"{name}: no such {noun}; the nearest, {which}, differs in {count} {plural(count, 'place')}",
        expected=wanted,
        actual=asked_for(wanted, nearest.view),
        differences=unmet.differences,
        exchange=nearest.exchange,
    )
