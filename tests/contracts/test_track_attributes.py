import pytest

GROUP = {"subscription_group_id": "g", "subscription_state": "subscribed"}


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("email_subscribe", "yes", "BRAZE340"),
        ("push_subscribe", ["opted_in"], "BRAZE341"),
        ("subscription_groups", {}, "BRAZE342"),
        ("subscription_groups", ["g"], "BRAZE343"),
        ("subscription_groups", [{**GROUP, "subscription_group_id": 5}], "BRAZE344"),
        ("subscription_groups", [{**GROUP, "subscription_state": "on"}], "BRAZE345"),
        ("current_location", {"longitude": 500, "latitude": 1}, "BRAZE346"),
        ("push_tokens", [{"app_id": "a"}], "BRAZE347"),
        ("push_tokens", [{"app_id": "a", "token": "t", "device_id": "short"}], "BRAZE347"),
        ("_merge_objects", "true", "BRAZE356"),
    ],
)
def test_a_bad_standard_attribute_is_dropped_and_the_rest_kept(track, name, value, expected):
    checked = track(attributes=[{"external_id": "a", "first_name": "Ada", name: value}])
    assert [finding.code for finding in checked.findings] == [expected]
    assert checked.value.attributes[0].data == {"external_id": "a", "first_name": "Ada"}


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("bio", "x" * 256, "BRAZE350"),
        ("tags", ["x" * 256], "BRAZE350"),
        ("rokt:account_code", ["acme", "acme"], "BRAZE351"),
        ("matrix", [["a"]], "BRAZE352"),
        ("$money", 1, "BRAZE353"),
        ("First_Name", "Ada", "BRAZE354"),
        ("time_zone", "Eastern Standard Time", "BRAZE355"),
    ],
)
def test_what_is_stored_otherwise_than_meant_is_a_warning(track, name, value, expected):
    checked = track(attributes=[{"external_id": "a", name: value}])
    assert [(finding.code, finding.severity) for finding in checked.findings] == [(expected, "warning")]
    assert checked.value.attributes[0].data[name] == value


@pytest.mark.parametrize(
    ("choice", "length", "outcome"),
    [("truncate", 480, "cut at 479 bytes"), ("unchanged", 256, "keeps its old value")],
)
def test_the_fate_of_a_long_text_follows_the_assumption(track, choice, length, outcome):
    attributes = [{"external_id": "a", "note": "x" * length}]
    [finding] = track({"braze.string_limit": choice}, attributes=attributes).findings
    assert outcome in finding.message


def test_good_standard_attributes_give_no_finding(track):
    attributes = {
        "external_id": "a",
        "email_subscribe": "opted_in",
        "push_subscribe": None,
        "subscription_groups": [GROUP],
        "current_location": {"longitude": -73.9, "latitude": 40.7},
        "time_zone": "America/New_York",
        "_merge_objects": True,
        "counter": {"inc": 1},
    }
    assert track(attributes=[attributes]).findings == ()
