"""HAR files, journals, pasted log entries and payloads."""

import contextlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.capture.activity import parse_activity
from mockserver.capture.reading import kind_of, parse_report
from mockserver.capture.recording import LostMessage
from mockserver.errors import UsageError

ENTRY = """
Time: 2026-03-02 09:20:00 UTC
Campaign: welcome
External ID: cust-one
Error: 400 Bad Request
"""
SHOWN = """
URL: https://api.roktcalendar.com/v1/subscriptionevent/acme
Request body: {"event": {}}
Response: 400 {"Code": "BadRequest"}
"""


def test_a_log_entry_tells_of_a_message():
    lost = parse_activity(ENTRY)
    assert (lost.source, lost.user, lost.detail) == ("welcome", "cust-one", "400 Bad Request")
    assert parse_activity(ENTRY.replace("welcome", '"welcome"')).source == "welcome"
    assert lost.at.isoformat() == "2026-03-02T09:20:00+00:00"


def test_an_entry_of_the_simulator_s_own_log_is_read(acme):
    sandbox = acme.open()
    sandbox.braze.send("personal-event", "cust-awkward")
    (entry,) = sandbox.braze.messaging.activity
    lost = parse_activity(str(entry))
    assert isinstance(lost, LostMessage)
    assert (lost.user, lost.source) == ("cust-awkward", entry.source)


def test_a_webhook_error_with_its_request_tells_of_the_request():
    (recorded,) = parse_activity(SHOWN)
    assert (recorded.request.method, recorded.request.text) == ("POST", '{"event": {}}')
    assert recorded.response.status == 400


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("curl https://a.test", "curl"),
        ("#!/bin/sh\n# sends it\ncurl https://a.test", "curl"),
        ("I ran this:\n\n  $ curl https://a.test", "curl"),
        ('{"title": "\ncurl https://a.test"', "payload"),
        ('{"log": {"entries": []}}', "har"),
        ('{"exchanges": []}', "journal"),
        ('{"event": {}}', "payload"),
        ('{"event": {"title": "a "b""}}', "payload"),
        (ENTRY, "message"),
        ("[TEST SEND] failed", "message"),
    ],
)
def test_a_text_tells_its_kind(text, kind):
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    ("payload", "path"),
    [
        ({"event": {}, "subscriptionIds": []}, "/v1/subscriptionevent/acme"),
        ({"event": {}}, "/v1/subscriptionevent/acme/update"),
        ({"eventId": "a"}, "/v1/subscriptionevent/acme/update"),
        ({"events": [{"name": "a"}]}, "/users/track"),
        ({"campaign_id": "a", "recipients": []}, "/campaigns/trigger/send"),
        ({"canvas_id": "a"}, "/canvas/trigger/send"),
    ],
)
def test_a_payload_tells_where_it_goes(payload, path):
    (recorded,) = parse_report(json.dumps(payload), account="acme")
    assert recorded.request.raw_path == path


def test_a_payload_of_nothing_known_is_refused():
    with pytest.raises(UsageError, match="no body of a known operation"):
        parse_report('{"a": 1}')


@pytest.mark.parametrize("kind", ["har", "journal"])
@pytest.mark.parametrize(
    "text", ["{", "[]", "{}", '{"log": 1}', '{"exchanges": [1]}', '{"log": {"entries": [{}]}}']
)
def test_a_document_that_is_none_is_refused(kind, text):
    with pytest.raises(UsageError, match=f"the {kind} is not JSON|this is no "):
        parse_report(text, kind=kind)


def test_har_entries_come_in_the_order_of_their_times():
    def entry(name, time):
        request = {"method": "GET", "url": f"https://a.test/{name}", "headers": []}
        return {"request": request, "startedDateTime": f"2026-03-02T09:00:0{time}Z"}

    story = parse_report(json.dumps({"log": {"entries": [entry("b", 2), entry("a", 1)]}}))
    assert [each.request.raw_path for each in story] == ["/a", "/b"]


def test_a_har_body_may_be_a_form_or_base64():
    def entry(url, **posted):
        request = {"method": "post", "url": url, "headers": [], "postData": posted}
        return {"request": request, "response": {"status": 0}}

    form = entry("https://a.test/1", params=[{"name": "a", "value": "b c"}])
    encoded = entry("https://a.test/2", text="aGk=", encoding="base64")
    story = parse_report(json.dumps({"log": {"entries": [form, encoded]}}))
    assert [(each.request.method, each.request.text, each.response) for each in story] == [
        ("POST", "a=b+c", None),
        ("POST", "hi", None),
    ]


@given(
    st.text() | st.text().map(lambda text: ENTRY + text), st.sampled_from(["", "har", "journal", "message"])
)
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_or_refused(text, kind):
    with contextlib.suppress(UsageError):
        parse_report(text, kind=kind)


@pytest.mark.parametrize(
    ("text", "told"),
    [('{"a": 1}', "the payload is no body"), ('{"a": 1', "the payload is not JSON, and no body")],
)
def test_a_payload_of_no_operation_is_told_apart_from_what_is_no_json(text, told):
    with pytest.raises(UsageError, match=told):
        parse_report(text, account="acme")
