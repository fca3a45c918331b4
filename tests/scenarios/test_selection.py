"""Choosing scenarios by text and tag."""

from __future__ import annotations

import pytest

from mockserver.scenarios.selection import select
from tests.scenarios.conftest import LoadSuite

SUITE = """
suite: Small things
workspace: world.yaml
scenarios:
  - {name: first, tags: [a, b], when: [{settle: true}], then: {messages: []}}
  - {name: second, tags: [b], when: [{settle: true}], then: {messages: []}}
  - {name: third, when: [{settle: true}], then: {messages: []}}
"""


@pytest.mark.parametrize(
    ("text", "tags", "names"),
    [
        ("", (), ["first", "second", "third"]),
        ("SECOND", (), ["second"]),
        ("small things", (), ["first", "second", "third"]),
        ("small.scenario", (), ["first", "second", "third"]),
        ("", ("b",), ["first", "second"]),
        ("", ("a", "c"), ["first"]),
        ("first", ("b",), ["first"]),
        ("second", ("a",), []),
    ],
)
def test_scenarios_are_chosen_by_text_and_tag(
    load_suite: LoadSuite, text: str, tags: tuple[str, ...], names: list[str]
) -> None:
    chosen = select([load_suite(SUITE)], text=text, tags=tags)
    assert [scenario.name for suite in chosen for scenario in suite.scenarios] == names
