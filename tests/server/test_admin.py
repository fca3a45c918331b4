import json
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.http import Headers, Request
from mockserver.sandbox import Sandbox
from mockserver.server.admin.answering import Admin
from mockserver.server.worlds import worlds_of

HOST = "https://api.roktcalendar.com"


@pytest.fixture
def sandbox(acme) -> Sandbox:
    return acme.open()


def ask(sandbox, method, path, body=b"", *, reset=None):
    request = Request(method, f"{HOST}/_mockserver/{path}", body=body)
    worlds = worlds_of(sandbox, reset)
    answer = Admin(worlds).answer(worlds.get("default"), request, "rokt")
    return answer.status, answer.json()


def test_health_names_the_service(sandbox):
    assert ask(sandbox, "GET", "health") == (200, {"status": "ok", "service": "rokt", "requests": 0})


def test_the_clock_tells_its_time_and_what_waits(sandbox):
    sandbox.clock.call_later(timedelta(minutes=1), lambda: None, "a push")
    assert ask(sandbox, "GET", "clock")[1] == {
        "now": "2026-03-02T09:00:00.000Z",
        "mode": "frozen",
        "waiting": [{"due": "2026-03-02T09:01:00.000Z", "label": "a push"}],
    }


def test_the_clock_is_advanced_and_due_work_runs(sandbox):
    sandbox.clock.call_later(timedelta(minutes=1), lambda: None, "a push")
    status, told = ask(sandbox, "POST", "clock/advance", b'{"minutes": 1, "seconds": 0.5}')
    assert (status, told) == (200, {"now": "2026-03-02T09:01:00.500Z", "ran": 1})


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[]", b"5", b'{"weeks": 1}', b'{"days": -1}', b'{"days": "1"}', b'{"days": true}',
     b'{"days": 1e99}', b'{"seconds": NaN}', b"\xff"],
)  # fmt: skip
def test_an_advance_that_cannot_be_meant_is_refused(sandbox, body):
    before = sandbox.clock.now()
    status, told = ask(sandbox, "POST", "clock/advance", body)
    assert status == 400
    assert "seconds, minutes, hours, days" in told["hint"]
    assert sandbox.clock.now() == before


@settings(max_examples=100, deadline=None)
@given(
    body=st.binary(max_size=30)
    | st.recursive(st.none() | st.floats() | st.text(), st.lists).map(
        lambda value: json.dumps(value).encode()
    )
)
def test_any_advance_is_answered(body):
    assert ask(Sandbox(), "POST", "clock/advance", body)[0] in (200, 400)


def test_the_clock_does_not_pass_the_end_of_the_calendar(sandbox):
    statuses = {ask(sandbox, "POST", "clock/advance", b'{"days": 3660}')[0] for _ in range(1000)}
    assert statuses == {200, 400}


def send(sandbox, path, **given):
    return sandbox.handle(Request("POST", HOST + path, **given))


def test_the_journal_shows_requests_with_credentials_masked(sandbox):
    headers = Headers({"Authorization": "Bearer abcdefghijklmnop"})
    send(sandbox, "/oauth2/token", headers=headers, body=b"client_secret=qrstuvwxyz0123")
    shown = ask(sandbox, "GET", "journal")[1]["exchanges"][0]
    assert shown["request"]["headers"] == [["Authorization", "Bearer abcd…"]]
    assert shown["request"]["body"] == "client_secret=qrst…"
    assert shown["response"]["status"] == 400


def test_a_token_that_was_issued_is_masked(sandbox):
    body = b"grant_type=client_credentials&client_id=acme-client&client_secret=acme-secret"
    issued = send(sandbox, "/oauth2/token", body=body).json()["access_token"]
    assert issued not in json.dumps(ask(sandbox, "GET", "journal"))


def test_the_journal_is_read_from_a_number_on(sandbox):
    for path in ("/a", "/b", "/c", "/d"):
        send(sandbox, path)
    shown = ask(sandbox, "GET", "journal?since=1&limit=2")[1]
    assert [exchange["number"] for exchange in shown["exchanges"]] == [2, 3]
    assert shown["last"] == 4


def test_the_journal_gives_the_latest_without_a_number(sandbox):
    for path in ("/a", "/b", "/c"):
        send(sandbox, path)
    shown = ask(sandbox, "GET", "journal?limit=2")[1]
    assert [exchange["number"] for exchange in shown["exchanges"]] == [2, 3]


@pytest.mark.parametrize("query", ["limit=x", "since=-1", "limit=", "since=9999999999999999999"])
def test_a_number_that_is_none_is_refused(sandbox, query):
    assert ask(sandbox, "GET", f"journal?{query}")[0] == 400


def test_a_long_body_is_cut_in_the_journal(sandbox):
    send(sandbox, "/a", body=b"x" * 100_000)
    assert "(34464 more characters)" in ask(sandbox, "GET", "journal")[1]["exchanges"][0]["request"]["body"]


def test_the_message_log_tells_what_became_of_messages(sandbox):
    sandbox.braze.trigger("new-event", "cust-one")
    sandbox.settle()
    [message] = ask(sandbox, "GET", "messages")[1]["messages"]
    assert message["outcome"] == "sent"
    assert message["external_id"] == "cust-one"
    assert message["summary"] == "#1 new-event to cust-one: sent, answered 202"
    assert message["findings"] == []
    assert "renderings" not in message


def test_jobs_and_pushes_tell_what_rokt_calendar_did(sandbox):
    sandbox.rokt.subscribe("acme", "shows", subscriber_id="cust-new")
    sandbox.settle()
    told = ask(sandbox, "GET", "jobs")[1]
    assert len(told["pushes"]) == 1
    assert told["webhooks"] == []
    assert "11111111-2222-3333-4444-555555555555" not in json.dumps(told)


def test_reset_asks_for_a_fresh_world(sandbox):
    asked = []

    def reopen():
        asked.append(1)
        return Sandbox()

    assert ask(sandbox, "POST", "reset", reset=reopen) == (200, {"reset": True})
    assert asked == [1]


def test_reset_is_refused_where_no_workspace_is_known(sandbox):
    assert ask(sandbox, "POST", "reset")[0] == 400


def test_a_wrong_method_is_answered_405(sandbox):
    assert ask(sandbox, "POST", "journal")[0] == 405


def test_an_unknown_path_is_answered_with_those_there_are(sandbox):
    status, told = ask(sandbox, "GET", "jornal")
    assert status == 404
    assert "GET journal" in told["hint"]
