import pytest

GOOD = "06423672-b6ba-4536-aa36-70788a7a0a36"


def test_missing_ids_give_exactly_one_finding(create_for, told, gone):
    assert told(create_for(gone)) == [("ROKT110", "error", "/subscriptionIds")]


def test_an_empty_list_is_an_error(create_for, told):
    assert told(create_for([])) == [("ROKT130", "error", "/subscriptionIds")]


def test_a_user_without_ids_gives_one_empty_string(create_for, told):
    checked = create_for([""])
    assert told(checked) == [("ROKT131", "error", "/subscriptionIds/0")]
    assert "abort_message" in checked.findings[0].hint


def test_ids_that_are_no_guids_are_an_error(create_for, told):
    assert told(create_for(["abc"])) == [("ROKT132", "error", "/subscriptionIds/0")]


@pytest.mark.parametrize(("choice", "severity"), [("ignore", "warning"), ("reject", "error")])
@pytest.mark.parametrize(("bad", "code"), [("abc", "ROKT132"), ("", "ROKT131")])
def test_a_bad_id_beside_a_good_one_follows_the_assumption(create_for, told, choice, severity, bad, code):
    checked = create_for([GOOD, bad], {"rokt.unknown_subscription_ids": choice})
    assert told(checked) == [(code, severity, "/subscriptionIds/1")]


def test_repeated_ids_are_a_warning_whatever_their_case(create_for, told):
    assert told(create_for([GOOD, GOOD.upper()])) == [("ROKT133", "warning", "/subscriptionIds")]


def test_ids_of_the_wrong_type_give_no_second_finding(create_for, told):
    assert told(create_for(GOOD)) == [("ROKT113", "error", "/subscriptionIds")]
    assert told(create_for([GOOD, 5, None])) == [
        ("ROKT113", "error", "/subscriptionIds/1"),
        ("ROKT113", "error", "/subscriptionIds/2"),
    ]


def test_more_ids_than_the_limit_are_refused(create_for, told):
    ids = [f"06423672-b6ba-4536-aa36-70788a7a0a3{digit}" for digit in range(3)]
    assert create_for(ids, {"rokt.subscription_ids_limit": 3}).findings == ()
    refused = create_for(ids, {"rokt.subscription_ids_limit": 2})
    assert told(refused) == [("ROKT134", "error", "/subscriptionIds")]
