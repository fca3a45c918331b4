from concurrent.futures import ThreadPoolExecutor

import pytest

from mockserver.clock import Clock
from mockserver.errors import UsageError
from mockserver.http import Request
from mockserver.sandbox import Sandbox
from mockserver.server import inputs
from mockserver.server.hosted import Hosted
from mockserver.server.origin import GivenOrigin, WorkspaceOrigin
from tests.server.serving import ROKT, create_event, picture, token_of, track


@pytest.fixture(params=[0.0, 1.0, 3600.0], ids=["frozen", "wall", "3600x"])
def hosted(request, acme) -> Hosted:
    return Hosted("default", WorkspaceOrigin(acme, pace=request.param))


def live_a_little(hosted: Hosted) -> None:
    token = token_of(hosted)
    create_event(hosted, token, "first")
    track(hosted, "cust-one", "event_announced", title="Announced")
    hosted.call("POST", "clock/advance", {"minutes": 7})
    hosted.call("POST", "faults", {"target": "rokt.create_event", "status": 503, "times": 1})
    create_event(hosted, token, "refused")
    create_event(hosted, token, "second")
    hosted.call("POST", "subscriptions", {"account": "acme", "calendar": "shows", "subscriber_id": "new"})


def still(shown: dict) -> dict:
    """Leave out what a clock that goes on changes by itself."""
    return {name: value for name, value in shown.items() if name != "now"}


def test_a_restored_world_is_the_one_of_the_snapshot_to_the_last_identifier(hosted):
    live_a_little(hosted)
    hosted.snapshot("before")
    before = picture(hosted)
    hosted.call("POST", "clock/advance", {"days": 1})
    live_a_little(hosted)
    hosted.restore("before")
    assert still(picture(hosted)) == still(before)


def test_a_restored_world_goes_on_as_it_did(acme):
    hosted = Hosted("default", WorkspaceOrigin(acme))
    live_a_little(hosted)
    hosted.snapshot("before")
    live_a_little(hosted)
    once = picture(hosted)
    hosted.restore("before")
    live_a_little(hosted)
    assert picture(hosted) == once


def test_the_wall_clock_of_a_restored_world_is_not_behind(acme):
    hosted = Hosted("default", WorkspaceOrigin(acme, pace=1.0))
    hosted.call("POST", "clock/advance", {"hours": 2})
    hosted.snapshot("ahead")
    before = hosted.sandbox.clock.now()
    hosted.restore("ahead")
    assert 0 <= (hosted.sandbox.clock.now() - before).total_seconds() < 60


def test_what_was_taken_after_a_snapshot_is_forgotten_with_it(hosted):
    for name in ("one", "two", "three"):
        track(hosted, name, "a")
        hosted.snapshot(name)
    hosted.restore("two")
    assert hosted.snapshots == ("one", "two")


def test_a_snapshot_that_there_is_none_of_is_told(hosted):
    hosted.snapshot("here")
    with pytest.raises(UsageError, match="no snapshot 'there'") as told:
        hosted.restore("there")
    assert "here" in told.value.hint


def test_past_its_bound_a_server_without_a_state_file_remembers_nothing(acme, monkeypatch):
    monkeypatch.setattr(inputs, "REMEMBERED", 10)
    hosted = Hosted("default", WorkspaceOrigin(acme))
    for _ in range(11):
        hosted.handle(Request("GET", f"{ROKT}/nothing"), service="rokt")
    with pytest.raises(UsageError, match="more than 10 requests") as told:
        hosted.snapshot("late")
    assert "--state" in told.value.hint
    hosted.reset()
    hosted.snapshot("early")
    assert hosted.snapshots == ("early",)


def test_a_given_sandbox_can_be_restored_where_its_like_can_be_opened(acme):
    hosted = Hosted("default", GivenOrigin(acme.open), sandbox=acme.open())
    live_a_little(hosted)
    hosted.snapshot("before")
    before = picture(hosted)
    live_a_little(hosted)
    hosted.restore("before")
    assert picture(hosted) == before


@pytest.mark.parametrize(
    "hosted",
    [
        Hosted("default", GivenOrigin(None), sandbox=Sandbox()),
        Hosted("default", GivenOrigin(Sandbox), sandbox=Sandbox(clock=Clock.wall())),
    ],
    ids=["no origin", "wall"],
)
def test_a_given_sandbox_that_cannot_be_opened_again_has_no_snapshots(hosted):
    with pytest.raises(UsageError):
        hosted.snapshot("any")


def test_a_mistake_in_a_call_is_raised_and_is_one_again(hosted):
    with pytest.raises(UsageError, match="no operation, service or host"):
        hosted.call("POST", "faults", {"target": "nobody", "status": 503})
    hosted.snapshot("after")
    hosted.restore("after")
    assert not list(hosted.sandbox.faults)


def test_a_call_that_changes_nothing_is_none_of_these(hosted):
    with pytest.raises(UsageError, match="no GET journal that changes"):
        hosted.call("GET", "journal")


def test_requests_in_threads_and_resets_between_them_leave_a_world_that_can_be_repeated(acme):
    hosted = Hosted("default", WorkspaceOrigin(acme))

    def work(number: int) -> None:
        for index in range(20):
            if number == 0 and index % 5 == 4:
                hosted.reset()
            hosted.handle(Request("GET", f"{ROKT}/{number}/{index}"), service="rokt")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(8)))
    before = picture(hosted)
    hosted.snapshot("end")
    hosted.restore("end")
    assert picture(hosted) == before
