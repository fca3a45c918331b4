import pytest

from mockserver.contracts import CREATE_SUBSCRIPTION


def check(body, assumptions=None):
    return CREATE_SUBSCRIPTION.check(body, assumptions or {})


def test_every_field_is_optional_by_default(told):
    assert check({}).findings == ()


def test_a_whole_subscription_keeps_its_values():
    body = {
        "subscriberId": "user-1",
        "emailAddress": "a@example.com",
        "redirectTo": "https://example.com/done",
        "calendarTags": [{"internalId": "1", "externalId": "a"}],
        "timeZoneId": "Eastern Standard Time",
        "subscriptionMethod": "Google",
        "eventReminderMinutes": 15,
    }
    checked = check(body)
    assert checked.findings == ()
    assert checked.value.calendar_tags[0].external_id == "a"
    assert checked.value.subscription_method == "Google"


def test_a_redirect_is_required_where_the_assumption_says_so(told):
    strict = {"rokt.redirect_to_required": "yes"}
    assert told(check({}, strict)) == [("ROKT140", "error", "/redirectTo")]
    assert check({"redirectTo": "myapp://done"}, strict).findings == ()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"redirectTo": "done.html"}, ("ROKT141", "warning", "/redirectTo")),
        ({"emailAddress": "a@b"}, ("ROKT142", "warning", "/emailAddress")),
        ({"requestEventIds": ["391756"]}, ("ROKT143", "warning", "/requestEventIds/0")),
        ({"timeZoneId": "America/New_York"}, ("TIME201", "error", "/timeZoneId")),
        ({"timezoneId": "UTC"}, ("ROKT114", "note", "/timezoneId")),
        ({"calendarTags": [{"id": "1"}]}, ("ROKT114", "note", "/calendarTags/0/id")),
        ({"subscriptionMethod": [1]}, ("ROKT113", "error", "/subscriptionMethod")),
        ({"eventReminderMinutes": "soon"}, ("ROKT121", "error", "/eventReminderMinutes")),
        ({"marketingAllowed": "yes"}, ("ROKT113", "error", "/marketingAllowed")),
    ],
)
def test_one_mistake_gives_its_one_finding(told, body, expected):
    assert told(check(body)) == [expected]


def test_its_events_follow_the_rules_of_events(event, told):
    checked = check({"events": [event(), event(timezone="EST"), 3]})
    assert told(checked) == [
        ("ROKT113", "error", "/events/2"),
        ("TIME202", "error", "/events/1/timezone"),
    ]
