import pytest

from mockserver.contracts import track_place

SUBSCRIBE = {"external_id": "cust-42", "name": "subscribe", "time": "2026-09-14T10:15:30Z"}
PURCHASE = {
    "external_id": "a",
    "product_id": "p",
    "currency": "EUR",
    "price": 5,
    "time": "2026-01-01T00:00:00Z",
}
PUSH = {
    "external_id": "cust-42",
    "rokt:account_code": ["acme/1", "acme/2"],
    "rokt:subscription_id": ["a1", "b2"],
}


def test_a_subscriber_push_is_accepted_whole(track):
    checked = track(attributes=[PUSH], events=[SUBSCRIBE])
    assert checked.findings == ()
    assert checked.value.attributes[0].data == PUSH
    assert checked.value.events[0].index == 0


def test_one_bad_object_makes_no_other_invalid(track, told):
    checked = track(events=[SUBSCRIBE, {"name": "subscribe", "time": "2026-09-14T10:15:30Z"}, SUBSCRIBE])
    assert told(checked) == [("BRAZE310", "error", "/events/1")]
    assert [one.index for one in checked.value.events] == [0, 2]
    [rejected] = checked.value.rejected
    assert (rejected.array, rejected.index) == ("events", 1)
    assert track_place(rejected.findings[0]) == ("events", 1)


@pytest.mark.parametrize("body", [{}, {"attributes": []}, {"events": [{}]}, {"attributes": None}])
def test_a_body_with_nothing_usable_is_refused_whole(track, body):
    checked = track(**body)
    assert checked.value is None
    assert checked.findings[0].code == "BRAZE302"
    assert track_place(checked.findings[0]) is None


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"external_id": None}, "BRAZE310"),
        ({"external_id": ""}, "BRAZE310"),
        ({"braze_id": "b"}, "BRAZE311"),
        ({"external_id": [1]}, "BRAZE312"),
        ({"external_id": "x" * 988}, "BRAZE313"),
        ({"external_id": "é" * 494}, "BRAZE313"),
        ({"external_id": None, "user_alias": {"alias_name": "a"}}, "BRAZE314"),
        ({"external_id": None, "user_alias": "a"}, "BRAZE314"),
        ({"external_id": None, "email": "nobody"}, "BRAZE315"),
    ],
)
@pytest.mark.parametrize(
    ("array", "valid"), [("events", SUBSCRIBE), ("attributes", PUSH), ("purchases", PURCHASE)]
)
def test_a_profile_must_be_named_in_one_way(track, changes, expected, array, valid):
    checked = track(**{array: [valid, {**valid, **changes}]})
    assert [finding.code for finding in checked.findings] == [expected]
    assert track_place(checked.findings[0]) == (array, 1)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": None}, "BRAZE320"),
        ({"name": ""}, "BRAZE320"),
        ({"name": "$x"}, "BRAZE321"),
        ({"name": "x" * 256}, "BRAZE321"),
        ({"name": 5}, "BRAZE321"),
        ({"time": None}, "BRAZE322"),
        ({"time": "tomorrow"}, "BRAZE323"),
        ({"time": 1700000000}, "BRAZE323"),
        ({"properties": []}, "BRAZE324"),
        ({"properties": {"event_name": 1}}, "BRAZE324"),
        ({"properties": {"": 1}}, "BRAZE324"),
        ({"properties": {"a": "x" * 102_400}}, "BRAZE325"),
    ],
)
def test_an_event_follows_the_rules_of_events(track, changes, expected):
    checked = track(events=[{**SUBSCRIBE, **changes}, SUBSCRIBE])
    assert [finding.code for finding in checked.findings] == [expected]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"product_id": None}, "BRAZE330"),
        ({"currency": "euro"}, "BRAZE331"),
        ({"price": "5"}, "BRAZE332"),
        ({"quantity": 101}, "BRAZE333"),
        ({"quantity": 1.5}, "BRAZE333"),
        ({"properties": {"price": 1}}, "BRAZE324"),
    ],
)
def test_a_purchase_follows_the_rules_of_purchases(track, changes, expected):
    checked = track(purchases=[{**PURCHASE, **changes}, PURCHASE])
    assert [finding.code for finding in checked.findings] == [expected]


def test_whole_numbers_as_ids_become_strings(track):
    value = track(purchases=[{**PURCHASE, "external_id": 12345, "product_id": 7}]).value
    assert (value.purchases[0].data["external_id"], value.purchases[0].data["product_id"]) == ("12345", "7")


def test_an_email_beside_an_id_is_an_attribute_and_must_be_one(track, told):
    checked = track(attributes=[{"external_id": "a", "email": ""}, PUSH])
    assert told(checked) == [("BRAZE315", "error", "/attributes/0/email")]
    assert track(attributes=[{"external_id": "a", "email": None}]).findings == ()


def test_an_import_of_tokens_needs_tokens_and_no_profile(track):
    tokens = [{"app_id": "a", "token": "t"}]
    assert track(attributes=[{"push_token_import": True, "push_tokens": tokens}]).findings == ()
    checked = track(attributes=[{"push_token_import": True}, PUSH])
    assert [finding.code for finding in checked.findings] == ["BRAZE316"]


def test_what_is_no_array_or_no_object_is_told(track, told):
    checked = track(attributes=PUSH, events=[SUBSCRIBE, 5])
    assert told(checked) == [("BRAZE303", "error", "/attributes"), ("BRAZE304", "error", "/events/1")]


def test_a_member_nobody_reads_is_noted_in_events_but_not_in_attributes(track, told):
    checked = track(events=[{**SUBSCRIBE, "event_properties": {}}], attributes=[{**PUSH, "anything": 1}])
    assert told(checked) == [("BRAZE309", "note", "/events/0/event_properties")]


@pytest.mark.parametrize(("scope", "refused"), [("total", True), ("array", False)])
def test_the_limit_holds_for_all_objects_or_for_each_array(track, scope, refused):
    assumptions = {"braze.track_limit": 3, "braze.track_limit_scope": scope}
    checked = track(assumptions, attributes=[PUSH] * 3, events=[SUBSCRIBE])
    assert (checked.value is None) is refused
    assert [finding.code for finding in checked.findings] == (["BRAZE301"] if refused else [])


def test_by_default_75_objects_are_allowed(track):
    assert track(attributes=[PUSH] * 75).ok
    assert track(attributes=[PUSH] * 76).value is None
