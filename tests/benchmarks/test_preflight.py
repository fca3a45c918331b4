"""Preflighting an audience: users per second beside bare rendering, and memory beside a tenth of the users.

``MOCKSERVER_BIG_PREFLIGHT=1`` takes a million users, which is some minutes.
"""

import json
import os
import re
import resource
import subprocess
import sys
from pathlib import Path
from time import perf_counter, process_time, sleep
from typing import NamedTuple

import liquid
import pytest

from tests.preflight.synthetic_audience import TEMPLATE, write_audience

MANY = 1_000_000 if "MOCKSERVER_BIG_PREFLIGHT" in os.environ else 30_000
PLAIN = re.sub(r"\{\{(?:custom_attribute\.)?\$\{(?:rokt:)?([^}]+)\}", r"{{\1", TEMPLATE["body"])
"""The body in plain Liquid."""
BARE_USERS = 2_000
LEAST = 0.13
"""Users preflighted in a second of a core, in bodies that bare python-liquid renders: half of the usual."""
MOST_MEMORY = 1.3


FAILED = "failed.jsonl"


class Run(NamedTuple):
    """What a run of the command took: seconds of the clock and of processors, and megabytes at most."""

    seconds: float
    work: float
    megabytes: float


def preflight(folder: Path, path: Path) -> Run:
    command = [sys.executable, "-m", "mockserver", "preflight", "body.liquid", "--audience", str(path)]
    options = ["-n", "2", "--failed", FAILED, "--max-failed", "1%"]
    begin, before, most = perf_counter(), spent(), 0.0
    with subprocess.Popen([*command, *options], cwd=folder, stdout=subprocess.DEVNULL) as running:
        while running.poll() is None:
            most = max(most, sum(map(megabytes, family(running.pid))))
            sleep(0.2)
    assert running.returncode == 0
    return Run(perf_counter() - begin, spent() - before, most)


def spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    except OSError:
        return [pid]
    return [pid, *(one for child in children for one in family(int(child)))]


def megabytes(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    held = next((line for line in status.splitlines() if line.startswith("VmRSS")), "VmRSS: 0 kB")
    return int(held.split()[1]) / 1000


def bare(path: Path) -> float:
    """Give the users per second whose bodies bare python-liquid renders, one core, nothing checked."""
    template = liquid.Environment(extra=True).from_string(PLAIN.replace("| json_escape", "| escape"))
    with path.open() as file:
        users = [json.loads(next(file)) for _ in range(BARE_USERS)]
    names = [
        {**user, **{name.removeprefix("rokt:"): value for name, value in user["custom_attributes"].items()}}
        for user in users
    ]
    begin = process_time()
    for known in names:
        template.render(**known)
    return BARE_USERS / (process_time() - begin)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads memory from /proc")
def test_many_users(tmp_path, tell):
    (tmp_path / "body.liquid").write_text(TEMPLATE["body"])
    write_audience(tmp_path / "few.jsonl", MANY // 10)
    planted = write_audience(tmp_path / "many.jsonl", MANY, MANY // 1_000)
    little, much = preflight(tmp_path, tmp_path / "few.jsonl"), preflight(tmp_path, tmp_path / "many.jsonl")
    with (tmp_path / FAILED).open() as file:
        found = {row["user"]: (row["fate"], row["codes"]) for row in map(json.loads, file)}
    assert found == {user: (mistake.fate, [mistake.code]) for user, mistake in planted.items()}
    rate, reference = MANY / much.work, bare(tmp_path / "many.jsonl")
    tell(
        f"{MANY:,} users on two cores in {much.seconds:.0f} s, all {len(found):,} mistakes found: "
        f"{MANY / much.seconds:,.0f} a second; "
        f"{rate:,.0f} users per second of a core, {rate / reference:.2f} x the {reference:,.0f} bodies that "
        f"bare python-liquid renders; {much.megabytes:.0f} MB at most, "
        f"{much.megabytes / little.megabytes:.2f} x those of {MANY // 10:,} users"
    )
    assert much.megabytes / little.megabytes <= MOST_MEMORY
    assert rate / reference >= LEAST
