"""Braze's Rokt webhook body, rendered by mockserver and by the engines it is measured beside."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from liquid import Environment

from mockserver.bundled import bundled_folder
from mockserver.liquid import Personalization, Resources, parse_template

BODY = (bundled_folder("fixtures") / "templates" / "new-event" / "body.liquid").read_text(encoding="utf-8")
PLAIN_BODY = BODY.replace("{{${user_id}}}", "{{user_id}}").replace(
    "custom_attribute.${rokt:subscription_id}", "custom_attribute['rokt:subscription_id']"
)
"""The same in the syntax every Liquid knows."""
USER = {
    "user_id": "user-77",
    "custom_attribute": {
        "rokt:subscription_id": [
            "06423672-b6ba-4536-aa36-70788a7a0a36",
            "16423672-b6ba-4536-aa36-70788a7a0a36",
        ]
    },
}
PERSON = Personalization({"user_id": USER["user_id"]}, {"custom_attribute": USER["custom_attribute"]})
LIQUIDJS = """
const {Liquid} = require('liquidjs');
const {template, data, rounds, passes} = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const parsed = new Liquid().parse(template), engine = new Liquid();
let best = Infinity;
for (let round = 0; round < rounds; round++) {
  const begin = process.hrtime.bigint();
  for (let pass = 0; pass < passes; pass++) engine.renderSync(parsed, data);
  best = Math.min(best, Number(process.hrtime.bigint() - begin) / passes / 1e9);
}
const version = require('liquidjs/package.json').version;
console.log(JSON.stringify({best, text: engine.renderSync(parsed, data), version}));
"""


def ours() -> Callable[[], str]:
    """Give a function that renders the body with mockserver."""
    template, resources = parse_template(BODY), Resources()
    return lambda: template.render(PERSON, resources).text


def python_liquid() -> Callable[[], str]:
    """Give a function that renders the body with python-liquid."""
    template = Environment().from_string(PLAIN_BODY)
    return lambda: template.render(USER)


def best_times(*calls: Callable[[], object], rounds: int, seconds: float = 0.001) -> list[float]:
    """Give each function's shortest time for one call, in seconds.

    The functions are called in turns, each for a moment so short that most moments are undisturbed
    however busy the machine is.
    """
    passes = [max(1, int(seconds / _time(call, 5))) for call in calls]
    times = [[_time(call, count) for call, count in zip(calls, passes, strict=True)] for _ in range(rounds)]
    return [min(column) for column in zip(*times, strict=True)]


def _time(call: Callable[[], object], passes: int) -> float:
    begin = perf_counter()
    for _ in range(passes):
        call()
    return (perf_counter() - begin) / passes


def install_liquidjs(folder: Path) -> str:
    """Install LiquidJS into a folder; gives why it could not be, if it could not."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return "Node is not installed"
    done = subprocess.run(
        [npm, "install", "--prefix", str(folder), "liquidjs"], capture_output=True, text=True
    )
    return "" if done.returncode == 0 else f"LiquidJS could not be installed: {done.stderr.strip()[-200:]}"


def time_of_liquidjs(folder: Path, rounds: int) -> tuple[float, str, str]:
    """Give LiquidJS's shortest time for one rendering in seconds, its text, and its version."""
    task = json.dumps({"template": PLAIN_BODY, "data": USER, "rounds": rounds, "passes": 50})
    done = subprocess.run(
        ["node", "-e", LIQUIDJS], cwd=folder, input=task, capture_output=True, text=True, check=True
    )
    answer = json.loads(done.stdout)
    return answer["best"], answer["text"], answer["version"]
