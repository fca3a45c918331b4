"""What ``mockserver init --server`` writes: its commands are run as they stand there, on a free port."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
import yaml
from click.testing import CliRunner

from mockserver.cli import main

TOKEN = "a-token-for-this-test-only"
MOCKSERVER = "from mockserver.cli import main; main()"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    assert CliRunner().invoke(main, ["init", str(tmp_path), "--server"]).exit_code == 0
    return tmp_path


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


def container_command(repository: Path, instruction: str, port: int) -> list[str]:
    """Give the command of a container file's instruction, with this machine's port and folders."""
    text = (
        (repository / "Containerfile")
        .read_text(encoding="utf-8")
        .replace("\\\n", "")
        .replace("8100", str(port))
    )
    text = text.replace("/world/", f"{repository}/scenarios/").replace("/state/", f"{repository}/")
    written = re.search(rf"^{instruction} [^\[\n]*(\[.*\])$", text, re.MULTILINE)[1]
    return [sys.executable if word == "python" else word for word in json.loads(written)]


def is_healthy(repository: Path, port: int) -> bool:
    proxy = {"http_proxy": "http://127.0.0.1:1", "HTTP_PROXY": "http://127.0.0.1:1"}
    check = container_command(repository, "HEALTHCHECK", port)
    return subprocess.run(check, env=os.environ | proxy, capture_output=True).returncode == 0


def test_the_containers_command_serves_is_found_healthy_keeps_its_state_and_stops(repository):
    port = free_port()
    _, *command = (
        *container_command(repository, "ENTRYPOINT", port),
        *container_command(repository, "CMD", port),
    )
    assert not is_healthy(repository, port)
    environment = os.environ | {"MOCKSERVER_TOKEN": TOKEN}
    serve = [sys.executable, "-c", MOCKSERVER, *command]
    with subprocess.Popen(serve, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            wait_until_ready(port)
            assert is_healthy(repository, port)
            assert httpx.get(f"http://127.0.0.1:{port}/inspector/").status_code == 401
            process.terminate()
            assert process.wait(10) == 0
        finally:
            process.kill()
    assert (repository / "state.sqlite").stat().st_size


def wait_until_ready(port: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/_mockserver/ready").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("the server does not get ready")


def test_the_container_runs_without_rights_and_keeps_its_health_check(repository):
    text = (repository / "Containerfile").read_text(encoding="utf-8")
    assert re.search(r"^USER (?!0)\d+$", text, re.MULTILINE)
    assert "--format docker" in text, "an image in OCI's format has no health check"


@pytest.mark.skipif(not (shutil.which("bash") and shutil.which("curl")), reason="takes bash and curl")
def test_the_workflow_starts_a_server_and_waits_for_it(repository):
    workflow = yaml.safe_load(
        (repository / ".github/workflows/mockserver-live.yml").read_text(encoding="utf-8")
    )
    steps = workflow["jobs"]["integration"]["steps"]
    script = next(step["run"] for step in steps if step.get("name") == "start the server")
    port = free_port()
    stand_in = f'mockserver() {{ exec "{sys.executable}" -c "{MOCKSERVER}" "$@"; }}\n'
    script = stand_in + script.replace("8100", str(port)) + "\nkill $!; wait $!"
    # As GitHub runs a step: https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax
    done = subprocess.run(["bash", "-e", "-c", script], cwd=repository, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert '"ready":true' in done.stdout
    assert (repository / steps[-1]["with"]["path"]).is_file()
