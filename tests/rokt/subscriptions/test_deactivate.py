"""Ending subscriptions."""

import pytest

from mockserver.errors import UsageError
from mockserver.rokt import Account, Calendar, Client
from tests.rokt.rokt_calls import ADA, BEN, CLEO, NOBODY, codes, refused

PATH = "/v1/subscription/acme/shows"


@pytest.fixture
def end(call):
    def send(headers=None, path=PATH, **body):
        return call("DELETE", path, json=body, headers=headers)

    return send


@pytest.fixture
def named(rokt):
    """Two subscriptions of user dora."""
    methods = ("webcal", "google")
    return [rokt.subscribe("acme", "shows", username="dora", method=method).id for method in methods]


def active(rokt, *ids):
    return [rokt.subscription(one).is_active for one in ids]


def test_a_subscription_ends_after_the_delay(end, call, rokt, sandbox):
    answer = end(id=ADA, unsubscribeReasonText="too many")
    assert (answer.status, answer.body) == (202, b"")
    assert active(rokt, ADA) == [True]
    sandbox.settle()
    body = call("GET", f"/v1/subscription/{ADA}").json()
    assert (body["isActive"], body["deactivatedDate"]) == (False, "2026-01-15T12:00:05Z")
    assert rokt.subscription(ADA).unsubscribe_reason == "too many"
    assert active(rokt, BEN) == [True]


@pytest.mark.parametrize("member", ["userName", "username"])
def test_all_subscriptions_of_a_user_end(end, rokt, sandbox, named, member):
    end(**{member: "dora"})
    sandbox.settle()
    assert active(rokt, *named, ADA) == [False, False, True]
    assert rokt.jobs[0].subject == "dora"


@pytest.mark.parametrize("body", [{"id": NOBODY}, {"id": CLEO}, {"id": "no-guid"}, {"userName": "nobody"}])
def test_who_is_not_found_is_ignored(end, rokt, sandbox, body):
    assert end(**body).status == 202
    sandbox.settle()
    assert rokt.jobs[0].outcome == "ignored"
    assert active(rokt, ADA, CLEO) == [True, True]


def test_subscriptions_to_another_calendar_stay(end, rokt, sandbox):
    films = Account(
        code="acme-two", calendars={"shows": Calendar(code="shows"), "films": Calendar(code="films")}
    )
    rokt.state.add_account(films)
    rokt.state.add_client(Client(client_id="two", client_secret="", accounts=frozenset({"acme-two"})))
    made = [rokt.subscribe("acme-two", code, username="dora").id for code in ("shows", "films")]
    headers = {"Authorization": f"Bearer {rokt.issue_token('two')}"}
    end(headers, path="/v1/subscription/acme-two/shows", id=made[1])
    end(headers, path="/v1/subscription/acme-two/shows", userName="dora")
    sandbox.settle()
    assert [job.outcome for job in rokt.jobs] == ["ignored", "applied"]
    assert active(rokt, *made) == [False, True]


def test_ending_twice_is_ignored(end, rokt, sandbox):
    end(id=ADA)
    end(id=ADA)
    sandbox.settle()
    assert [job.outcome for job in rokt.jobs] == ["applied", "ignored"]


def test_a_body_that_names_nobody_is_refused(end, call, sandbox):
    for reason in (3, "3", None):  # the page shows null
        assert "Neither" in refused(end(unsubscribeReasonId=reason), 400, "BadRequest")
    assert codes(sandbox) == ["FLOW758"]
    assert "Neither" in refused(call("DELETE", PATH), 400, "BadRequest")


def test_a_body_that_names_nobody_can_be_accepted(call, rokt, sandbox, assume):
    assume(deactivate_nobody="ignore")
    assert call("DELETE", PATH).status == 202
    sandbox.settle()
    assert rokt.jobs[0].outcome == "ignored"


@pytest.mark.parametrize("body", [b"[]", b'{"id": 7}', b'{"id"'])
def test_a_body_of_the_wrong_shape_is_refused(call, rokt, body):
    refused(call("DELETE", PATH, body=body), 400, "BadRequest")
    assert rokt.jobs == ()


@pytest.mark.parametrize(("choice", "left"), [("id", [False, True, True]), ("both", [False, False, False])])
def test_an_id_and_a_user_name(end, rokt, sandbox, assume, named, choice, left):
    assume(deactivate_id_and_username=choice)
    assert end(id=ADA, userName="dora").status == 202
    sandbox.settle()
    assert active(rokt, ADA, *named) == left


def test_an_id_and_a_user_name_can_be_refused(end, assume):
    assume(deactivate_id_and_username="reject")
    assert "both" in refused(end(id=ADA, userName="dora"), 400, "BadRequest")


@pytest.mark.parametrize(("choice", "kept"), [("keep_events", 1), ("remove_events", 0)])
def test_what_becomes_of_the_events(create, end, rokt, sandbox, assume, choice, kept):
    assume(deactivation_effect=choice)
    create((ADA, BEN))
    end(id=ADA)
    sandbox.settle()
    assert len(rokt.visible_events(ADA)) == kept
    assert len(rokt.visible_events(BEN)) == 1


def test_a_person_can_unsubscribe_without_http(rokt, sandbox):
    ended = rokt.unsubscribe(ADA, reason="moved")
    sandbox.advance(hours=1)
    assert rokt.unsubscribe(ADA) == ended
    with pytest.raises(UsageError, match="no Rokt Calendar subscription"):
        rokt.unsubscribe(NOBODY)
