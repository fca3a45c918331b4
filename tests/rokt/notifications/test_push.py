"""The push into Braze: what is sent, when, and what becomes of it."""

from dataclasses import replace

import pytest

from mockserver.http import Failure, NoResponse, Response
from mockserver.rokt import Account, BrazeLink, Calendar, Client, Tag
from tests.rokt.rokt_calls import KEY

FIRST = "5d423672-b6ba-4536-aa36-70788a7a0a36"
SECOND = "2c6c4a7e-0f52-4c1d-9b7a-f5733866ade2"
ATTRIBUTES = {
    "rokt:account_code": ["east/70788a7a0a36"],
    "rokt:account_id": ["east-id/70788a7a0a36"],
    "rokt:account_name": ["East/70788a7a0a36"],
    "rokt:calendar_code": ["games/70788a7a0a36"],
    "rokt:calendar_id": ["east-games/70788a7a0a36"],
    "rokt:calendar_title": ["Games/70788a7a0a36"],
    "rokt:country_code": ["NZ/70788a7a0a36"],
    "rokt:device_name": ["Phone/70788a7a0a36"],
    "rokt:geo_country": ["New Zealand/70788a7a0a36"],
    "rokt:optIn1": ["True/70788a7a0a36"],
    "rokt:optIn2": ["False/70788a7a0a36"],
    "rokt:source": ["east.roktcalendar.com/70788a7a0a36"],
    "rokt:subscriber_email": ["dora@example.test/70788a7a0a36"],
    "rokt:subscription_id": ["5d423672-b6ba-4536-aa36-70788a7a0a36"],
    "rokt:subscription_method": ["WebCal/70788a7a0a36"],
    "rokt:tags": ["Games/Home/70788a7a0a36", "Games/Away/70788a7a0a36"],
}


def subscribe(rokt, account="east", subscription_id=FIRST, **options):
    given = {"subscriber_id": "cust-1", "email": "dora@example.test", **options}
    return rokt.subscribe(account, "games", subscription_id=subscription_id, **given)


def pushed(receiver):
    return receiver.bodies[-1]["attributes"][0]


def test_the_sixteen_attributes_and_the_event_are_sent_with_the_key(rokt, sandbox, receiver):
    subscribe(
        rokt,
        tags=[Tag(name="Home"), Tag(name="Away")],
        marketing_allowed=True,
        country_code="NZ",
        geo_country="New Zealand",
        device_name="Phone",
    )
    assert receiver.requests == []
    sandbox.advance(seconds=1)
    [request] = receiver.requests
    assert (request.method, request.url) == ("POST", "https://braze.example.test/users/track")
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert receiver.bodies == [
        {
            "attributes": [{"external_id": "cust-1", **ATTRIBUTES}],
            "events": [
                {
                    "external_id": "cust-1",
                    "name": "subscribe",
                    "time": "2026-01-15T12:00:00Z",
                    "properties": {
                        "account_code": "east",
                        "calendar_code": "games",
                        "subscription_id": FIRST,
                        "subscription_method": "WebCal",
                    },
                }
            ],
        }
    ]
    assert len(ATTRIBUTES) == 16
    assert [(push.kind, push.outcome, push.status) for push in rokt.pushes] == [
        ("subscribe", "delivered", 201)
    ]


def test_the_journal_says_who_called(rokt, sandbox, receiver):
    subscribe(rokt)
    sandbox.settle()
    assert len(sandbox.journal.find(caller="rokt push")) == 1


def test_subscribing_by_the_api_is_pushed_too(call, rokt, sandbox, receiver):
    rokt.state.add_client(Client(client_id="east", client_secret="", accounts=frozenset({"east"})))
    headers = {"Authorization": f"Bearer {rokt.issue_token('east')}"}
    call("POST", "/v2/subscribe/east/games", json={"subscriberId": "cust-1"}, headers=headers)
    sandbox.settle()
    assert pushed(receiver)["external_id"] == "cust-1"


@pytest.mark.parametrize(("delay", "wait"), [(0, 0), (60, 60)])
def test_the_delay_is_an_assumption(rokt, sandbox, receiver, assume, delay, wait):
    assume(push_delay=delay)
    subscribe(rokt)
    assert len(receiver.requests) == (0 if wait else 1)
    sandbox.advance(seconds=wait)
    assert len(receiver.requests) == 1


def test_an_account_without_a_braze_is_not_pushed(rokt, sandbox, receiver):
    rokt.subscribe("acme", "shows", subscriber_id="cust-1")
    sandbox.settle()
    assert (rokt.pushes, receiver.requests) == ((), [])


def test_several_subscriptions_are_parallel_arrays(rokt, sandbox, receiver):
    subscribe(rokt)
    sandbox.settle()
    subscribe(rokt, "west", SECOND)
    rokt.subscribe("acme", "shows", subscriber_id="cust-1")
    sandbox.settle()
    assert pushed(receiver)["rokt:account_code"] == ["east/70788a7a0a36", "west/f5733866ade2"]
    assert pushed(receiver)["rokt:subscription_id"] == [FIRST, SECOND]
    assert receiver.bodies[1]["events"][0]["properties"]["subscription_id"] == SECOND


def test_attributes_can_be_added_instead(rokt, sandbox, receiver, assume):
    assume(push_arrays="add")
    subscribe(rokt)
    subscribe(rokt, "west", SECOND)
    sandbox.settle()
    assert pushed(receiver)["rokt:subscription_id"] == {"add": [SECOND]}
    rokt.unsubscribe(SECOND)
    sandbox.settle()
    assert pushed(receiver)["rokt:account_code"] == {"remove": ["west/f5733866ade2"]}


def test_a_suffix_can_be_unlike_the_id(rokt, sandbox, receiver, assume):
    assume(push_suffix="digest")
    subscribe(rokt)
    sandbox.settle()
    code, _, suffix = pushed(receiver)["rokt:account_code"][0].partition("/")
    assert (code, len(suffix)) == ("east", 12)
    assert suffix not in FIRST.replace("-", "")
    assert int(suffix, 16) >= 0


@pytest.mark.parametrize(
    ("choice", "identity"),
    [("email", {"email": "dora@example.test"}), ("subscription_id", {"external_id": FIRST})],
)
def test_who_is_meant_without_a_subscriber_id(rokt, sandbox, receiver, assume, choice, identity):
    assume(subscriber_id_fallback=choice)
    subscribe(rokt, "west", SECOND, subscriber_id="")
    subscribe(rokt, subscriber_id="")
    sandbox.settle()
    attributes = pushed(receiver)
    assert {name: attributes[name] for name in attributes if not name.startswith("rokt:")} == identity
    own = [FIRST] if choice == "subscription_id" else [SECOND, FIRST]
    assert attributes["rokt:subscription_id"] == own


@pytest.mark.parametrize(("choice", "email"), [("none", "dora@example.test"), ("email", "")])
def test_who_cannot_be_identified_is_not_pushed(rokt, sandbox, receiver, assume, choice, email):
    assume(subscriber_id_fallback=choice)
    subscribe(rokt, subscriber_id="", email=email)
    sandbox.settle()
    assert receiver.requests == []
    assert rokt.pushes[0].outcome == "skipped"
    assert "identifies" in rokt.pushes[0].reason


@pytest.mark.parametrize(("choice", "pushes"), [("no", 1), ("yes", 2)])
def test_subscribing_again(rokt, sandbox, receiver, assume, choice, pushes):
    assume(push_on_repeat=choice)
    subscribe(rokt, subscription_id=None)
    subscribe(rokt, subscription_id=None)
    sandbox.settle()
    assert len(receiver.requests) == pushes


@pytest.mark.parametrize(
    ("choice", "arrays", "told"),
    [
        ("no", "set", None),
        ("yes", "set", ["True/70788a7a0a36"]),
        ("yes", "add", {"add": ["True/70788a7a0a36"]}),
    ],
)
def test_whether_a_change_of_preferences_is_pushed(rokt, sandbox, receiver, assume, choice, arrays, told):
    assume(push_on_update=choice, push_arrays=arrays)
    made = subscribe(rokt)
    sandbox.settle()
    rokt.enrolment.change(replace(made, marketing_allowed=True))
    sandbox.settle()
    later = receiver.bodies[1:]
    assert [body["attributes"][0]["rokt:optIn1"] for body in later] == ([told] if told else [])
    assert not any("events" in body for body in later)


def test_unsubscribing_takes_the_subscription_out(rokt, sandbox, receiver):
    subscribe(rokt)
    subscribe(rokt, "west", SECOND)
    rokt.unsubscribe(FIRST)
    sandbox.settle()
    assert pushed(receiver)["rokt:subscription_id"] == [SECOND]
    rokt.unsubscribe(SECOND)
    sandbox.settle()
    assert pushed(receiver)["rokt:subscription_id"] == []
    assert "events" not in receiver.bodies[-1]


def test_unsubscribing_can_go_unsaid(rokt, sandbox, receiver, assume):
    assume(push_on_unsubscribe="no")
    subscribe(rokt)
    sandbox.settle()
    rokt.unsubscribe(FIRST)
    sandbox.settle()
    assert len(receiver.requests) == 1


def test_the_event_can_be_without_properties(rokt, sandbox, receiver, assume):
    assume(subscribe_event_properties="none")
    subscribe(rokt)
    sandbox.settle()
    assert "properties" not in receiver.bodies[0]["events"][0]


@pytest.mark.parametrize(("choice", "country", "device"), [("example", "AU", "Desktop"), ("blank", "", "")])
def test_what_is_not_known_of_a_subscriber(rokt, sandbox, receiver, assume, choice, country, device):
    assume(unknown_origin=choice)
    subscribe(rokt)
    sandbox.settle()
    assert pushed(receiver)["rokt:country_code"] == [f"{country}/70788a7a0a36"]
    assert pushed(receiver)["rokt:device_name"] == [f"{device}/70788a7a0a36"]


@pytest.mark.parametrize(
    "failure", [Response(429), Response(500), Response(503), NoResponse(Failure.TIMEOUT, "no answer")]
)
def test_a_failed_push_is_tried_again(rokt, sandbox, receiver, failure):
    receiver.answers = [failure, failure]
    subscribe(rokt)
    sandbox.advance(seconds=1)
    assert rokt.pushes[0].outcome == "pending"
    sandbox.advance(minutes=10)
    assert len(receiver.requests) == 3
    assert (rokt.pushes[0].outcome, rokt.pushes[0].reason) == ("delivered", "")
    assert [attempt.status for attempt in rokt.pushes[0].attempts][-1] == 201


def test_after_half_an_hour_a_push_is_given_up(rokt, sandbox, receiver):
    receiver.answers = [Response.of_json(503, {"message": "down"})] * 20
    subscribe(rokt)
    sandbox.advance(hours=3)
    assert len(receiver.requests) == 7
    assert (rokt.pushes[0].outcome, rokt.pushes[0].reason) == ("given up", "503: down")


@pytest.mark.parametrize(("interval", "period", "calls"), [(0, 1800, 1), (60, 120, 3), (60, 0, 1)])
def test_how_often_it_is_tried_is_an_assumption(rokt, sandbox, receiver, assume, interval, period, calls):
    assume(push_retry_interval=interval, push_retry_period=period)
    receiver.answers = [Response(500)] * 20
    subscribe(rokt)
    sandbox.advance(hours=3)
    assert len(receiver.requests) == calls


def test_a_retry_says_how_things_stand_by_then(rokt, sandbox, receiver):
    receiver.answers = [Response(500)]
    subscribe(rokt)
    sandbox.advance(seconds=1)
    subscribe(rokt, "west", SECOND)
    sandbox.advance(minutes=10)
    assert receiver.bodies[-1]["attributes"][0]["rokt:subscription_id"] == [FIRST, SECOND]
    assert receiver.bodies[-1]["events"][0]["properties"]["subscription_id"] == FIRST


def test_a_refused_push_is_not_tried_again(rokt, sandbox, receiver):
    receiver.answers = [Response.of_json(401, {"message": f"Invalid API key: {KEY}"})]
    subscribe(rokt)
    sandbox.advance(hours=1)
    assert len(receiver.requests) == 1
    assert rokt.pushes[0].outcome == "refused"
    assert rokt.pushes[0].reason.startswith("401: Invalid API key")
    assert KEY not in str(rokt.pushes[0])


@pytest.mark.parametrize("body", [b"<html>", b"[1]", b""])
def test_a_refusal_that_is_no_json_object_is_logged(rokt, sandbox, receiver, body):
    receiver.answers = [Response(404, body=body)]
    subscribe(rokt)
    sandbox.settle()
    assert rokt.pushes[0].reason.startswith("404")


def test_a_push_of_which_a_part_is_refused_is_told(rokt, sandbox, receiver):
    errors = [{"type": "bad", "input_array": "events", "index": 0}]
    receiver.answers = [Response.of_json(201, {"message": "success", "errors": errors})]
    subscribe(rokt)
    sandbox.settle()
    assert rokt.pushes[0].outcome == "partly refused"
    assert "bad" in rokt.pushes[0].reason


def test_a_subscription_pushed_to_another_braze_is_left_out(rokt, sandbox, receiver):
    link = BrazeLink(endpoint="https://elsewhere.example.test", api_key=KEY)
    games = {"games": Calendar(code="games")}
    rokt.state.add_account(Account(code="south", calendars=games, braze=link))
    sandbox.network.stub("elsewhere.example.test", receiver)
    subscribe(rokt, "south", SECOND)
    subscribe(rokt)
    sandbox.settle()
    assert [body["attributes"][0]["rokt:subscription_id"] for body in receiver.bodies] == [[SECOND], [FIRST]]


@pytest.mark.parametrize(
    ("choice", "both", "one", "none"),
    [("array", [FIRST, SECOND], [FIRST], []), ("single", SECOND, FIRST, None)],
)
def test_whether_the_subscription_id_is_an_array(rokt, sandbox, receiver, assume, choice, both, one, none):
    assume(push_subscription_id=choice)
    sent = []
    for step in (
        lambda: [subscribe(rokt), subscribe(rokt, "west", SECOND)],
        lambda: rokt.unsubscribe(SECOND),
        lambda: rokt.unsubscribe(FIRST),
    ):
        step()
        sandbox.settle()
        sent.append(pushed(receiver)["rokt:subscription_id"])
    assert sent == [both, one, none]
