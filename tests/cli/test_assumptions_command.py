import json

from click.testing import CliRunner

from mockserver.cli import main
from mockserver.cli.assumptions import _render
from mockserver.evidence import Assumption
from mockserver.sandbox import ALL_ASSUMPTIONS

CHOICE = Assumption(
    name="rokt.example",
    question="What happens?",
    default="no",
    choices={"yes": "It does.", "no": "It does not."},
    source="https://example.test/page",
)
NUMBER = Assumption(name="rokt.delay", question="How long?", default=30, choices={}, unit="seconds")


def run(*arguments, color=False):
    return CliRunner().invoke(main, ["assumptions", *arguments], color=color)


def test_every_assumption_is_listed():
    text = run().output
    for assumption in ALL_ASSUMPTIONS:
        assert f"{assumption.name}\n" in text


def test_an_assumption_shows_question_choices_default_and_source():
    import click

    assert click.unstyle(_render(CHOICE)).splitlines() == [
        "rokt.example",
        "  What happens?",
        "    yes  It does.",
        "  * no   It does not.",
        "  assumed: https://example.test/page",
    ]


def test_a_number_shows_its_unit():
    assert "  * 30 seconds" in _render(NUMBER)


def test_it_is_plain_when_piped_and_coloured_in_a_terminal():
    assert "\x1b" not in run().output
    assert "\x1b[1m" in run(color=True).output


def test_json_holds_every_field():
    told = json.loads(run("--json").output)
    assert [entry["name"] for entry in told] == [assumption.name for assumption in ALL_ASSUMPTIONS]
    assert set(told[0]) == {"name", "question", "default", "choices", "unit", "evidence", "source"}
