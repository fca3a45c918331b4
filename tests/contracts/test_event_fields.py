import pytest

from mockserver.contracts import CREATE_EVENT


def test_a_valid_event_gives_its_value_and_no_finding(create):
    checked = create()
    assert checked.findings == ()
    assert checked.value.event.event_id == "Event_0001_user-1"
    assert checked.value.subscription_ids == ["06423672-b6ba-4536-aa36-70788a7a0a36"]


@pytest.mark.parametrize("name", ["eventId", "title", "start", "timezone"])
def test_a_missing_required_field_gives_exactly_one_finding(create, told, gone, name):
    checked = create(**{name: gone})
    assert told(checked) == [("ROKT110", "error", f"/event/{name}")]
    assert checked.value is None
    assert "missing" in checked.findings[0].message


@pytest.mark.parametrize("name", ["eventId", "title", "start", "timezone"])
def test_null_is_no_value_for_a_required_field(create, told, name):
    checked = create(**{name: None})
    assert told(checked) == [("ROKT110", "error", f"/event/{name}")]
    assert "null" in checked.findings[0].message


@pytest.mark.parametrize("name", ["eventId", "title", "start", "timezone"])
@pytest.mark.parametrize("empty", ["", "  "])
def test_an_empty_required_field_gives_exactly_one_finding(create, told, name, empty):
    assert told(create(**{name: empty})) == [("ROKT111", "error", f"/event/{name}")]


def test_an_empty_zone_points_at_the_spelling_of_the_template_variable(create):
    assert "eventTZ" in create(timezone="").findings[0].hint


@pytest.mark.parametrize(("name", "assumption"), [("end", "end"), ("description", "description")])
@pytest.mark.parametrize(("value", "code"), [("", "ROKT111"), (None, "ROKT110")])
def test_fields_are_required_where_the_assumption_says_so(create, told, name, assumption, value, code):
    strict = {f"rokt.{assumption}_required": "yes"}
    assert told(create(strict, **{name: value})) == [(code, "error", f"/event/{name}")]
    assert create(**{name: None}).findings == ()


@pytest.mark.parametrize("name", ["end", "notifyBefore", "timezoneIanaId", "visibleFromDateTimeUtc"])
def test_an_empty_string_is_no_time_zone_or_number(create, told, name):
    assert told(create(**{name: ""})) == [("ROKT112", "error", f"/event/{name}")]
    assert create({"rokt.empty_value": "absent"}, **{name: ""}).findings == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [("eventId", 391756), ("title", ["x"]), ("start", 5), ("allDayEvent", "true"), ("location", {"a": 1})],
)
def test_a_value_of_the_wrong_type_is_named_with_its_type(create, told, name, value):
    checked = create(**{name: value})
    assert told(checked) == [("ROKT113", "error", f"/event/{name}")]
    assert "not a" in checked.findings[0].message


def test_a_field_nobody_reads_is_a_note_with_the_name_probably_meant(create, told):
    checked = create(eventTitle="x", notifybefore=5)
    assert told(checked) == [
        ("ROKT114", "note", "/event/eventTitle"),
        ("ROKT114", "note", "/event/notifybefore"),
    ]
    assert checked.findings[1].hint == "did you mean `notifyBefore`?"
    assert checked.ok


def test_white_space_around_an_event_id_is_a_warning(create, told):
    assert told(create(eventId="\nEvent_0001 ")) == [("ROKT117", "warning", "/event/eventId")]


@pytest.mark.parametrize("text", ["{{eventTitle}}", "{% if x %}", "${user_id}", "Liquid error: internal"])
def test_unrendered_liquid_in_a_value_is_a_warning(create, told, text):
    assert told(create(description=text)) == [("FLOW701", "warning", "/event/description")]


@pytest.mark.parametrize("body", [None, [], "x", 5, True])
def test_a_body_that_is_no_object_gives_one_finding(told, body):
    assert told(CREATE_EVENT.check(body, {})) == [("ROKT100", "error", "")]


def test_event_fields_at_the_top_give_one_hint_to_wrap_them(event, told):
    body = {**event(), "subscriptionIds": ["06423672-b6ba-4536-aa36-70788a7a0a36"]}
    checked = CREATE_EVENT.check(body, {})
    assert told(checked) == [("ROKT110", "error", "/event")]
    assert "wrap" in checked.findings[0].hint


def test_every_finding_is_collected_at_once(create, told, gone):
    codes = {
        code for code, _, _ in told(create(eventId=gone, title="", timezone="EST", notifyBefore="x", a=1))
    }
    assert codes == {"ROKT110", "ROKT111", "TIME202", "ROKT121", "ROKT114"}


def test_a_finding_carries_evidence_source_and_hint(create):
    finding = create(title="").findings[0]
    assert finding.source.startswith("https://")
    assert finding.hint
    assert finding.evidence == "documented"
