"""Tables, matrices, variables and fragments become plain scenarios."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mockserver.errors import ScenarioError
from mockserver.scenarios.loader import Loader
from mockserver.scenarios.suite import Suite
from tests.scenarios.conftest import LoadSuite

HEAD = "suite: Small\nworkspace: world.yaml\n"
REST = "    when: [{settle: true}]\n    then: {messages: []}\n"


def names(suite: Suite) -> list[str]:
    return [scenario.name for scenario in suite.scenarios]


def test_a_table_gives_a_scenario_for_each_row(load_suite: LoadSuite) -> None:
    suite = load_suite(HEAD + "scenarios:\n  - name: for $(a)\n    examples: [{a: 1}, {a: x}]\n" + REST)
    assert names(suite) == ["for 1", "for x"]
    assert [scenario.row for scenario in suite.scenarios] == [{"a": 1}, {"a": "x"}]


def test_a_matrix_gives_every_combination_and_goes_with_a_table(load_suite: LoadSuite) -> None:
    table = "    examples: [{e: 1}, {e: 2}]\n    matrix: {a: [x, y], b: [p, q]}\n"
    suite = load_suite(HEAD + "scenarios:\n  - name: $(e)$(a)$(b)\n" + table + REST)
    assert names(suite) == ["1xp", "1xq", "1yp", "1yq", "2xp", "2xq", "2yp", "2yq"]


def test_scenarios_that_would_have_one_name_get_the_row_s_values(load_suite: LoadSuite) -> None:
    table = "    examples: [{a: {id: 1}, b: 2}, {a: {id: 3}, b: 4}]\n"
    assert names(load_suite(HEAD + "scenarios:\n  - name: one\n" + table + REST)) == [
        "one (1, 2)",
        "one (3, 4)",
    ]


def test_a_row_goes_before_the_scenario_and_that_before_the_file(load_suite: LoadSuite) -> None:
    suite = load_suite(
        HEAD + "variables: {a: 1, b: 1, c: 1}\nscenarios:\n"
        "  - name: $(a)$(b)$(c)$(d)\n    variables: {b: 2, c: 2, d: $(c)$(a)}\n    examples: [{c: 3}]\n"
        + REST
    )
    assert names(suite) == ["12331"]


def test_a_value_keeps_its_type_where_it_stands_alone(load_suite: LoadSuite) -> None:
    suite = load_suite(
        HEAD + "scenarios:\n  - name: one\n    examples: [{status: 503, now: 2026-05-05T00:00:00Z}]\n"
        "    given: {now: $(now), faults: [{target: rokt, status: $(status)}]}\n" + REST
    )
    given = suite.scenarios[0].given
    assert (given.faults[0][1].status, given.now.year if given.now else 0) == (503, 2026)


FRAGMENTS = """suite: Small
workspace: world.yaml
fragments:
  wait: [{advance: 1 second}, {use: more}]
  more:
    - settle: true
    - trigger: {campaign: $(campaign), user: ada}
scenarios:
  - name: one
    variables: {campaign: event}
    when:
      - use: wait
      - settle: true
    then: {messages: [{outcome: sent}]}
"""


def test_a_fragment_gives_its_steps_fragments_inside_included(load_suite: LoadSuite) -> None:
    [scenario] = load_suite(FRAGMENTS).scenarios
    assert [step.name for step in scenario.steps] == ["advance", "settle", "trigger", "settle"]
    assert scenario.steps[2].trigger is not None
    assert scenario.steps[2].trigger.campaign == "event"


def test_a_step_of_a_fragment_is_placed_where_it_is_written(load_suite: LoadSuite) -> None:
    [scenario] = load_suite(FRAGMENTS).scenarios
    assert [scenario.place("when", number).line for number in range(4)] == [4, 6, 7, 13]


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("{campaign: $(campaign)", "{campaign: $(campain)", "7:17", "did you mean $(campaign)?"),
        ("use: wait", "use: wayt", "12:9", "did you mean wait?"),
        (
            "[{advance: 1 second}, {use: more}]",
            "[{use: wait}]",
            "4:10",
            "wait -> wait",
        ),
        ("[{advance: 1 second}, {use: more}]", "{a: 1}", "12:9", "is no list of steps"),
        ("{campaign: event}", "{campaign: $(campaign)}", "10:17", "a variable is made of itself"),
        ("variables: {campaign: event}", "examples: []", "10:5", "must not be empty"),
        ("variables: {campaign: event}", "examples: {a: 1}", "10:5", "list"),
        ("variables: {campaign: event}", "matrix: {a: 5}", "10:14", "list"),
        ("variables: {campaign: event}", "matrix: {a: []}", "10:14", "must not be empty"),
        ("variables: {campaign: event}", "variables: {1x: 5}", "10:17", "1x"),
        ("- settle: true\n    - trigger", "- setle: true\n    - trigger", "6:7", "did you mean settle?"),
    ],
)
def test_a_mistake_is_named_at_its_place(
    write_suite: Callable[[str], Path], old: str, new: str, place: str, words: str
) -> None:
    assert old in FRAGMENTS
    with pytest.raises(ScenarioError) as caught:
        Loader().load(write_suite(FRAGMENTS.replace(old, new)))
    assert f"small.scenario.yaml:{place}: " in str(caught.value)
    assert words in str(caught.value)


def chain(length: int, uses: int) -> str:
    """Write fragments each of which uses the one before so many times."""
    steps = (f"f{n}: [{', '.join([f'{{use: f{n - 1}}}'] * uses)}]" for n in range(1, length))
    return f"fragments: {{f0: [{{settle: true}}], {', '.join(steps)}}}\n"


def matrix(variables: int) -> str:
    return "    matrix: {" + ", ".join(f"v{n}: {list(range(10))}" for n in range(variables)) + "}\n"


MANY = f"variables: {{a: &a {[1] * 500}, b: &b [{', '.join(['*a'] * 500)}]}}\n"


@pytest.mark.parametrize(
    ("head", "table", "step", "words"),
    [
        ("", matrix(9), "settle: true", "this stands for 1000000000 scenarios; 10000 are the most"),
        (MANY, matrix(1) + "    description: *b\n", "settle: true", "this would be more than 1000000 values"),
        (chain(3000, 1), "", "use: f2999", "too many fragments use each other"),
        (chain(40, 2), "", "use: f39", "these are more than 10000 steps"),
    ],
)
def test_what_would_never_end_is_refused_at_its_place(
    write_suite: Callable[[str], Path], head: str, table: str, step: str, words: str
) -> None:
    rest = REST.replace("settle: true", step)
    with pytest.raises(ScenarioError, match=rf"small\.scenario\.yaml:\d+:\d+: {words}"):
        Loader().load(write_suite(HEAD + head + "scenarios:\n  - name: one\n" + table + rest))


def test_a_mistake_that_every_row_repeats_is_named_once(write_suite: Callable[[str], Path]) -> None:
    text = (
        HEAD
        + "scenarios:\n  - name: $(a)\n    examples: [{a: 1x}, {a: 2x}]\n"
        + REST.replace("settle", "setle")
    )
    with pytest.raises(ScenarioError) as caught:
        Loader().load(write_suite(text))
    assert str(caught.value).count("unknown key 'setle'") == 1
