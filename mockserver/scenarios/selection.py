"""Choosing which scenarios to run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from pathlib import Path

from mockserver.scenarios.suite import Scenario, Suite


def select(suites: Iterable[Suite], *, text: str = "", tags: Collection[str] = ()) -> list[Suite]:
    """Keep the scenarios with a text in their name, suite or file, whatever its case, and one of the tags."""
    return keep(suites, lambda scenario: _fits(scenario, text.casefold(), tags))


def keep(suites: Iterable[Suite], is_wanted: Callable[[Scenario], bool]) -> list[Suite]:
    """Keep the scenarios that are wanted; suites that nothing is left of are left out."""
    kept = (replace(suite, scenarios=tuple(filter(is_wanted, suite.scenarios))) for suite in suites)
    return [suite for suite in kept if suite.scenarios]


def _fits(scenario: Scenario, text: str, tags: Collection[str]) -> bool:
    names = (scenario.name, scenario.suite, Path(scenario.source.marked.source).name)
    tagged = not tags or any(tag in scenario.tags for tag in tags)
    return tagged and any(text in name.casefold() for name in names)
