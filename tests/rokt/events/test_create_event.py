"""Creating an event for subscriptions."""

import pytest

from tests.rokt.rokt_calls import ADA, BEN, CLEO, NOBODY, codes, refused


def titles(rokt, subscription_id=ADA):
    return [shown["title"] for shown in rokt.visible_events(subscription_id)]


def test_the_event_shows_after_the_processing_delay(create, rokt, sandbox):
    answer = create()
    assert (answer.status, answer.body) == (202, b"")
    assert answer.headers["content-type"].startswith("text/plain")
    sandbox.advance(seconds=4)
    assert titles(rokt) == []
    sandbox.advance(seconds=1)
    assert titles(rokt) == ["Opening night"]
    assert titles(rokt, BEN) == []


def test_one_event_reaches_several_subscriptions(create, rokt, sandbox):
    create((ADA, BEN.upper()))
    sandbox.settle()
    assert titles(rokt) == titles(rokt, BEN) == ["Opening night"]
    assert rokt.jobs[0].reason == "created and given to 2 subscriptions"


@pytest.mark.parametrize(("delay", "advance", "shown"), [(0, 0, True), (120, 119, False), (120, 120, True)])
def test_the_delay_is_an_assumption(create, rokt, sandbox, assume, delay, advance, shown):
    assume(processing_delay=delay)
    create()
    sandbox.advance(seconds=advance)
    assert bool(titles(rokt)) == shown


def test_a_delay_beyond_all_dates_means_never(create, rokt, sandbox, assume):
    assume(processing_delay=1e30)
    assert create().status == 202
    sandbox.advance(days=365)
    assert rokt.jobs[0].outcome == "pending"


@pytest.mark.parametrize(
    ("choice", "body", "content_type"),
    [("empty", b"", "text/plain"), ("text", b"Accepted", "text/plain"), ("json", b"{}", "application/json")],
)
def test_the_body_of_a_202_is_an_assumption(create, assume, choice, body, content_type):
    assume(accepted_body=choice)
    answer = create()
    assert (answer.status, answer.body) == (202, body)
    assert answer.headers["content-type"].startswith(content_type)


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [("application/json", "application/json"), ("text/plain", "text/plain"), ("*/*", "text/plain")],
)
def test_the_body_of_a_202_can_be_what_the_client_accepts(call, rokt, assume, accept, content_type):
    assume(accepted_body="negotiated")
    headers = {"Authorization": f"Bearer {rokt.issue_token('id')}", "Accept": accept}
    answer = call("DELETE", "/v1/subscriptionevent/acme/any", headers=headers)
    assert answer.headers["content-type"].startswith(content_type)


def test_an_empty_id_is_refused(create, rokt, sandbox):
    reason = refused(create(("",)), 400, "BadRequest")
    assert reason == "A subscription id is empty (/subscriptionIds/0)."
    assert codes(sandbox) == ["ROKT131"]
    assert rokt.jobs == ()


@pytest.mark.parametrize(
    ("stray", "code"), [(NOBODY, "FLOW753"), (CLEO, "FLOW754"), ("abc", "ROKT132"), ("", "ROKT131")]
)
def test_an_id_that_is_not_the_accounts_is_passed_over(create, rokt, sandbox, stray, code):
    assert create((stray, ADA)).status == 202
    assert codes(sandbox) == [code]
    sandbox.settle()
    assert titles(rokt) == ["Opening night"]
    assert titles(rokt, CLEO) == []
    assert rokt.jobs[0].reason == "created and given to 1 subscription, 1 passed over"


@pytest.mark.parametrize("stray", [NOBODY, CLEO, "abc", ""])
def test_an_id_that_is_not_the_accounts_can_be_refused(create, rokt, sandbox, assume, stray):
    assume(unknown_subscription_ids="reject")
    refused(create((stray, ADA)), 400, "BadRequest")
    assert len(codes(sandbox)) == 1
    assert sandbox.settle() == 0
    assert titles(rokt) == []


def test_ids_that_are_all_unknown_are_accepted_and_ignored(create, rokt, sandbox):
    assert create((NOBODY, CLEO)).status == 202
    sandbox.settle()
    assert rokt.jobs[0].outcome == "ignored"
    assert rokt.jobs[0].reason == "none of the ids is an active subscription of the account"
    assert titles(rokt, CLEO) == []


def test_ids_that_are_all_unknown_can_be_refused(create, assume):
    assume(all_unknown_subscription_ids="reject")
    assert "another account" in refused(create((NOBODY, CLEO)), 400, "BadRequest")
    assert create((NOBODY, ADA)).status == 202


def test_a_deactivated_subscription_is_passed_over(create, rokt, sandbox):
    rokt.unsubscribe(ADA)
    assert create().status == 202
    assert codes(sandbox) == ["FLOW755"]
    sandbox.settle()
    assert rokt.jobs[0].outcome == "ignored"
    assert titles(rokt) == []


def test_who_unsubscribes_before_the_work_is_done_gets_nothing(create, rokt, sandbox):
    create()
    rokt.unsubscribe(ADA)
    sandbox.settle()
    assert titles(rokt) == []


def test_an_event_of_the_same_id_replaces_the_first_and_adds_subscriptions(create, rokt, sandbox):
    create()
    create((BEN,), title="Closing night")
    sandbox.settle()
    assert titles(rokt) == titles(rokt, BEN) == ["Closing night"]
    assert rokt.jobs[1].reason == "replaced the event of that id and given to 1 subscription"


def test_an_event_of_the_same_id_can_be_refused(create, rokt, sandbox, assume):
    assume(create_existing_event="reject")
    create()
    create(title="Too early to be refused")
    sandbox.settle()
    assert [job.outcome for job in rokt.jobs] == ["applied", "ignored"]
    assert "already has an event" in refused(create(title="Closing night"), 400, "BadRequest")
    assert codes(sandbox) == ["FLOW757"]
    assert titles(rokt) == ["Opening night"]


def test_an_event_of_the_same_id_can_be_a_second_one(create, rokt, sandbox, assume):
    assume(create_existing_event="duplicate")
    create()
    create(title="Closing night")
    sandbox.settle()
    assert titles(rokt) == ["Opening night", "Closing night"]


def test_the_same_id_in_two_accounts_is_two_events(call, create, rokt, sandbox):
    create()
    body = sandbox.journal[-1].request.text.replace(ADA, CLEO).replace("Opening", "Beta")
    assert call("POST", "/v1/subscriptionevent/beta", body=body.encode()).status == 202
    sandbox.settle()
    assert titles(rokt) == ["Opening night"]
    assert titles(rokt, CLEO) == ["Beta night"]
