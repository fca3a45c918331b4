"""Recorded exchanges against the simulator."""

import json
from contextlib import contextmanager

import httpx
import pytest

import mockserver
from mockserver.capture.reading import parse_report
from mockserver.capture.replaying import _first_difference, render_replay, replay
from mockserver.server.plain import plain_exchange
from tests.rokt.rokt_calls import ADA
from tests.server.serving import event

ROKT = "https://api.roktcalendar.com"


@contextmanager
def client_of(sandbox):
    """Give a client that has a token."""
    with httpx.Client(transport=mockserver.SandboxTransport(sandbox)) as client:
        auth, form = ("acme-client", "acme-secret"), {"grant_type": "client_credentials"}
        token = client.post(f"{ROKT}/oauth2/token", data=form, auth=auth).json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


def told_of(sandbox):
    """Give a recording as a live server's journal tells it."""
    return {"exchanges": [plain_exchange(exchange) for exchange in sandbox.journal]}


@pytest.fixture
def recording(acme):
    """Record what a client does with a fresh sandbox."""
    sandbox = acme.open(seed=99)
    with client_of(sandbox) as client:
        person = {"subscriberId": "new", "redirectTo": "https://example.test/"}
        made = client.post(f"{ROKT}/v2/subscribe/acme/shows", json=person).json()["subscriptionId"]
        sandbox.advance(minutes=1)
        client.get(f"{ROKT}/v1/subscription/{made}")
    return told_of(sandbox)


def played(recording, workspace):
    return replay(parse_report(json.dumps(recording)), workspace)


def test_the_simulator_agrees_with_its_own_recording_though_it_makes_up_other_ids(recording, acme):
    results = played(recording, acme)
    assert len(results) == 3
    assert [each.differences for each in results] == [(), (), ()]
    assert results[2].exchange.status == 200


def test_a_difference_is_told_with_its_place(recording, acme):
    last = recording["exchanges"][-1]["response"]
    last["status"] = 418
    last["body"] = last["body"].replace('"acme"', '"other"').replace("}", ', "surplus": 1}', 1)
    (told,) = [each.differences for each in played(recording, acme) if each.differences]
    assert "status: recorded 418, got 200" in told
    assert any("surplus" in sentence and "recorded 1" in sentence for sentence in told)


def test_the_report_counts_and_shows_no_credential(recording, acme):
    recording["exchanges"][0]["response"]["status"] = 500
    text = render_replay(played(recording, acme))
    assert text.splitlines()[-1] == "2 alike, 1 different"
    assert "acme-secret" not in text


def test_bodies_that_are_no_json_are_compared_as_they_are(acme):
    entry = {
        "caller": "client",
        "request": {"method": "GET", "url": f"{ROKT}/nothing", "headers": [], "body": ""},
        "response": {"status": 404, "headers": [], "body": "<html>"},
    }
    fields = {"method": "POST", "url": f"{ROKT}/v1/subscriptionevent/", "headers": [], "body": ""}
    (result,) = played({"exchanges": [{**entry, "request": fields}]}, acme)
    assert any(sentence.startswith('body: recorded "<html>", got "{') for sentence in result.differences)


@pytest.fixture
def feed(acme):
    """Record the feed of a subscription after an event."""
    sandbox = acme.open(seed=99)
    with client_of(sandbox) as client:
        client.post(f"{ROKT}/v1/subscriptionevent/acme", json=event("Event_0001"))
        sandbox.advance(minutes=5)
        client.get(f"{ROKT}/feed/{ADA}.ics")
    return told_of(sandbox)


def test_a_feed_agrees_with_its_own_recording(feed, acme):
    assert "BEGIN:VEVENT" in feed["exchanges"][-1]["response"]["body"]
    assert [each.differences for each in played(feed, acme)] == [(), (), ()]


def test_a_text_that_differs_far_from_its_beginning_is_told_by_its_line(feed, acme):
    answer = feed["exchanges"][-1]["response"]
    answer["body"] = answer["body"].replace("SUMMARY:", "SUMMARY:Not ")
    number = answer["body"].partition("SUMMARY:")[0].count("\n") + 1
    (told,) = played(feed, acme)[-1].differences
    assert told.startswith(f'body, line {number}: recorded "SUMMARY:Not ')
    assert ', got "SUMMARY:' in told


def test_a_line_too_many_is_told(feed, acme):
    feed["exchanges"][-1]["response"]["body"] += "X:1"
    (told,) = played(feed, acme)[-1].differences
    assert told.endswith(': recorded "X:1", got ""')


def test_a_long_line_is_cut_around_the_place_where_it_differs():
    (told,) = _first_difference([("a" * 1000 + "b" + "c" * 1000, "a" * 1000)])
    assert told == f'body: recorded "…{"a" * 60}b{"c" * 139}…", got "…{"a" * 60}"'
