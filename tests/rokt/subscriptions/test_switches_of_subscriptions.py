"""What the account manager sets, and what the pages on subscriptions say in two ways."""

import pytest

from mockserver.errors import UsageError
from tests.rokt.rokt_calls import ADA, event, refused

SUBSCRIBE = "/v2/subscribe/acme/shows"


@pytest.fixture
def subscribe(call):
    return lambda **body: call("POST", SUBSCRIBE, json=body)


@pytest.mark.parametrize(("choice", "method"), [("accept", "Microsoft"), ("reject", None)])
def test_whether_one_can_subscribe_with_microsoft(subscribe, rokt, assume, choice, method):
    assume(microsoft_subscriptions=choice)
    answer = subscribe(subscriptionMethod="Microsoft")
    if method:
        assert rokt.subscription(answer.json()["subscriptionId"]).method == method
    else:
        assert "Microsoft" in refused(answer, 400, "BadRequest")


@pytest.mark.parametrize(("choice", "email"), [("keep", "a@example.test"), ("discard", "")])
def test_whether_an_email_address_is_kept(subscribe, rokt, assume, choice, email):
    assume(email_capture=choice)
    made = subscribe(subscriberId="cust-9", emailAddress="a@example.test").json()["subscriptionId"]
    assert rokt.subscription(made).email == email


def test_an_email_address_can_be_required(subscribe, rokt, assume):
    assume(email_capture="require")
    assert "email" in refused(subscribe(subscriberId="cust-9"), 400, "BadRequest")
    assert subscribe(emailAddress="a@example.test").status == 200
    with pytest.raises(UsageError, match="email"):
        rokt.subscribe("acme", "shows", subscriber_id="cust-9")


@pytest.mark.parametrize("method", ["Google", "Microsoft"])
def test_the_url_of_who_has_no_feed_is_an_assumption(subscribe, assume, method):
    made = subscribe(subscriptionMethod=method).json()
    assert made["subscriptionId"] in made["subscriptionUrl"]
    assert "roktcalendar" not in made["subscriptionUrl"]
    assume(consent_url="null")
    assert subscribe(subscriptionMethod=method).json()["subscriptionUrl"] is None


def test_subscribing_again_can_change_what_there_is(subscribe, rokt, sandbox, hook, assume):
    assume(merge_subscriptions="update")
    first = subscribe(subscriberId="cust-9", timeZoneId="UTC", marketingAllowed=True).json()
    again = subscribe(subscriberId="cust-9", timeZoneId="Tokyo Standard Time").json()
    assert (again["subscriptionId"], again["isNewSubscription"]) == (first["subscriptionId"], False)
    made = rokt.subscription(first["subscriptionId"])
    assert (made.time_zone_id, made.marketing_allowed) == ("Tokyo Standard Time", True)
    subscribe(subscriberId="cust-9", marketingAllowed=False, timeZoneId=None)
    made = rokt.subscription(first["subscriptionId"])
    assert (made.time_zone_id, made.marketing_allowed) == ("Tokyo Standard Time", False)
    sandbox.settle()
    assert [one["eventType"] for one in hook.bodies] == ["Subscribe", *["SubscriptionDetailsUpdated"] * 2]


@pytest.mark.parametrize(
    ("choice", "capital", "small"),
    [("both", "UTC", "UTC"), ("timeZoneId", "UTC", ""), ("timezoneId", "", "UTC")],
)
def test_what_the_zone_of_a_subscription_is_called(subscribe, rokt, assume, choice, capital, small):
    assume(time_zone_field=choice)
    for name, zone in (("timeZoneId", capital), ("timezoneId", small)):
        made = subscribe(**{name: "UTC"}).json()["subscriptionId"]
        assert rokt.subscription(made).time_zone_id == zone


@pytest.mark.parametrize(
    ("choice", "capital", "small"),
    [("both", 202, 202), ("userName", 202, 400), ("username", 400, 202)],
)
def test_what_the_user_name_of_a_deactivation_is_called(call, rokt, assume, choice, capital, small):
    assume(deactivate_username_field=choice)
    for name, status in (("userName", capital), ("username", small)):
        assert call("DELETE", "/v1/subscription/acme/shows", json={name: "dora"}).status == status


@pytest.mark.parametrize(("choice", "status"), [("ignore", 202), ("reject", 400)])
def test_ending_what_has_ended_is_an_assumption(call, rokt, sandbox, assume, choice, status):
    assume(deactivate_inactive=choice)
    rokt.unsubscribe(ADA)
    assert call("DELETE", "/v1/subscription/acme/shows", json={"id": ADA}).status == status


@pytest.mark.parametrize(("choice", "status"), [("ignore", 200), ("reject", 400)])
def test_a_field_no_page_knows_is_an_assumption(subscribe, assume, choice, status):
    assume(unknown_fields=choice)
    assert subscribe(colour="red").status == status


@pytest.mark.parametrize(("limit", "status"), [(0, 202), (2, 202), (1, 400)])
def test_how_many_subscriptions_an_event_may_be_sent_to(create, assume, limit, status):
    assume(subscription_ids_limit=limit)
    assert create([ADA, ADA[:-1] + "0"]).status == status


def test_an_event_id_is_the_accounts_or_a_calendars_own(call, rokt, sandbox, assume):
    google = {"Authorization": f"Bearer {rokt.issue_token('id')}"}
    rokt.state.calendar("acme", "shows")
    assume(event_id_scope="calendar")
    for code, title in (("shows", "One"), ("more", "Two")):
        if code == "more":
            account = rokt.state.account("acme")
            account.calendars[code] = type(account.calendars["shows"])(code=code, id="more-id", title="More")
        made = rokt.subscribe("acme", code, subscriber_id=f"in-{code}").id
        body = {"event": event(title=title), "subscriptionIds": [made]}
        assert call("POST", "/v1/subscriptionevent/acme", json=body, headers=google).status == 202
    sandbox.settle()
    titles = [rokt.visible_events(one.id) for one in rokt.state.subscriptions[-2:]]
    assert [[shown["title"] for shown in seen] for seen in titles] == [["One"], ["Two"]]


def test_an_event_id_is_the_accounts_by_default(call, rokt, sandbox, assume):
    assume(event_id_scope="account")
    for title in ("One", "Two"):
        made = rokt.subscribe("acme", "shows", subscriber_id=title).id
        body = {"event": event(title=title), "subscriptionIds": [made]}
        call("POST", "/v1/subscriptionevent/acme", json=body)
    sandbox.settle()
    titles = [rokt.visible_events(one.id)[0]["title"] for one in rokt.state.subscriptions[-2:]]
    assert titles == ["Two", "Two"]


@pytest.mark.parametrize(("choice", "microsoft"), [("all", "After"), ("google", "Before")])
def test_whose_calendar_shows_an_update(create, update, rokt, sandbox, assume, choice, microsoft):
    assume(synced_after_update=choice)
    ids = [rokt.subscribe("acme", "shows", method=name).id for name in ("webcal", "google", "microsoft")]
    create(ids, title="Before")
    sandbox.settle()
    update(title="After")
    sandbox.settle()
    assert [rokt.visible_events(one)[0]["title"] for one in ids] == ["After", "After", microsoft]
