"""The scenario a report becomes: valid, fitted into the workspace, without credentials."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.capture.reading import parse_report
from mockserver.capture.scenario import _duration, render_scenario
from mockserver.capture.yaml_text import escape_variables, render_yaml
from mockserver.errors import UsageError
from mockserver.marked_yaml import parse_yaml
from mockserver.scenarios.loader import Loader
from mockserver.scenarios.runner import run_scenario
from mockserver.workspace import load_workspace
from mockserver.workspace.durations import parse_duration

ROKT = "https://api.roktcalendar.com"
BODY = {
    "event": {
        "eventId": "E1",
        "title": "A $(price) show",
        "start": "2026-07-01T10:00:00",
        "end": "2026-07-01T12:00:00",
        "timezone": "UTC",
    },
    "subscriptionIds": ["11111111-0000-4000-8000-000000000001"],
}


@pytest.fixture
def loaded(acme, tmp_path):
    """Capture a report and load the scenario."""

    def run(report, **options):
        text = render_scenario(parse_report(report, account="acme"), acme, **{"default": True, **options})
        file = tmp_path / "a.scenario.yaml"
        file.write_text(text, encoding="utf-8")
        return Loader().load(file).scenarios[0]

    return run


def test_a_sound_report_passes(loaded):
    scenario = loaded(json.dumps(BODY))
    result = run_scenario(scenario)
    assert result.passed, result.failures
    assert scenario.steps[0].value.json_["event"]["title"] == "A $(price) show"


def test_unknown_subscriptions_are_given(loaded):
    (addition,) = loaded(json.dumps(BODY)).given.additions
    assert addition.path[-2:] == ("subscriptions", 0)


def test_an_unknown_account_is_replaced_and_the_description_says_so(loaded):
    scenario = loaded(
        f"curl {ROKT}/v1/subscriptionevent/ours -H 'Authorization: Bearer abc' --json '{json.dumps(BODY)}'"
    )
    assert scenario.steps[0].value.url.endswith("/acme")
    assert "Account ours is not in the workspace; acme stands for it." in scenario.model.description
    assert run_scenario(scenario).passed


def test_only_the_answers_that_went_wrong_are_told_with_their_words(loaded):
    answers = {200: '{"isActive": true}', 404: '{"Code": "NotFound"}'}
    asked = {"method": "GET", "url": f"{ROKT}/v1/subscription/1", "headers": [], "body": ""}
    exchanges = [
        {"request": asked, "response": {"status": status, "headers": [], "body": body}}
        for status, body in answers.items()
    ]
    description = loaded(json.dumps({"exchanges": exchanges})).model.description
    assert 'Request 1 was answered 200. Request 2 was answered 404, {"Code": "NotFound"}.' in description


def curl(url, payload, *headers):
    return f"curl {url} {' '.join(headers)} --json '{json.dumps(payload)}'"


def test_another_address_of_a_service_is_replaced(loaded):
    payload = {"attributes": [{"external_id": "a"}]}
    scenario = loaded(curl("http://127.0.0.1:8101/users/track", payload, "-H 'Authorization: Bearer k'"))
    assert scenario.steps[0].value.url == "https://rest.iad-01.braze.com/users/track"
    assert run_scenario(scenario).passed


def test_a_key_in_the_body_or_the_url_becomes_a_token(loaded):
    url = "https://rest.iad-01.braze.com/users/track?api_key=secret-key-1"
    scenario = loaded(curl(url, {"api_key": "secret-key-1"}))
    assert scenario.steps[0].value.token
    assert "secret-key-1" not in scenario.source.marked.text


def test_a_key_beside_other_parameters_is_left_out(loaded):
    url = "https://rest.iad-01.braze.com/users/track?a=1&api_key=secret-key-1&b=2"
    assert loaded(curl(f"'{url}'", {"attributes": []})).steps[0].value.url.endswith("/track?a=1&b=2")


def test_a_form_with_a_repeated_field_is_kept_as_it_was_sent(loaded):
    scenario = loaded(f"curl {ROKT}/v2/subscribe/acme/shows -H 'Authorization: Bearer abc' -d a=1 -d a=2")
    assert scenario.steps[0].value.text == "a=1&a=2"


def test_token_requests_are_left_out(loaded):
    token = f"curl -u id:very-secret {ROKT}/oauth2/token -d grant_type=client_credentials\n"
    call = f"curl {ROKT}/v1/subscriptionevent/acme -H 'Authorization: Bearer abc' --json '{json.dumps(BODY)}'"
    scenario = loaded(token + call)
    assert len([step for step in scenario.steps if step.name == "call"]) == 1
    with pytest.raises(UsageError, match="nothing but token requests"):
        loaded(token)


def test_events_that_braze_sends_of_its_own_are_no_failure(loaded):
    send = curl(
        "https://rest.iad-01.braze.com/campaigns/trigger/send",
        {
            "campaign_id": "2f1c6a52-63b5-4d0c-9a57-0c5de1b0a002",
            "recipients": [{"external_user_id": "cust-one"}],
        },
        "-H 'Authorization: Bearer k'",
    )
    event = curl(f"{ROKT}/v1/subscriptionevent/acme", BODY, "-H 'Authorization: Bearer abc'")
    result = run_scenario(loaded(f"{send}\n{event}"))
    assert all(failure.headline.startswith("then.findings") for failure in result.failures)


def test_a_repeated_member_is_kept_as_it_was_sent(loaded):
    scenario = loaded('{"event": {"title": "a", "title": "b"}}')
    assert scenario.steps[0].value.text == '{"event": {"title": "a", "title": "b"}}'


def test_a_lost_message_of_a_campaign_is_triggered(loaded):
    scenario = loaded("Campaign: new-event\nUser: cust-two\nError: 401")
    assert scenario.steps[0].value.campaign == "new-event"
    told = [failure.headline for failure in run_scenario(scenario).failures]
    assert "then.findings: TIME214 was not expected" in told
    assert not any(headline.startswith("then.messages") for headline in told)


@pytest.mark.parametrize(
    "report",
    [
        "3/2/26 9:20\tWebhook Error\tnew-event\tcust-two\tReceived 401",
        'Webhook error in campaign "new-event" for user cust-two: 401',
    ],
)
def test_names_without_labels_are_known_from_the_workspace(loaded, report):
    assert loaded(report).steps[0].value.campaign == "new-event"
    assert loaded(report).steps[0].value.user == "cust-two"


@pytest.mark.parametrize(
    ("report", "told"),
    [
        ("Campaign: new-event\nUser: nobody", "no user 'nobody'"),
        ("it does not work", "names no user"),
        ("it does not work for cust-one", "names no campaign and no template"),
        ("Campaign: nothing\nUser: cust-one", "neither a campaign nor a template 'nothing'"),
        ("curl https://example.test/x", "no request to Braze or Rokt Calendar"),
    ],
)
def test_a_report_that_does_not_fit_the_workspace_is_told(loaded, report, told):
    with pytest.raises(UsageError, match=told):
        loaded(report)


def journal(*times):
    entry = {
        "method": "POST",
        "url": f"{ROKT}/v1/subscriptionevent/acme",
        "headers": [],
        "body": json.dumps(BODY),
    }
    return json.dumps({"exchanges": [{"request": entry, "at": time} for time in times]})


@pytest.mark.parametrize(
    ("times", "between"),
    [
        (("2026-03-01T10:00:00.9Z", "2026-03-02T11:30:05.1Z"), [("advance", "1 day, 1:30:05")]),
        (("2026-03-01T10:00:00Z", "2026-03-01T12:00:01+02:00"), [("advance", "0:00:01")]),
        (("2026-03-01T10:00:00Z", "2026-03-01T10:00:00Z"), []),
        (("2026-03-01T10:00:00Z", "2026-03-01T09:00:00Z"), []),
        (("2026-03-01T10:00:00Z", ""), [("settle", "True")]),
    ],
)
def test_as_much_time_goes_by_as_was_recorded(loaded, times, between):
    first, *others = loaded(journal(*times)).steps
    assert [(step.name, str(step.value)) for step in others[:-2]] == between
    assert [step.name for step in (first, *others[-2:])] == ["call", "call", "settle"]


def test_the_clock_begins_with_the_first_step_and_not_with_a_token_left_out(loaded):
    document = json.loads(journal("2026-03-01T10:00:00Z", "2026-03-01T10:30:00Z"))
    document["exchanges"][0]["request"]["url"] = f"{ROKT}/oauth2/token"
    scenario = loaded(json.dumps(document))
    assert [step.name for step in scenario.steps] == ["call", "settle"]
    assert scenario.raw["given"]["now"] == "2026-03-01T10:30:00Z"


@given(st.integers(1, 10**7))
@settings(max_examples=100, deadline=None)
def test_a_length_of_time_is_read_back(seconds):
    assert parse_duration(_duration(seconds)).total_seconds() == seconds


def test_another_workspace_is_named_relative_to_the_file(tmp_path, acme):
    (tmp_path / "worlds").mkdir()
    own = tmp_path / "worlds" / "own.yaml"
    own.write_text("rokt: {clients: [{id: a, secret: b}], accounts: {x: {calendars: {c: {}}}}}\n")
    story = parse_report(json.dumps(BODY), account="x")
    file = tmp_path / "suites" / "a.scenario.yaml"
    file.parent.mkdir()
    file.write_text(render_scenario(story, load_workspace(own), folder=file.parent))
    assert 'workspace: "../worlds/own.yaml"' in file.read_text(encoding="utf-8")
    assert run_scenario(Loader().load(file).scenarios[0]).passed


TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    [
        "1e3",
        "on",
        "15:00",
        "0x1",
        "~",
        "a: b",
        "- a",
        "# a",
        "a\n b\n",
        "\n",
        " a",
        "null",
        "1_000",
        "é\u2028",
        "\x07",
        "👩 it's\n 👨",
        "👩\x07",
        "👩\x85",
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(TEXTS, VALUES, min_size=1, max_size=3))
@settings(max_examples=200, deadline=None)
def test_what_is_written_is_read_back(document):
    assert parse_yaml(render_yaml(document)).data == document


def test_an_emoji_stays_one():
    assert render_yaml({"title": "Ada's 👩\u200d👩\u200d👧"}) == "title: 'Ada''s 👩\u200d👩\u200d👧'\n"


def test_variables_are_escaped_everywhere():
    assert escape_variables({"$(a)": ["$(b)", 1, {"c": "$$(d)"}]}) == {"$$(a)": ["$$(b)", 1, {"c": "$$$(d)"}]}
