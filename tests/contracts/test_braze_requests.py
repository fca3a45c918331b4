import pytest

from mockserver.contracts import EXPORT_IDS, TRIGGER_SEND

TO_ADA = {"external_user_id": "ada"}


def send(**members):
    return TRIGGER_SEND.check({"campaign_id": "c", "recipients": [TO_ADA], **members}, {})


def export(assumptions=None, /, **members):
    return EXPORT_IDS.check(members, assumptions or {})


def test_a_send_to_a_recipient_is_valid():
    checked = send(trigger_properties={"a": 1})
    assert checked.findings == ()
    assert checked.value.recipients[0].external_user_id == "ada"


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"campaign_id": ""}, [("BRAZE361", "error", "/campaign_id")]),
        ({"campaign_id": 5}, [("BRAZE362", "error", "/campaign_id")]),
        ({"recipients": None}, [("BRAZE370", "error", "")]),
        ({"recipients": []}, [("BRAZE370", "error", "")]),
        ({"broadcast": True}, [("BRAZE371", "error", "/broadcast")]),
        (
            {"recipients": [{"external_user_id": i} for i in range(51)]},
            [("BRAZE372", "error", "/recipients")],
        ),
        ({"recipients": [{}]}, [("BRAZE373", "error", "/recipients/0")]),
        ({"recipients": [{**TO_ADA, "braze_id": "b"}]}, [("BRAZE373", "error", "/recipients/0")]),
        ({"recipients": [{"email": "a@b.c"}]}, [("BRAZE374", "error", "/recipients/0/prioritization")]),
        (
            {"recipients": [{**TO_ADA, "send_to_existing_only": False}]},
            [("BRAZE375", "error", "/recipients/0/send_to_existing_only")],
        ),
        ({"trigger_properties": {"a": "x" * 51_200}}, [("BRAZE376", "error", "/trigger_properties")]),
        ({"recipients": [TO_ADA, TO_ADA]}, [("BRAZE377", "note", "/recipients")]),
        ({"send_id": "é"}, [("BRAZE378", "error", "/send_id")]),
        ({"canvas_id": "c"}, [("BRAZE309", "note", "/canvas_id")]),
    ],
)
def test_one_mistake_in_a_send_gives_its_one_finding(told, members, expected):
    assert told(send(**members)) == expected


def test_a_recipient_named_as_elsewhere_gets_the_right_name(told):
    checked = send(recipients=[{"external_id": "ada"}])
    assert [code for code, _, _ in told(checked)] == ["BRAZE309", "BRAZE373"]
    assert checked.findings[0].hint == "did you mean `external_user_id`?"


def test_a_broadcast_without_recipients_is_valid():
    assert send(recipients=None, broadcast=True).findings == ()


def test_numbers_as_external_ids_become_strings():
    assert export(external_ids=["a", 5]).value.external_ids == ["a", "5"]


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({}, ("BRAZE385", "error", "")),
        ({"external_ids": ["a"] * 51}, ("BRAZE386", "error", "/external_ids")),
        ({"phone": "1", "email_address": "a@b.c"}, ("BRAZE387", "error", "/phone")),
        ({"braze_id": "a", "fields_to_export": ["e_mail"]}, ("BRAZE389", "warning", "/fields_to_export/0")),
        ({"external_ids": "a"}, ("BRAZE362", "error", "/external_ids")),
        ({"user_aliases": [{"alias_name": "a"}]}, ("BRAZE361", "error", "/user_aliases/0/alias_label")),
        ({"braze_id": "a", "external_id": "a"}, ("BRAZE309", "note", "/external_id")),
    ],
)
def test_one_mistake_in_an_export_gives_its_one_finding(told, members, expected):
    assert told(export(**members)) == [expected]


def test_fields_are_required_where_the_assumption_says_so(told):
    strict = {"braze.export_fields_required": "yes"}
    assert told(export(strict, braze_id="a")) == [("BRAZE388", "error", "/fields_to_export")]


@pytest.mark.parametrize("contract", [TRIGGER_SEND, EXPORT_IDS])
@pytest.mark.parametrize("body", [None, [], "x"])
def test_a_body_that_is_no_object_gives_one_finding(told, contract, body):
    assert told(contract.check(body, {})) == [("BRAZE300", "error", "")]
