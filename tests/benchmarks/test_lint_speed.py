"""Linting the published template, beside parsing it; and a thousand templates on the command line."""

import subprocess
import sys
from pathlib import Path
from time import perf_counter

from mockserver.lint import lint_webhook
from mockserver.liquid import parse_template

FOLDER = Path(__file__).parents[2] / "fixtures" / "templates"
FIELDS = {
    "url": (FOLDER / "new-event" / "url.liquid").read_text(encoding="utf-8"),
    "headers.Authorization": (FOLDER / "authorization.liquid").read_text(encoding="utf-8"),
    "headers.Content-Type": "application/json",
    "body": (FOLDER / "new-event" / "body.liquid").read_text(encoding="utf-8"),
}
ROUNDS, CALLS = 9, 20


def seconds(function) -> float:
    start = perf_counter()
    for _ in range(CALLS):
        function()
    return (perf_counter() - start) / CALLS


def test_linting_takes_less_than_twenty_times_the_parse(tell):
    def parse():
        for source in FIELDS.values():
            parse_template(source)

    times = [(seconds(lambda: lint_webhook(FIELDS)), seconds(parse)) for _ in range(ROUNDS)]
    linting, parsing = (min(column) for column in zip(*times, strict=True))
    tell(f"lint: {linting / parsing:.1f} times the parse of the published webhook (goal: below 20)")
    assert linting < 20 * parsing


def test_a_thousand_templates_are_linted(tell, tmp_path):
    for number in range(1000):
        folder = tmp_path / f"t{number}"
        folder.mkdir()
        (folder / "body.liquid").write_text(FIELDS["body"], encoding="utf-8")
    start = perf_counter()
    command = [sys.executable, "-m", "mockserver", "lint", str(tmp_path), "--format", "json"]
    shown = subprocess.run(command, capture_output=True, text=True, check=False)
    tell(f"1,000 templates in {perf_counter() - start:.1f} s")
    assert shown.stdout.count('"LIQ341"') == 1000
