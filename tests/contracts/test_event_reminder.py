import pytest


@pytest.mark.parametrize("value", [15, 15.0, 0, None])
def test_a_number_or_null_is_taken(create, value):
    checked = create(notifyBefore=value)
    assert checked.findings == ()
    assert checked.value.event.notify_before == value


def test_a_string_of_digits_is_noted_and_becomes_a_number(create, told):
    checked = create(notifyBefore="15")
    assert told(checked) == [("ROKT120", "note", "/event/notifyBefore")]
    assert checked.value.event.notify_before == 15


def test_a_string_of_digits_is_refused_where_only_numbers_are_taken(create, told):
    checked = create({"rokt.notify_before": "number"}, notifyBefore="15")
    assert told(checked) == [("ROKT120", "error", "/event/notifyBefore")]


@pytest.mark.parametrize("value", ["x", "15 minutes", 1.5, True, [15], float("nan"), "9" * 5000, 10**30])
def test_what_is_no_whole_number_of_minutes_is_an_error(create, told, value):
    assert told(create(notifyBefore=value)) == [("ROKT121", "error", "/event/notifyBefore")]


@pytest.mark.parametrize(("choice", "severity"), [("reject", "error"), ("accept", "warning")])
def test_a_reminder_after_the_start_follows_the_assumption(create, told, choice, severity):
    checked = create({"rokt.negative_notify_before": choice}, notifyBefore=-5)
    assert told(checked) == [("ROKT122", severity, "/event/notifyBefore")]


def test_a_reminder_is_required_where_the_assumption_says_so(create, told, gone):
    required = {"rokt.notify_before_required": "yes"}
    assert create(required, notifyBefore=0).findings == ()
    for absent in (gone, None):
        assert create(notifyBefore=absent).findings == ()
        checked = create(required, notifyBefore=absent)
        assert told(checked) == [("ROKT110", "error", "/event/notifyBefore")]
