"""When a fault strikes and what it does, on a whole world."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mockserver.errors import UsageError
from mockserver.http import Headers, NoResponse, Request, Response
from mockserver.sandbox import Sandbox
from mockserver.workspace import default_workspace

TOKEN = Request(
    "POST",
    "https://api.roktcalendar.com/oauth2/token",
    Headers({"Content-Type": "application/x-www-form-urlencoded"}),
    b"grant_type=client_credentials&client_id=acme-client&client_secret=acme-secret",
)


@pytest.fixture
def world() -> Sandbox:
    return default_workspace().open()


def asked(world: Sandbox, times: int = 1) -> list[int]:
    return [world.handle(TOKEN).status for _ in range(times)]


@pytest.mark.parametrize(
    ("options", "statuses"),
    [
        ({"times": 2}, [503, 503, 200, 200, 200, 200]),
        ({"skip": 2}, [200, 200, 503, 503, 503, 503]),
        ({"every": 3}, [200, 200, 503, 200, 200, 503]),
        ({"skip": 1, "every": 2, "times": 1}, [200, 200, 503, 200, 200, 200]),
    ],
)
def test_it_strikes_so_often(world: Sandbox, options: dict[str, int], statuses: list[int]) -> None:
    world.fault("rokt.obtain_token", status=503, **options)
    assert asked(world, 6) == statuses


def test_it_is_in_force_for_a_while(world: Sandbox) -> None:
    world.fault("rokt", status=503, after=timedelta(minutes=1), lasting=timedelta(minutes=2))
    seen = []
    for _ in range(5):
        seen += asked(world)
        world.advance(minutes=1)
    assert seen == [200, 503, 503, 200, 200]


def test_by_chance_it_strikes_the_same_ones_for_the_same_seed() -> None:
    def run(seed: int) -> list[int]:
        world = default_workspace().open(seed=seed)
        world.fault("rokt.obtain_token", status=503, rate=0.3)
        return asked(world, 200)

    assert run(1) == run(1) != run(2)
    assert 30 < run(1).count(503) < 90


def test_a_fault_changes_no_identifier_made_elsewhere() -> None:
    def token(rate: float) -> str:
        world = default_workspace().open()
        world.fault("rokt.obtain_token", status=503, rate=rate, times=1)
        asked(world)
        return world.rokt.issue_token("acme-client")

    answered, struck = default_workspace().open(), token(1.0)
    assert struck == answered.rokt.issue_token("acme-client")


@pytest.mark.parametrize(
    ("effect", "status", "json", "content_type"),
    [
        ("malformed_json", 200, False, "application/json"),
        ("truncated_json", 200, False, "application/json"),
        ("wrong_content_type", 200, True, "text/html"),
        ("expired_token", 401, True, "application/json"),
        ("empty", 200, False, ""),
    ],
)
def test_an_answer_is_damaged_or_replaced(
    world: Sandbox, effect: str, status: int, json: bool, content_type: str
) -> None:
    world.fault("rokt.obtain_token", effect=effect)
    answer = world.handle(TOKEN)
    declared = answer.headers.get("content-type", "").partition(";")[0]
    assert (answer.status, declared) == (status, content_type)
    assert is_json(answer) is json


def is_json(answer: Response) -> bool:
    try:
        answer.json()
    except ValueError:
        return False
    return True


def test_a_damaged_answer_was_carried_out_and_an_empty_one_was_not(world: Sandbox) -> None:
    issued = [world.fault("rokt.obtain_token", effect="truncated_json", times=1)]
    assert b"access_token" in world.handle(TOKEN).body
    issued.append(world.fault("rokt.obtain_token", effect="empty", times=1))
    assert world.handle(TOKEN).body == b""
    assert [fault.struck for fault in issued] == [1, 1]


def test_a_status_may_ask_to_wait(world: Sandbox) -> None:
    world.fault("braze.users_track", status=429, retry_after=30)
    answer = world.handle(Request("POST", "https://rest.iad-01.braze.com/users/track"))
    assert (answer.status, answer.headers["retry-after"]) == (429, "30")
    assert "message" in answer.json()


def test_a_slow_answer_takes_its_time_on_the_clock(world: Sandbox) -> None:
    world.fault("rokt.obtain_token", effect="slow", delay=timedelta(seconds=40))
    before = world.clock.now()
    assert asked(world) == [200]
    assert world.clock.now() - before == timedelta(seconds=40)


def test_a_caller_that_does_not_wait_so_long_gets_no_answer(world: Sandbox) -> None:
    world.network.patience["impatient"] = 10
    world.fault("rokt.obtain_token", effect="slow", delay=timedelta(seconds=40))
    before = world.clock.now()
    with pytest.raises(NoResponse, match="timeout"):
        world.handle(TOKEN, caller="impatient")
    assert world.clock.now() - before == timedelta(seconds=10)


def test_slow_work_holds_up_what_falls_due_meanwhile(world: Sandbox) -> None:
    moments = []
    world.clock.call_later(timedelta(seconds=1), lambda: world.clock.elapse(timedelta(seconds=30)), "slow")
    world.clock.call_later(timedelta(seconds=5), lambda: moments.append(world.clock.now()), "next")
    start = world.clock.now()
    world.advance(seconds=10)
    assert moments == [start + timedelta(seconds=31)]
    assert world.clock.now() == start + timedelta(seconds=31)


@pytest.mark.parametrize(("name", "words"), [("timeot", "did you mean timeout?"), ("x", "there are status,")])
def test_an_unknown_effect_is_refused(world: Sandbox, name: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        world.fault("rokt", effect=name)
    assert words in caught.value.hint


@pytest.mark.parametrize("status", [100, 199, 600])
def test_a_status_that_ends_no_request_is_refused(world: Sandbox, status: int) -> None:
    with pytest.raises(UsageError, match=f"{status} is no status of an answer"):
        world.fault("rokt", status=status)
