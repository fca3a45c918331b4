"""The live server under load beside Prism and WireMock, all answering the same POST in one run.

wrk sends the published event body over 16 connections from one core; each server has the other. mockserver
checks the body against the whole contract, accepts it, journals it and schedules its work. Prism checks it
against the OpenAPI document that mockserver exports. WireMock checks it against the JSON Schema of the
same contract and journals it; it is measured with a journal of the same bound, without which its memory
grows with every request, and once more as it is unless told otherwise, which is told and not judged. Prism
and WireMock are looked for in the folder that ``MOCKSERVER_NODE_MODULES`` names
(``npm install @stoplight/prism-cli wiremock``).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from mockserver.server.admin_client import AdminClient
from tests.server.serving import event

NODE_MODULES = Path(os.environ.get("MOCKSERVER_NODE_MODULES", "node_modules"))
SECONDS = int(os.environ.get("MOCKSERVER_LOAD_SECONDS", "10"))
GOAL = 3.0
BOUND = 10_000
"""How many exchanges the journal holds."""
PATH = "/v1/subscriptionevent/acme"
BODY = event("Event_0001_cust-one")


class Load(NamedTuple):
    """What wrk measured: requests per second, the 99th percentile in milliseconds, refused answers."""

    rate: float
    p99: float
    refused: int


@pytest.fixture(scope="module")
def tools() -> None:
    if not shutil.which("wrk"):
        pytest.skip("wrk is not installed")
    if not (NODE_MODULES / ".bin" / "prism").exists() or not (NODE_MODULES / ".bin" / "wiremock").exists():
        pytest.skip(f"no Prism and WireMock in {NODE_MODULES}: npm install @stoplight/prism-cli wiremock")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def on_core(number: int) -> list[str]:
    """Give what has a command run on one core, where the machine has two and can be told so."""
    return ["taskset", "-c", str(number)] if shutil.which("taskset") and (os.cpu_count() or 1) > 1 else []


@contextmanager
def running(command: list[str], port: int) -> Iterator[int]:
    """Run a server and give its process id while the context lasts, once its port is open."""
    with subprocess.Popen(
        [*on_core(0), *command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield process.pid
        finally:
            # WireMock is a script that starts Java: both have to end.
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(20)


def load(port: int, folder: Path, token: str = "any", seconds: int = SECONDS) -> Load:
    """Load a server that answers the POST on a port."""
    script = folder / "post.lua"
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    lines = ['wrk.method = "POST"', f"wrk.body = {json.dumps(json.dumps(BODY))}"]
    lines += [f"wrk.headers[{json.dumps(name)}] = {json.dumps(value)}" for name, value in headers.items()]
    script.write_text("\n".join(lines))
    command = [*on_core(1), "wrk", "-c", "16", "-t", "1", "-d", f"{seconds}s", "--latency", "-s", str(script)]
    told = subprocess.run([*command, f"http://127.0.0.1:{port}{PATH}"], capture_output=True, text=True).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])
    amount, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", told).groups()
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    return Load(
        rate, float(amount) * {"us": 0.001, "ms": 1, "s": 1000}[unit], int(refused[1]) if refused else 0
    )


def mockserver(port: int) -> list[str]:
    run = "from mockserver.cli import main; main()"
    return [
        sys.executable,
        "-c",
        run,
        "serve",
        "--rokt-port",
        str(port),
        "--braze-port",
        "0",
        "--inspector-port",
        "0",
    ]


def token_of(port: int) -> str:
    form = {"grant_type": "client_credentials"}
    answer = httpx.post(
        f"http://127.0.0.1:{port}/oauth2/token",
        auth=("acme-client", "acme-secret"),
        data=form,
        trust_env=False,
    )
    return str(answer.json()["access_token"])


def exported(what: str) -> str:
    """Give a document that mockserver exports."""
    run = "from mockserver.cli import main; main()"
    command = [sys.executable, "-c", run, "schema", what]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def prism(port: int, folder: Path) -> list[str]:
    document = folder / "rokt.json"
    document.write_text(exported("rokt"))
    return [str(NODE_MODULES / ".bin" / "prism"), "mock", "-p", str(port), str(document)]


def wiremock(port: int, folder: Path, *, bound: int | None) -> list[str]:
    root = folder / f"wiremock-{bound}"
    checked = {"matchesJsonSchema": exported("event"), "schemaVersion": "V202012"}
    wanted = {"method": "POST", "urlPath": PATH, "bodyPatterns": [checked]}
    mapping = {"request": wanted, "response": {"status": 202, "body": "Accepted"}}
    (root / "mappings").mkdir(parents=True)
    (root / "mappings" / "event.json").write_text(json.dumps(mapping))
    bounded = [] if bound is None else ["--max-request-journal-entries", str(bound)]
    options = ["--root-dir", str(root), "--disable-banner", *bounded]
    return [str(NODE_MODULES / ".bin" / "wiremock"), "--port", str(port), *options]


class Loads(NamedTuple):
    """The best of each server."""

    ours: Load
    prism: Load
    wiremock: Load
    unbounded_wiremock: Load


@pytest.fixture(scope="module")
def loads(tools, tmp_path_factory) -> Loads:
    folder = tmp_path_factory.mktemp("load")
    ports = free_port(), free_port(), free_port(), free_port()
    with (
        running(mockserver(ports[0]), ports[0]),
        running(prism(ports[1], folder), ports[1]),
        running(wiremock(ports[2], folder, bound=BOUND), ports[2]),
        running(wiremock(ports[3], folder, bound=None), ports[3]),
    ):
        token = token_of(ports[0])
        for port in ports:
            load(port, folder, token, seconds=3)  # until what compiles as it runs has compiled
        # In turn, and the best of three each: whatever else the machine does disturbs all alike.
        rounds = [[load(port, folder, token) for port in ports] for _ in range(3)]
    return Loads(*(max(column) for column in zip(*rounds, strict=True)))


def test_every_server_takes_every_event(loads, tell):
    for name, found in loads._asdict().items():
        tell(f"{name}: {found.rate:,.0f} requests/s, p99 {found.p99:.1f} ms, {found.refused} refused")
    assert {found.refused for found in loads} == {0}


@pytest.mark.parametrize("other", ["prism", "wiremock"])
def test_the_server_answers_more_than_another(loads, other):
    assert loads.ours.rate >= GOAL * getattr(loads, other).rate


def test_memory_does_not_grow_past_the_journals_bound(tools, tmp_path, tell):
    port = free_port()
    sizes = {}
    with (
        running([*mockserver(port), "--clock", "600x"], port) as process,
        AdminClient(f"http://127.0.0.1:{port}") as admin,
    ):
        while max(sizes, default=0) < 6 * BOUND:
            load(port, tmp_path, token_of(port), seconds=2)
            sizes[admin.health()["requests"]] = resident(process)
    tell(
        "resident: "
        + ", ".join(f"{size / 1024:.0f} MB after {answered:,}" for answered, size in sizes.items())
    )
    past = [size for answered, size in sizes.items() if answered > 2 * BOUND]
    assert past[-1] <= 1.1 * past[0]


def resident(process: int) -> int:
    """Give a process' resident memory in kB."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1])
