"""How Rokt Calendar says no, whatever was sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.findings import Finding, Severity
from mockserver.rokt.rest.errors import code_of, reason_from
from tests.rokt.rokt_calls import ADA, codes, event, refused

EVENTS = "/v1/subscriptionevent/acme"


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        (b'{"event": {', "JSON004", "line 1, column"),
        (b'{"event": "say "hi""}', "JSON003", "line 1, column"),
        (b'{"title": "\xff"}', "JSON001", "0xff"),
        (b"  ", "JSON002", "empty"),
        (b"[]", "ROKT100", "not an object"),
        (b'"text"', "ROKT100", "not an object"),
    ],
)
def test_a_body_that_is_no_json_object_is_refused(call, sandbox, body, code, said):
    assert said in refused(call("POST", EVENTS, body=body), 400, "BadRequest")
    assert codes(sandbox) == [code]


@pytest.mark.parametrize("missing", ["eventId", "title", "start", "timezone"])
def test_a_missing_field_is_named(create, missing):
    reason = refused(create(**{missing: ...}), 400, "BadRequest")
    assert reason == f"`{missing}` is required and missing (/event/{missing})."


def test_the_reason_tells_everything_that_is_wrong(create, sandbox):
    reason = refused(create(title=..., timezone="EST", notifyBefore="soon"), 400, "BadRequest")
    assert all(name in reason for name in ("title", "EST", "notifyBefore"))
    assert len(codes(sandbox)) == 3


def test_findings_of_an_accepted_body_are_kept(create, sandbox):
    assert create(end="2026-07-21T15:00:00").status == 202
    assert codes(sandbox) != []
    assert any(finding.severity == "note" for finding in sandbox.journal[-1].findings)


@pytest.mark.parametrize("path", ["/v1/subscriptionevent/", "/v1/subscriptionevent//update"])
def test_a_url_without_an_account_code_is_nowhere(call, sandbox, path):
    reason = refused(call("POST", path, json={}), 404, "NotFound")
    assert "account code" in reason
    assert codes(sandbox) == ["HTTP611"]


def test_a_suffix_left_on_the_account_code_is_named(call, sandbox):
    answer = call("POST", "/v1/subscriptionevent/acme/f5733866ade2", json={})
    assert "suffix" in refused(answer, 405, "MethodNotAllowed")
    body = {"event": event(), "subscriptionIds": [ADA]}
    answer = call("POST", "/v1/subscriptionevent/acme%2Ff5733866ade2", json=body)
    assert "suffix" in refused(answer, 400, "BadRequest")
    assert codes(sandbox) == ["FLOW751", "HTTP612"]


def test_an_unknown_path_is_refused(call):
    refused(call("GET", "/v3/nothing"), 404, "NotFound")


def test_another_method_is_refused_and_the_right_ones_named(call):
    answer = call("PUT", EVENTS, json={})
    refused(answer, 405, "MethodNotAllowed")
    assert answer.headers["allow"] == "POST"


def test_a_body_that_is_too_large_is_refused(call):
    body = b'{"x": "' + b"y" * (4 * 1024 * 1024) + b'"}'
    refused(call("POST", EVENTS, body=body), 413, "RequestEntityTooLarge")


@pytest.mark.parametrize(
    ("choice", "status"), [("unsupported_media_type", 415), ("bad_request", 400), ("accept", 202)]
)
def test_a_wrong_content_type(call, rokt, assume, sandbox, choice, status):
    assume(wrong_content_type=choice)
    headers = {"Authorization": f"Bearer {rokt.issue_token('id')}", "Content-Type": "text/plain"}
    answer = call("POST", EVENTS, json={"event": event(), "subscriptionIds": [ADA]}, headers=headers)
    assert answer.status == status
    assert ("HTTP605" in codes(sandbox)) == (status != 202)


@pytest.mark.parametrize("declared", ["application/json; charset=utf-8", "application/vnd.rokt+json", ""])
def test_json_goes_by_several_content_types(call, rokt, declared):
    headers = {"Authorization": f"Bearer {rokt.issue_token('id')}", "Content-Type": declared}
    body = {"event": event(), "subscriptionIds": [ADA]}
    assert call("POST", EVENTS, json=body, headers=headers).status == 202


def test_the_content_type_of_no_body_does_not_matter(call, rokt):
    headers = {"Authorization": f"Bearer {rokt.issue_token('id')}", "Content-Type": "text/plain"}
    answer = call("DELETE", "/v1/subscription/acme/shows", headers=headers)
    assert "Neither" in refused(answer, 400, "BadRequest")


def test_a_fault_answers_in_the_dialect(call, sandbox):
    sandbox.fault("rokt.create_event", status=503)
    refused(call("POST", EVENTS, json={}), 503, "ServiceUnavailable")


def test_too_many_requests_in_a_minute_may_be_refused(call, sandbox, assume):
    path = f"/v1/subscription/{ADA}"
    assert {call("GET", path).status for _ in range(20)} == {200}
    sandbox.advance(minutes=1)
    assume(rate_limit=2)
    assert [call("GET", path).status for _ in range(3)] == [200, 200, 429]
    refused(call("GET", path), 429, "TooManyRequests")
    sandbox.advance(minutes=1)
    assert call("GET", path).status == 200


def test_a_browser_may_ask_first_and_read_the_answer(call):
    preflight = call("OPTIONS", EVENTS, headers={"Origin": "https://example.test"})
    assert preflight.status == 204
    assert preflight.headers["access-control-allow-methods"] == "POST"
    answer = call("POST", EVENTS, json={}, headers={"Origin": "https://example.test"})
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("choice", "status", "code"),
    [
        ("bad_request", 400, "BadRequest"),
        ("unauthorized", 401, "Unauthorized"),
        ("forbidden", 403, "Forbidden"),
        ("not_found", 404, "NotFound"),
    ],
)
@pytest.mark.parametrize("account", ["nowhere", "other"])
def test_an_account_the_client_may_not_use(call, assume, sandbox, account, choice, status, code):
    assume(unknown_account=choice)
    answer = call("DELETE", f"/v1/subscriptionevent/{account}/some-event")
    assert f"'{account}'" in refused(answer, status, code)
    assert codes(sandbox) == ["FLOW751"]


def test_a_calendar_the_account_does_not_have(call):
    answer = call("POST", "/v2/subscribe/acme/matches", json={})
    assert "no calendar 'matches'" in refused(answer, 400, "BadRequest")


@given(st.integers(100, 999))
def test_every_status_has_a_code_of_letters_and_digits(status):
    assert code_of(status).isalnum()


def test_a_reason_tells_errors_only_and_each_once():
    error = Finding(code="X", severity=Severity.ERROR, message="no", pointer="/a")
    warning = Finding(code="Y", severity=Severity.WARNING, message="perhaps")
    assert reason_from([error, warning, error]) == "No (/a)."
