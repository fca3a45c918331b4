"""Faults over the admin API."""

from __future__ import annotations

import json

import pytest

from mockserver.http import Request
from tests.server.test_admin import HOST, ask, sandbox  # noqa: F401 - a fixture

TOKEN = Request("POST", f"{HOST}/oauth2/token")


def put(world, fault: dict[str, object]):
    return ask(world, "POST", "faults", json.dumps(fault).encode())


def test_a_fault_is_put_in_force_listed_and_lifted(sandbox):  # noqa: F811
    status, fault = put(sandbox, {"target": "rokt.obtain_token", "status": 503, "times": 1, "retry_after": 7})
    assert (status, fault["status"], fault["struck"]) == (200, 503, 0)
    answer = sandbox.handle(TOKEN)
    assert (answer.status, answer.headers["retry-after"]) == (503, "7")
    assert ask(sandbox, "GET", "faults")[1]["faults"][0]["struck"] == 1
    assert ask(sandbox, "POST", "faults/clear") == (200, {"lifted": 1})
    assert ask(sandbox, "GET", "faults") == (200, {"faults": []})


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"target": "rokt.create_evnt", "status": 503}, "rokt.create_event"),
        ({"target": "rokt", "effect": "timeot"}, "timeout"),
        ({"target": "rokt", "statuz": 503}, "status"),
        ({"target": "rokt"}, "status to answer with, or an effect"),
        ({"target": "rokt", "effect": "slow"}, "delay"),
    ],
)
def test_a_fault_that_cannot_be_meant_is_refused(sandbox, fault, words):  # noqa: F811
    status, told = put(sandbox, fault)
    assert status == 400
    assert words in told["mockserver"] + told.get("hint", "")
    assert not list(sandbox.faults)


@pytest.mark.parametrize("body", [b"", b"[]", b"nothing", b"\xff", b'{"target": '])
def test_what_is_no_object_is_refused(sandbox, body):  # noqa: F811
    assert ask(sandbox, "POST", "faults", body)[0] == 400
