"""The case files that ship with the project pass, and the command that runs case files tells failures."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from mockserver.bundled import bundled_folder
from mockserver.cli.liquid import command
from mockserver.errors import ScenarioError
from mockserver.liquid.cases import Case, load_cases, run_case
from mockserver.liquid.program import Program

CASES = [
    case for path in sorted(bundled_folder("fixtures").glob("liquid/*.yaml")) for case in load_cases(path)
]

FAILING = """
- id: right
  template: '{{ 1 | plus: 1 }}'
  expected: '2'
- id: wrong
  template: 'one {{ "two" }}'
  expected: one three
"""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_shipped_case_passes(case: Case) -> None:
    assert run_case(case).difference == ""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_shipped_case_passes_where_it_is_not_worth_compiling(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Program, "patience", 1)
    assert run_case(case).difference == ""


def test_ids_are_unique() -> None:
    assert len({case.id for case in CASES}) == len(CASES)


def test_the_command_shows_failures_as_differences(tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text(FAILING)
    result = CliRunner().invoke(command, ["cases", str(file)])
    assert result.exit_code == 1
    assert "wrong\n  - one three\n" in result.output
    assert "  + one two" in result.output
    assert result.output.endswith("1 passed, 1 failed\n")


def test_the_command_succeeds_where_all_pass(tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text("- {id: a, template: x, expected: x}")
    result = CliRunner().invoke(command, ["cases", str(file)])
    assert (result.exit_code, result.output) == (0, "1 passed, 0 failed\n")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"expected": "<<error>>"}, "<<error>>"),
        ({"expected": "x", "compare": "exact", "template": " x"}, "+  x"),
        ({"expected": "<<abort: why>>"}, "<<abort: why>>"),
        (
            {"expected": None, "expected_requests": [{"method": "GET", "url": "https://a.b/"}]},
            "expected 1 requests",
        ),
        (
            {
                "template": "{% connected_content https://a.b/ :no_cache %}",
                "expected": None,
                "expected_requests": [
                    {"method": "POST", "url": "https://a.b/", "headers": {"Accept": "x"}, "body": "y"}
                ],
            },
            "request 1: method: expected 'POST', got 'GET'",
        ),
    ],
)
def test_a_failure_says_what_is_different(changes: dict[str, object], words: str) -> None:
    case = Case.model_validate({"id": "c", "template": "x", "expected": "x", **changes})
    assert words in run_case(case).difference


def test_a_case_without_expected_output_must_only_not_crash() -> None:
    assert run_case(Case.model_validate({"id": "c", "template": "{{ {{{", "expected": None})).passed


@pytest.mark.parametrize(
    ("context", "told"),
    [
        ("'@http': 5", "@http: must be a list, not a number"),
        ("'@http': [{stauts: 200}]", "did you mean status?"),
        ("a: 1}, sorce: {", "did you mean source?"),
        ("'@catalogs': {games: {id: 1}}", "games: must be a list, not a mapping"),
        ("'@nwo': 2026-01-01", "there is no setting @nwo; there are @now, @random,"),
        ("'@assumptions': {liquid.nonsense: x}", "there is no assumption"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_told_at_its_place(tmp_path: Path, context: str, told: str) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text(f"- {{id: a, template: x, expected: x, context: {{{context}}}}}")
    result = CliRunner().invoke(command, ["cases", str(file)])
    assert isinstance(result.exception, ScenarioError)
    assert told in str(result.exception)


def test_variables_may_have_the_names_of_settings(tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text(
        "- {id: a, template: '{{ now }}{{ http }}', expected: '12', context: {now: 1, http: '2'}}"
    )
    (case,) = load_cases(file)
    assert run_case(case).passed
