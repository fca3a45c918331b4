import pytest

from mockserver.contracts import UpdateShape


def test_both_shapes_give_the_same_event(update, event):
    flat, wrapped = update(event()), update({"event": event()})
    assert flat.findings == wrapped.findings == ()
    assert flat.value.event == wrapped.value.event
    assert (flat.value.shape, wrapped.value.shape) == (UpdateShape.FLAT, UpdateShape.WRAPPED)


@pytest.mark.parametrize("accepted", ["flat", "wrapped"])
def test_only_one_shape_is_taken_where_the_assumption_says_so(update, event, told, accepted):
    bodies = {"flat": event(), "wrapped": {"event": event()}}
    assert update(bodies.pop(accepted), {"rokt.update_body": accepted}).ok
    [other] = bodies.values()
    assert told(update(other, {"rokt.update_body": accepted})) == [("ROKT116", "error", "")]


@pytest.mark.parametrize("wrap", [True, False])
def test_subscription_ids_in_an_update_are_noted_once(update, event, told, wrap):
    body = {"event": event()} if wrap else event()
    checked = update({**body, "subscriptionIds": ["x"]})
    assert told(checked) == [("ROKT115", "note", "/subscriptionIds")]


def test_findings_point_into_the_shape_that_came(update, event, told):
    assert told(update(event(title=""))) == [("ROKT111", "error", "/title")]
    assert told(update({"event": event(title="")})) == [("ROKT111", "error", "/event/title")]


@pytest.mark.parametrize("value", [None, 5, []])
def test_an_event_that_is_no_object_gives_one_finding(update, told, value):
    [(code, severity, pointer)] = told(update({"event": value}))
    assert code in ("ROKT110", "ROKT113")
    assert (severity, pointer) == ("error", "/event")


@pytest.mark.parametrize("body", [None, [], "x"])
def test_a_body_that_is_no_object_gives_one_finding(update, told, body):
    assert told(update(body)) == [("ROKT100", "error", "")]
