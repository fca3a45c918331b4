"""What was answered survives the end of the process, however it ends."""

import logging
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import httpx

from mockserver.server.admin_client import AdminClient
from mockserver.server.state_file import StateFile
from tests.cli.test_serve_command import refused, serving
from tests.server.serving import event

_log = logging.getLogger(__name__)
REQUESTS = int(os.environ.get("MOCKSERVER_KILL_REQUESTS", "300"))
"""How many events are sent while the server is killed; the full measure is 10000."""


def token(rokt: str) -> str:
    form = {"grant_type": "client_credentials"}
    answer = httpx.post(
        f"{rokt}/oauth2/token", auth=("acme-client", "acme-secret"), data=form, trust_env=False
    )
    return str(answer.json()["access_token"])


def send_events(rokt: str, bearer: str, numbers: range, answered: list[str]) -> None:
    """Create events until the server is gone, and note each that was answered."""
    headers = {"Authorization": f"Bearer {bearer}"}
    with httpx.Client(base_url=rokt, headers=headers, trust_env=False, timeout=60) as client:
        for number in numbers:
            try:
                answer = client.post("/v1/subscriptionevent/acme", json=event(f"event-{number}"))
            except httpx.TransportError:
                return
            if answer.status_code == 202:
                answered.append(f"event-{number}")


def test_after_kill_9_everything_that_was_answered_is_there(tmp_path: Path):
    state = ("--state", str(tmp_path / "state"), "--clock", "frozen")
    answered: list[str] = []
    share = REQUESTS // 4
    with serving(*state) as (process, urls, _):
        bearer = token(urls["Rokt"])
        with ThreadPoolExecutor(4) as threads:
            parts = [range(start * share, (start + 1) * share) for start in range(4)]
            sent = [threads.submit(send_events, urls["Rokt"], bearer, part, answered) for part in parts]
            while len(answered) < REQUESTS * 0.6 and any(not one.done() for one in sent):
                time.sleep(0.002)
            process.send_signal(signal.SIGKILL)
            wait(sent)
        process.wait(10)
    assert REQUESTS * 0.6 <= len(answered) < REQUESTS
    began = time.monotonic()
    with serving(*state) as (_, urls, _):
        seconds = time.monotonic() - began
        _log.info("%d answered, then killed; up again after %.2f s", len(answered), seconds)
        with AdminClient(urls["Rokt"]) as admin:
            # The token was answered too: with it, one more event is taken.
            again: list[str] = []
            send_events(urls["Rokt"], bearer, range(REQUESTS, REQUESTS + 1), again)
            admin.advance(hours=1)
            jobs = admin.jobs()["jobs"]
    applied = {job["subject"] for job in jobs if job["outcome"] == "applied"}
    assert set(answered) <= applied
    assert len(applied - set(answered) - set(again)) <= 4, (
        "one request of each client may have been on its way"
    )
    assert again


def test_a_graceful_end_keeps_everything_too(tmp_path: Path):
    state = ("--state", str(tmp_path / "state"))
    with serving(*state) as (process, urls, _):
        httpx.get(f"{urls['Rokt']}/first", trust_env=False)
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    with serving(*state) as (_, urls, _):
        assert httpx.get(f"{urls['Rokt']}/_mockserver/health", trust_env=False).json()["requests"] == 1


def test_a_file_in_use_is_told(tmp_path: Path):
    file = StateFile(tmp_path / "state")
    result = refused("--state", str(tmp_path / "state"))
    file.close()
    assert result.exit_code == 2
    assert "another server" in result.stderr
