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
        ({"timezoneId": "EST"}, ("TIME202", "error", "/timezoneId")),
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


@pytest.mark.parametrize(
    ("choice", "unread"), [("both", []), ("timeZoneId", ["/timezoneId"]), ("timezoneId", ["/timeZoneId"])]
)
def test_the_zone_is_read_under_the_names_of_the_assumption(choice, unread):
    body = {"timeZoneId": "UTC", "timezoneId": "UTC"}
    findings = check(body, {"rokt.time_zone_field": choice}).findings
    assert [finding.pointer for finding in findings if finding.code == "ROKT114"] == unread


@pytest.mark.parametrize(("choice", "severity"), [("ignore", "note"), ("reject", "error")])
def test_a_field_no_page_knows_is_passed_over_or_refused(told, choice, severity):
    assert told(check({"colour": 1}, {"rokt.unknown_fields": choice})) == [("ROKT114", severity, "/colour")]
