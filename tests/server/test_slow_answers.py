"""An answer that takes its time takes it on a live server."""

import time

import httpx

from mockserver import Sandbox
from mockserver.rokt import Client


def test_a_live_server_answers_after_the_latency(shared_server):
    shared_server.sandbox = sandbox = Sandbox(assumptions={"rokt.token_latency": 0.2})
    sandbox.rokt.state.add_client(Client(client_id="id", client_secret="s"))
    form = {"grant_type": "client_credentials", "client_id": "id", "client_secret": "s"}
    begun = time.monotonic()
    answer = httpx.post(f"{shared_server.url('rokt')}/oauth2/token", data=form, trust_env=False)
    assert answer.status_code == 200
    assert time.monotonic() - begun >= 0.2
