"""Deleting an event for everybody, and removing it from one subscription."""

import pytest

from tests.rokt.rokt_calls import ADA, BEN, NOBODY, codes, refused

DELETE = "/v1/subscriptionevent/acme/Event_0001_cust-1"


def remove(subscription_id, event_id="Event_0001_cust-1"):
    return f"/v2/subscription/acme/{subscription_id}/subscriptionevent/{event_id}"


@pytest.fixture
def present(create, sandbox):
    """An event that Ada and Ben have."""
    create((ADA, BEN))
    sandbox.settle()


@pytest.mark.usefixtures("present")
def test_a_deleted_event_is_gone_for_everybody(call, rokt, sandbox):
    assert call("DELETE", DELETE).status == 202
    assert rokt.visible_events(ADA)
    sandbox.settle()
    assert rokt.visible_events(ADA) == rokt.visible_events(BEN) == ()
    assert rokt.jobs[-1].reason == "deleted from 2 subscriptions"


@pytest.mark.usefixtures("present")
def test_a_deleted_event_can_be_created_again(call, create, rokt, sandbox):
    call("DELETE", DELETE)
    create()
    sandbox.settle()
    assert len(rokt.visible_events(ADA)) == 1
    assert rokt.visible_events(BEN) == ()


@pytest.mark.usefixtures("present")
def test_a_removed_event_is_gone_for_one_subscription(call, rokt, sandbox):
    assert call("DELETE", remove(ADA.upper())).status == 202
    sandbox.settle()
    assert rokt.visible_events(ADA) == ()
    assert len(rokt.visible_events(BEN)) == 1


@pytest.mark.parametrize("path", [DELETE, remove(ADA), remove(NOBODY), remove("no-guid")])
def test_an_event_that_is_not_there_is_accepted_and_ignored(call, rokt, sandbox, path):
    assert call("DELETE", path).status == 202
    sandbox.settle()
    assert rokt.jobs[0].outcome == "ignored"
    assert codes(sandbox) == ["FLOW756"]


@pytest.mark.parametrize("path", [DELETE, remove(ADA)])
def test_an_event_that_is_not_there_can_be_refused(call, rokt, assume, path):
    assume(delete_unknown_event="reject")
    refused(call("DELETE", path), 400, "BadRequest")
    assert rokt.jobs == ()


@pytest.mark.usefixtures("present")
def test_an_event_that_is_there_is_not_refused(call, assume, sandbox, rokt):
    assume(delete_unknown_event="reject")
    assert call("DELETE", remove(ADA)).status == 202
    sandbox.settle()
    refused(call("DELETE", remove(ADA)), 400, "BadRequest")
    assert call("DELETE", DELETE).status == 202


def test_an_event_id_may_hold_any_character(call, create, rokt, sandbox):
    create(eventId="a/b c?é")
    call("DELETE", "/v1/subscriptionevent/acme/a%2Fb%20c%3F%C3%A9")
    sandbox.settle()
    assert [job.outcome for job in rokt.jobs] == ["applied", "applied"]
