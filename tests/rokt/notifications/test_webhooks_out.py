"""What an account's endpoints are told, and when."""

import pytest

from mockserver.errors import UsageError
from mockserver.rokt import NotificationType, Tag
from tests.rokt.rokt_calls import ADA, BEN, CLEO, event

EVENT_ID = "Event_0001_cust-1"


@pytest.fixture
def told(sandbox, hook, assume):
    """Run all background work and give the type and details of what was told since."""
    assume(webhook_duplicates="never")

    def notifications():
        sandbox.settle()
        bodies = hook.bodies
        hook.requests.clear()
        return [(body["eventType"], body["eventDetails"]) for body in bodies]

    return notifications


def subscribed(call, **body):
    return call("POST", "/v2/subscribe/acme/shows", json=body).json()["subscriptionId"]


def test_a_subscription_made_by_api_is_told(call, rokt, told, hook):
    made = subscribed(call, calendarTags=[{"externalId": "all"}], subscriberId="cust-9")
    [(kind, details)] = told()
    assert (kind, details["actionType"]) == ("Subscribe", "SubscriptionViaWebApi")
    assert (details["accountId"], details["accountName"], details["accountCode"]) == (
        "acme-id",
        "Acme",
        "acme",
    )
    assert details["calendarSubscriptionId"] == details["subscription"]["calendarSubscriptionId"] == made
    shown = details["subscription"]
    assert shown["calendarTags"] == [{"tagId": "tag-1", "tagName": "All Teams"}]
    assert (shown["calendarCode"], shown["subscriptionMethod"]) == ("shows", "Webcal")
    assert shown["subscriberId"] == "cust-9"


def test_a_subscription_made_with_events_says_so_and_each_is_told(call, told):
    subscribed(call, events=[event()])
    first, second = told()
    assert first[1]["actionType"] == "SubscriptionWithEventsViaWebApi"
    assert second[0] == "SubscriptionEventAdded"
    assert second[1]["subscriptionEvent"]["eventId"] == EVENT_ID


def test_a_person_subscribing_and_leaving_on_a_page_is_told(rokt, told):
    made = rokt.subscribe("acme", "shows", country_code="US")
    rokt.unsubscribe(made.id, reason="Too many")
    (first, begun), (second, ended) = told()
    assert (first, second) == ("Subscribe", "Unsubscribe")
    assert begun["actionType"] == ended["actionType"] == "SubscriptionViaCalendarPage"
    assert ended["subscription"]["removedDateTimeUtc"] == "2026-01-15 12:00:00.000000"
    assert ended["subscription"]["unsubscribeReasonText"] == "Too many"
    assert ended["subscription"]["countryCode"] == "US"


def test_subscribing_again_is_not_told(call, told):
    subscribed(call, subscriberId="cust-9")
    told()
    subscribed(call, subscriberId="cust-9")
    assert told() == []


def test_a_deactivation_is_told_once_for_each_subscription(call, rokt, told):
    for method in ("webcal", "google"):
        rokt.subscribe("acme", "shows", username="dora", method=method)
    told()
    call("DELETE", "/v1/subscription/acme/shows", json={"userName": "dora"})
    assert [kind for kind, _ in told()] == ["Unsubscribe", "Unsubscribe"]


def test_an_update_and_a_deletion_may_be_told_for_each_subscription(create, update, call, told, assume):
    assume(webhook_on_changed_event="per_subscription")
    create((ADA, BEN))
    told()
    update(title="Closing night")
    call("DELETE", f"/v1/subscriptionevent/acme/{EVENT_ID}")
    assert [(kind, details["calendarSubscriptionId"]) for kind, details in told()] == [
        ("SubscriptionEventUpdated", ADA),
        ("SubscriptionEventUpdated", BEN),
        ("SubscriptionEventDeleted", ADA),
        ("SubscriptionEventDeleted", BEN),
    ]


def test_a_replaced_event_may_be_told_for_each_subscription_that_had_it(create, told, assume):
    assume(webhook_on_changed_event="per_subscription")
    create((ADA,))
    told()
    create((ADA, BEN))
    changes = [(kind, details["calendarSubscriptionId"]) for kind, details in told()]
    assert changes == [("SubscriptionEventUpdated", ADA), ("SubscriptionEventAdded", BEN)]


SENT = event(actionType="Sent")


@pytest.mark.parametrize("body", [SENT, {"event": SENT}, {"event": event(), "actionType": "Sent"}])
def test_an_update_may_name_the_action_type_wherever_the_pages_have_it(create, call, told, assume, body):
    assume(webhook_action_type="sent")
    create()
    told()
    call("POST", "/v1/subscriptionevent/acme/update", json=body)
    assert [details["actionType"] for _, details in told()] == ["Sent"]


def test_an_event_is_told_to_be_added_to_each_subscription_that_gets_it(create, told):
    create((ADA, BEN, CLEO))
    ada, ben = told()
    assert (ada[0], ada[1]["calendarSubscriptionId"]) == ("SubscriptionEventAdded", ADA)
    assert ben[1]["subscription"]["calendarSubscriptionId"] == BEN
    assert ada[1]["subscriptionEvent"]["title"] == "Opening night"
    assert ada[1]["subscriptionEvent"]["notifyBefore"] == 15


def test_an_update_and_a_deletion_are_told_once_and_name_no_subscription(create, update, call, told):
    create((ADA, BEN))
    told()
    update(title="Closing night")
    call("DELETE", f"/v1/subscriptionevent/acme/{EVENT_ID}")
    (first, updated), (second, deleted) = told()
    assert (first, second) == ("SubscriptionEventUpdated", "SubscriptionEventDeleted")
    assert updated["subscriptionEvent"]["title"] == "Closing night"
    assert deleted["subscriptionEvent"] == {"eventId": EVENT_ID}
    assert "calendarSubscriptionId" not in updated
    assert "subscription" not in deleted


def test_what_the_background_passes_over_is_not_told(update, call, told):
    update()
    call("DELETE", f"/v1/subscriptionevent/acme/{EVENT_ID}")
    call("DELETE", f"/v2/subscription/acme/{ADA}/subscriptionevent/{EVENT_ID}")
    assert told() == []


def test_a_subscriber_removing_an_event_is_told(create, rokt, told):
    create()
    told()
    assert rokt.remove_event(ADA, EVENT_ID)
    assert not rokt.remove_event(ADA, EVENT_ID)
    [(kind, details)] = told()
    assert (kind, details["actionType"]) == ("SubscriptionEventRemoved", "SubscriptionViaCalendarPage")
    assert details["subscriptionEvent"] == {"eventId": EVENT_ID}


@pytest.mark.parametrize(("choice", "kinds"), [("yes", ["SubscriptionEventRemoved"]), ("no", [])])
def test_whether_a_removal_by_api_is_told(create, call, told, assume, choice, kinds):
    assume(webhook_on_remove_event=choice)
    create()
    told()
    call("DELETE", f"/v2/subscription/acme/{ADA}/subscriptionevent/{EVENT_ID}")
    assert [kind for kind, _ in told()] == kinds


@pytest.mark.parametrize(("choice", "kinds"), [("per_subscription", ["SubscriptionEventAdded"]), ("no", [])])
def test_whether_a_new_event_is_told(create, told, assume, choice, kinds):
    assume(webhook_on_create_event=choice)
    create()
    assert [kind for kind, _ in told()] == kinds


@pytest.mark.parametrize(
    ("choice", "kinds"),
    [("yes", ["SubscriptionEventUpdated", "SubscriptionEventAdded"]), ("no", ["SubscriptionEventAdded"])],
)
def test_whether_a_replaced_event_is_told(create, told, assume, choice, kinds):
    assume(webhook_on_replaced_event=choice)
    create((ADA,))
    told()
    create((ADA, BEN), title="Again")
    assert [kind for kind, _ in told()] == kinds


@pytest.mark.parametrize(
    ("choice", "kinds"), [("eight", ["Subscribe", "SubscriptionEventAdded"]), ("two", ["Subscribe"])]
)
def test_which_types_there_are(call, told, assume, choice, kinds):
    assume(webhook_types=choice)
    subscribed(call, events=[event()])
    assert [kind for kind, _ in told()] == kinds


@pytest.mark.parametrize(
    ("choice", "names"),
    [
        ("tables", ["SubscriptionDetailsUpdated", "SubscriptionEventDeleted"]),
        ("examples", ["SubscriptionDetailsUpdate", "SubscriptionEventRemoved"]),
    ],
)
def test_what_two_types_are_called(call, create, told, assume, choice, names):
    assume(webhook_type_names=choice)
    create()
    told()
    call("PUT", f"/v1/subscription/{ADA}", json={"timeZoneId": "UTC"})
    call("DELETE", f"/v1/subscriptionevent/acme/{EVENT_ID}")
    assert [kind for kind, _ in told()] == names


@pytest.mark.parametrize(
    ("choice", "at_the_top", "inside"),
    [("both", True, True), ("details", True, False), ("subscription", False, True)],
)
def test_where_the_subscription_id_stands(create, told, assume, choice, at_the_top, inside):
    assume(webhook_subscription_id_place=choice)
    create()
    [(_, details)] = told()
    assert ("calendarSubscriptionId" in details) == at_the_top
    assert ("calendarSubscriptionId" in details["subscription"]) == inside


@pytest.mark.parametrize(
    ("choice", "name"), [("webcal_as_in_webhooks", "Webcal"), ("webcal_as_in_api", "WebCal")]
)
def test_how_webcal_is_spelled(rokt, told, assume, choice, name):
    assume(webhook_method_name=choice)
    rokt.subscribe("acme", "shows")
    [(_, details)] = told()
    assert details["subscription"]["subscriptionMethod"] == name


def test_what_is_known_of_half_read_objects_can_be_left_at_that(create, rokt, told, assume):
    assume(webhook_details="documented")
    made = rokt.subscribe("acme", "shows", tags=[Tag(id="t", name="T")])
    create()
    rokt.unsubscribe(made.id)
    details = dict(told())
    basic = {"calendarSubscriptionId", "calendarId", "calendarTitle", "calendarCode", "subscriptionMethod"}
    assert set(details["Subscribe"]["subscription"]) == basic | {"calendarTags"}
    assert details["Subscribe"]["subscription"]["calendarTags"] == [{"tagId": "t"}]
    assert set(details["SubscriptionEventAdded"]["subscriptionEvent"]) == {"title", "location", "description"}
    assert "calendarTitle" not in details["Unsubscribe"]["subscription"]


@pytest.mark.parametrize(
    ("choice", "action"),
    [
        ("origin", "SubscriptionViaWebApi"),
        ("sent", "SubscriptionViaSms"),
        ("example", "SubscriptionViaCalendarPage"),
    ],
)
def test_which_action_type_is_told(call, told, assume, choice, action):
    assume(webhook_action_type=choice)
    subscribed(call, actionType="SubscriptionViaSms")
    assert [details["actionType"] for _, details in told()] == [action]


def test_a_test_notification_is_about_nothing(rokt, told, sandbox):
    rokt.webhooks.send_test("acme")
    [(kind, details)] = told()
    assert (kind, details["accountCode"]) == ("Test", "acme")
    assert "subscription" not in details
    with pytest.raises(UsageError, match="no Rokt Calendar account"):
        rokt.webhooks.send_test("nowhere")


def test_an_endpoint_gets_only_the_types_it_wants(rokt, told, create):
    [endpoint] = rokt.state.account("acme").webhooks
    wanted = type(endpoint)(url=endpoint.url, types=frozenset({NotificationType.UNSUBSCRIBE}))
    account = rokt.state.account("acme")
    rokt.state.accounts["acme"] = type(account)(
        code="acme", id="acme-id", calendars=account.calendars, webhooks=(wanted,)
    )
    create()
    rokt.unsubscribe(ADA)
    assert [kind for kind, _ in told()] == ["Unsubscribe"]
