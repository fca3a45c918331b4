import pytest

from mockserver.http import Request
from tests.inspector.reader import readable


@pytest.mark.parametrize(
    ("path", "form", "expected"),
    [
        ("/clock/advance", {"step": "5 minutes"}, "2026-03-02T09:05:00+00:00"),
        ("/clock/advance", {"amount": "1.5", "unit": "hours"}, "2026-03-02T10:30:00+00:00"),
        ("/clock/to", {"to": "2026-03-03T00:00:00+00:00"}, "2026-03-03T00:00:00+00:00"),
    ],
)
def test_the_clock_is_advanced(reader, path, form, expected):
    assert reader.path_of(reader.send(path, **form)) == "/clock"
    assert reader.sandbox.clock.now().isoformat() == expected


def test_the_clock_goes_on_to_the_next_work(reader):
    reader.path_of(reader.send("/subscribe/acme/shows", subscriber_id="cust-new", method="WebCal"))
    assert "rokt push subscribe" in reader.text("/clock")
    reader.path_of(reader.send("/clock/next"))
    assert reader.sandbox.rokt.pushes[0].status == 201


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("wall", "follows the wall"),
        ("60x", "a minute in a second"),
        ("7x", "7x as fast"),
        ("frozen", "stands still"),
    ],
)
def test_the_pace_of_the_clock_is_set(reader, mode, words):
    reader.path_of(reader.send("/clock/mode", mode=mode))
    page = reader.open("/clock").text
    assert f'<option value="{mode}" selected>{words}' in page
    assert f'<span class="tag">{words}</span>' in page


@pytest.mark.parametrize(
    "form", [{}, {"step": "5 weeks"}, {"step": "x minutes"}, {"step": "-5 minutes"}, {"step": "nan days"}]
)
def test_a_step_that_cannot_be_meant_is_refused(reader, form):
    before = reader.sandbox.clock.now()
    assert reader.send("/clock/advance", **form).status_code == 400
    assert reader.sandbox.clock.now() == before


def test_a_form_leads_back_to_its_page_and_to_no_other_site(reader):
    home = f"{reader.base}/people"
    assert reader.path_of(reader.send("/clock/advance", step="1 minutes", back=home)) == "/people"
    for elsewhere in ("https://evil.test/", "//evil.test/", "/\\evil.test", f"{reader.base}@evil.test"):
        assert reader.path_of(reader.send("/clock/advance", step="1 minutes", back=elsewhere)) == "/clock"


def test_a_reset_makes_the_world_new(reader):
    reader.path_of(reader.send("/subscribe/acme/shows", subscriber_id="cust-new", method="WebCal"))
    reader.path_of(reader.send("/reset"))
    assert reader.sandbox.journal.last_number == 0
    assert len(reader.sandbox.rokt.state.subscriptions) == 4


def test_an_assumption_is_shown_with_its_source_and_chosen_otherwise(reader):
    text = reader.text("/assumptions?text=rokt.ended_feed")
    assert "What does the feed of a deactivated subscription answer?" in text
    assert "assumed, https://docs.rokt.com/" in text
    reader.path_of(reader.send("/assumptions", name="rokt.ended_feed", value="gone"))
    assert reader.sandbox.assumptions["rokt.ended_feed"] == "gone"
    assert "changed" in reader.text("/assumptions?text=rokt.ended_feed")


def test_a_number_is_chosen_as_a_number(reader):
    reader.path_of(reader.send("/assumptions", name="rokt.processing_delay", value="90"))
    assert reader.sandbox.assumptions.number("rokt.processing_delay") == 90


@pytest.mark.parametrize(
    "form", [{"name": "rokt.ended_feed", "value": "x"}, {"name": "no.such", "value": "1"}]
)
def test_a_choice_there_is_none_of_is_refused(reader, form):
    assert reader.send("/assumptions", **form).status_code == 400


def test_a_fault_is_put_in_force_and_lifted(reader):
    form = {"target": "rokt.create_event", "effect": "status", "status": "503", "times": "2"}
    reader.path_of(reader.send("/faults", **form))
    assert "rokt.create_event answers 503 2 times 0 0" in reader.text("/faults")
    reader.path_of(reader.send("/faults/clear"))
    assert list(reader.sandbox.faults) == []


def test_a_fault_that_has_struck_as_often_as_it_may_is_over(reader):
    reader.path_of(reader.send("/faults", target="rokt", effect="status", times="1"))
    assert "1 fault" in reader.open("/").text
    reader.sandbox.handle(Request("GET", "https://api.roktcalendar.com/v1/subscription/none"))
    assert "rokt answers 503 once over 1 1" in reader.text("/faults")
    assert "1 fault" not in reader.open("/").text


def test_a_fault_says_until_when_it_lasts(reader):
    reader.hosted.call(
        "POST", "faults", {"target": "rokt", "effect": "slow", "delay": "3 seconds", "lasting": "1 hour"}
    )
    assert "rokt slow by 3 s, until 2026-03-02 10:00:00Z 0 0" in reader.text("/faults")
    reader.hosted.call("POST", "clock/advance", {"hours": 1})
    assert "10:00:00Z over 0 0" in reader.text("/faults")


def test_a_fault_that_says_no_more_than_where_answers_503(reader):
    reader.path_of(reader.send("/faults", target="rokt.create_event", effect="status", status=""))
    assert [fault.status for fault in reader.sandbox.faults] == [503]


def test_a_slow_answer_is_a_fault_with_a_delay(reader):
    reader.path_of(reader.send("/faults", target="rokt", effect="slow", delay="3 seconds", status="503"))
    assert [fault.delay.total_seconds() for fault in reader.sandbox.faults] == [3]


@pytest.mark.parametrize(
    "form", [{"target": "nobody"}, {"target": "rokt", "times": "often"}, {"target": "rokt", "effect": "odd"}]
)
def test_a_fault_that_cannot_be_is_refused(reader, form):
    response = reader.send("/faults", **form)
    assert response.status_code == 400
    assert "That did not work" in readable(response.text)
    assert list(reader.sandbox.faults) == []
