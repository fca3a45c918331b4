"""Choosing which scenarios to run."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from mockserver.scenarios.suite import Scenario, Suite


def select(suites: Iterable[Suite], *, text: str = "", tags: Collection[str] = ()) -> list[Suite]:
    """Keep the scenarios with a text in their name, suite or file, whatever its case, and one of the tags.

    Suites that nothing is left of are left out.
    """
    kept = (
        replace(
            suite,
            scenarios=tuple(one for one in suite.scenarios if _fits(one, suite, text.casefold(), tags)),
        )
        for suite in suites
    )
    return [suite for suite in kept if suite.scenarios]


def _fits(scenario: Scenario, suite: Suite, text: str, tags: Collection[str]) -> bool:
    names = (scenario.name, suite.name, suite.path.name)
    tagged = not tags or any(tag in scenario.tags for tag in tags)
    return tagged and any(text in name.casefold() for name in names)
