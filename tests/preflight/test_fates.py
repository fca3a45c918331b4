"""What becomes of a user's message."""

import pytest

from mockserver.preflight import Calls, run_preflight
from tests.preflight.audiences import body, lines, profile, saved

RIGHT = (
    '{"event": {"eventId": "e", "title": "T", "start": "2026-07-21T15:00:00", "end": "2026-07-21T16:00:00",'
    '"timezone": "Eastern Standard Time"},'
    '"subscriptionIds": ["{{custom_attribute.${rokt:subscription_id}}}"]}'
)


def run(tmp_path, spec, *profiles):
    return run_preflight(spec, [lines(tmp_path / "audience.jsonl", profiles or [profile()])])


def fates(report):
    return {fate: number for fate, number in report.record()["fates"].items() if number}


def test_a_sound_message_is_right(tmp_path):
    assert fates(run(tmp_path, body(RIGHT))) == {"right": 1}


@pytest.mark.parametrize(
    ("change", "fate", "code"),
    [
        (("21T15", "21T17"), "refused", "TIME215"),
        (("21T16", "21T15"), "wrong", "TIME214"),
        (('"title": "T"', '"title": "a "quote""'), "refused", "JSON003"),
        (("07-21T15", "03-08T02"), "wrong", "TIME212"),
    ],
)
def test_what_the_contract_says_decides(tmp_path, change, fate, code):
    report = run(tmp_path, body(RIGHT.replace(*change)))
    assert fates(report) == {fate: 1}
    assert report.problems[0].code == code


def test_a_template_gives_a_message_up_by_intent(tmp_path):
    report = run(tmp_path, body("{% abort_message('not today') %}"))
    assert fates(report) == {"aborted": 1}
    assert [row[:2] for row in report.aborts] == [("liquid_abort_message", "not today")]


def test_a_message_that_cannot_be_sent_is_lost(tmp_path):
    report = run(tmp_path, body(RIGHT, url="{{custom_attribute.${nowhere}}}"))
    assert fates(report) == {"lost": 1}
    assert report.aborts[0][0] == "missing_hostname"


def test_a_call_that_keeps_failing_loses_the_message(tmp_path):
    url = "{% connected_content https://down.example.test/price :retry %}https://api.roktcalendar.com/"
    report = run(tmp_path, body(RIGHT, url=url))
    assert fates(report) == {"lost": 1}
    assert report.aborts[0][:2] == (
        "exhausted_cc_retries",
        "the call of https://down.example.test/price fails",
    )


def test_what_is_no_user_is_unreadable(tmp_path):
    path = lines(tmp_path / "audience.jsonl", [profile()])
    path.write_text(path.read_text(encoding="utf-8") + "{broken\n")
    report = run_preflight(body(RIGHT), [path])
    assert fates(report) == {"right": 1, "unreadable": 1}
    sample = report.problems[0].group.samples[0]
    assert sample.user == "audience.jsonl:2"
    assert sample.message.endswith("not JSON: Expecting property name enclosed in double quotes at column 2")


def test_other_hosts_have_no_contract(tmp_path):
    assert fates(run(tmp_path, body("anything", url="https://example.test/"))) == {"right": 1}


def test_an_event_on_another_clock_than_its_users_is_wrong_where_that_is_asked(tmp_path):
    users = [profile(1), profile(2, time_zone="Europe/Berlin"), profile(3, time_zone=None)]
    report = run(tmp_path, body(RIGHT, in_own_zone=True), *users)
    assert fates(report) == {"right": 2, "wrong": 1}
    assert report.problems[0].code == "SEND821"
    assert (
        "which is 21:00 on the user's clock in Europe/Berlin" in report.problems[0].group.samples[0].message
    )


def test_hours_are_those_of_the_users_clocks(tmp_path):
    users = [profile(1), profile(2, time_zone="Asia/Tokyo"), profile(3, time_zone=None)]
    report = run(tmp_path, body(RIGHT), *users)
    assert dict(report.tally.hours) == {15: 2, 4: 1}


def test_properties_and_context_reach_the_template(tmp_path):
    text = RIGHT.replace('"T"', '"{{event_properties.${a}}}{{api_trigger_properties.${b}}}{{context.${c}}}"')
    given = {
        "event_properties": {"a": "x"},
        "trigger_properties": {"b": "{{${first_name}}}"},
        "context": {"c": '"'},
    }
    report = run(tmp_path, body(text, **given))
    assert report.problems[0].code == "JSON003"


def test_users_are_told_apart_by_any_attribute(tmp_path):
    users = [profile(1, gender="F"), profile(2, custom_attributes={"plan": ["a", "b"]})]
    report = run(tmp_path, saved("guarded-event", by=("gender", "plan")), *users)
    assert {one.value: one.users for one in report.segments("gender")} == {"F": 1, "": 1}
    assert {one.value: one.aborted for one in report.segments("plan")} == {"a, b": 1, "": 0}


@pytest.mark.parametrize(("calls", "made"), [(Calls.ONCE, 1), (Calls.EACH, 3)])
def test_one_token_may_serve_the_whole_run(tmp_path, calls, made, monkeypatch):
    from mockserver.simulator.network import Network

    asked, send = [], Network.send
    monkeypatch.setattr(Network, "send", lambda *given, **more: asked.append(1) or send(*given, **more))
    report = run(tmp_path, saved("guarded-event", calls=calls), *map(profile, range(3)))
    assert len(asked) == made
    assert report.tally.calls["api.roktcalendar.com", "200"] == 3


def test_a_host_that_keeps_failing_is_called_for_every_user(tmp_path, monkeypatch):
    monkeypatch.setattr("mockserver.liquid.health.FAILURES", 5)
    url = "{% connected_content https://down.example.test/{{${user_id}}} %}https://example.test/"
    report = run(tmp_path, body("x", url=url), *map(profile, range(20)))
    assert report.tally.calls["down.example.test", "unknown host"] == 20
