"""Subscribing a person to a calendar."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.contracts import CreateSubscription
from mockserver.errors import UsageError
from mockserver.evidence import Assumptions
from mockserver.rokt import ROKT_ASSUMPTIONS, Account, Calendar, Method
from mockserver.rokt.subscriptions.new_subscription import method_of, subscription_from
from tests.rokt.rokt_calls import ADA, SHOWS, event, refused

PERSON = {"subscriberId": "cust-9", "emailAddress": "dora@example.test"}


@pytest.fixture
def subscribe(call):
    def send(**body):
        return call("POST", "/v2/subscribe/acme/shows", json=body)

    return send


def test_the_answer_names_the_new_subscription(subscribe, rokt):
    answer = subscribe(**PERSON, userName="dora", redirectTo="https://example.test/done")
    assert answer.status == 200
    body = answer.json()
    made = rokt.subscription(body.pop("subscriptionId"))
    assert body == {
        "subscriptionUrl": f"webcal://api.roktcalendar.com/feed/{made.id}.ics",
        "username": "dora",
        "password": None,
        "isNewSubscription": True,
        "subscriberId": "cust-9",
        "redirectTo": "https://example.test/done",
    }
    assert (made.subscriber_id, made.email, made.method) == ("cust-9", "dora@example.test", Method.WEBCAL)


def test_nothing_in_the_body_is_required(subscribe):
    assert subscribe().status == 200


def test_a_refused_body_makes_no_subscription(subscribe, rokt):
    before = rokt.state.subscriptions
    reason = refused(subscribe(marketingAllowed="yes", timeZoneId="EST"), 400, "BadRequest")
    assert "marketingAllowed" in reason
    assert "EST" in reason
    assert rokt.state.subscriptions == before


@pytest.mark.parametrize(
    "person", [PERSON, {"subscriberId": "cust-9"}, {"emailAddress": "dora@example.test"}]
)
def test_subscribing_again_gives_the_same_subscription(subscribe, person):
    first, second = subscribe(**person).json(), subscribe(**person).json()
    assert first["subscriptionId"] == second["subscriptionId"]
    assert (first["isNewSubscription"], second["isNewSubscription"]) == (True, False)


@pytest.mark.parametrize("body", [{}, {**PERSON, "subscriptionMethod": 1}, {"subscriberId": "cust-10"}])
def test_another_person_or_method_is_another_subscription(subscribe, body):
    subscribe(**PERSON)
    subscribe()
    assert subscribe(**body).json()["isNewSubscription"] is True


def test_the_case_of_an_email_does_not_make_another_person(subscribe):
    subscribe(emailAddress="Dora@example.test")
    assert subscribe(emailAddress="dora@Example.test").json()["isNewSubscription"] is False


def test_the_same_calendar_code_in_another_account_is_another_calendar(rokt):
    rokt.state.add_account(Account(code="gamma", calendars={"shows": Calendar(code="shows")}))
    made = [rokt.subscribe(account, "shows", subscriber_id="cust-9") for account in ("acme", "gamma")]
    assert made[0].id != made[1].id


def test_who_unsubscribed_gets_a_new_subscription(subscribe, rokt):
    rokt.unsubscribe(subscribe(**PERSON).json()["subscriptionId"])
    assert subscribe(**PERSON).json()["isNewSubscription"] is True


def test_subscribing_again_can_make_a_new_subscription(subscribe, assume):
    assume(merge_subscriptions="new")
    subscribe(**PERSON)
    assert subscribe(**PERSON).json()["isNewSubscription"] is True


@pytest.mark.parametrize(
    ("choice", "zero", "one"), [("webcal_first", "WebCal", "Google"), ("google_first", "Google", "WebCal")]
)
def test_which_method_a_number_means(subscribe, rokt, assume, choice, zero, one):
    assume(subscription_method_numbers=choice)
    for number, method in [(0, zero), (1, one), (2, "Microsoft"), ("webcal", "WebCal")]:
        made = subscribe(subscriptionMethod=number).json()["subscriptionId"]
        assert rokt.subscription(made).method == method


@pytest.mark.parametrize("method", [3, -1, "Fax"])
def test_an_unknown_method_is_refused(subscribe, method):
    assert str(method) in refused(subscribe(subscriptionMethod=method), 400, "BadRequest")


@pytest.mark.parametrize(("choice", "scheme"), [("webcal", "webcal"), ("https", "https")])
def test_the_scheme_of_the_feed_is_an_assumption(subscribe, assume, choice, scheme):
    assume(subscription_url=choice)
    assert subscribe().json()["subscriptionUrl"].startswith(f"{scheme}://")
    assert subscribe(subscriptionMethod="Google").json()["subscriptionUrl"].startswith("https://")


def test_events_sent_along_show_after_the_delay(subscribe, rokt, sandbox):
    made = subscribe(events=[event(), event(eventId="second", title="Encore")]).json()["subscriptionId"]
    assert rokt.visible_events(made) == ()
    sandbox.settle()
    assert [one["title"] for one in rokt.visible_events(made)] == ["Opening night", "Encore"]


def test_tags_are_the_calendars_where_it_has_them(subscribe, rokt):
    asked = [{"externalId": "all"}, {"internalId": "tag-1"}, {"internalId": "x", "externalId": "y"}]
    made = rokt.subscription(subscribe(calendarTags=asked).json()["subscriptionId"])
    assert [(tag.id, tag.name) for tag in made.tags] == [
        ("tag-1", "All Teams"),
        ("tag-1", "All Teams"),
        ("x", "y"),
    ]


def test_a_tag_the_calendar_does_not_list_is_shown_without_an_id(subscribe, call):
    made = subscribe(calendarTags=[{"externalId": "y"}]).json()["subscriptionId"]
    assert call("GET", f"/v1/subscription/{made}").json()["tags"] == [{"id": None, "name": "y"}]


def test_a_person_can_subscribe_without_http(rokt):
    made = rokt.subscribe(
        "acme", "shows", subscriber_id="cust-9", method="google", subscription_id=ADA[:-1] + "7"
    )
    assert (made.id, made.method) == (ADA[:-1] + "7", Method.GOOGLE)
    assert rokt.subscribe("acme", "shows", subscriber_id="cust-9", method="google") == made


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"account": "nowhere"}, "no Rokt Calendar account 'nowhere'"),
        ({"calendar": "nothing"}, "no calendar 'nothing'"),
        ({"method": "fax"}, "no subscription method 'fax'"),
        ({"subscription_id": ADA}, "already a subscription"),
    ],
)
def test_a_mistake_made_without_http_is_explained(rokt, wrong, said):
    with pytest.raises(UsageError, match=said):
        rokt.subscribe(**{"account": "acme", "calendar": "shows", **wrong})


@given(st.none() | st.integers() | st.text())
def test_any_method_is_read_or_not_known(asked):
    body = CreateSubscription(subscriptionMethod=asked)
    method = method_of(body, Assumptions(ROKT_ASSUMPTIONS))
    assert method is None or method in Method


@given(st.builds(CreateSubscription))
def test_any_accepted_body_is_a_subscription(body):
    made = subscription_from(body, "acme", SHOWS, Method.WEBCAL)
    assert made.is_active
    assert len(made.tags) == len(body.calendar_tags or ())
