"""Who may call the API."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.errors import UsageError
from mockserver.rokt.rest.authentication import parse_authorization, parse_basic
from tests.rokt.rokt_calls import ADA, codes, event, refused

GET = ("GET", f"/v1/subscription/{ADA}")
BASIC = "Basic " + base64.b64encode(b"id:s:e:c").decode()


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "HTTP601"),
        ({"Autorisation": "Bearer x"}, "HTTP602"),
        ({"Authorization": BASIC}, "HTTP603"),
        ({"Authorization": "Bearer"}, "HTTP604"),
        ({"Authorization": "Bearer unknown"}, "FLOW750"),
    ],
)
def test_a_call_without_a_valid_token_is_refused(call, sandbox, headers, code):
    answer = call(*GET, headers=headers)
    assert refused(answer, 401, "Unauthorized")
    asked = 'Bearer realm="Rokt Calendar"'  # RFC 6750 section 3: with an error where a token was sent
    expected = f'{asked}, error="invalid_token"' if code == "FLOW750" else asked
    assert answer.headers["www-authenticate"] == expected
    assert code in codes(sandbox)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v2/subscribe/acme/shows"),
        ("DELETE", "/v1/subscription/acme/shows"),
        ("POST", "/v1/subscriptionevent/acme"),
        ("POST", "/v1/subscriptionevent/acme/update"),
        ("DELETE", "/v1/subscriptionevent/acme/some-event"),
        ("DELETE", f"/v2/subscription/acme/{ADA}/subscriptionevent/some-event"),
    ],
)
def test_every_operation_needs_a_token(call, method, path):
    refused(call(method, path, json=event(), headers={}), 401, "Unauthorized")


def test_a_token_expires_on_the_clock(call, rokt, sandbox):
    headers = {"Authorization": f"Bearer {rokt.issue_token('id')}"}
    sandbox.advance(seconds=299)
    assert call(*GET, headers=headers).status == 200
    sandbox.advance(seconds=1)
    assert "expired" in refused(call(*GET, headers=headers), 401, "Unauthorized")


def test_several_tokens_are_valid_at_once(call, rokt):
    tokens = [rokt.issue_token("id") for _ in range(3)]
    assert len(set(tokens)) == 3
    for token in tokens:
        assert call(*GET, headers={"Authorization": f"Bearer {token}"}).status == 200


def test_a_client_of_another_account_sees_nothing(call, rokt):
    headers = {"Authorization": f"Bearer {rokt.issue_token('stranger')}"}
    refused(call(*GET, headers=headers), 400, "BadRequest")
    refused(call("POST", "/v2/subscribe/acme/shows", json={}, headers=headers), 400, "BadRequest")


@pytest.mark.parametrize("name", ["Authorization", "Authorisation"])
def test_basic_can_be_let_in(call, assume, name):
    assume(resource_auth="bearer_or_basic")
    assert call(*GET, headers={name: BASIC}).status == 200


def test_wrong_basic_credentials_are_refused_where_basic_is_let_in(call, assume, sandbox):
    assume(resource_auth="bearer_or_basic")
    refused(call(*GET, headers={"Authorization": "Basic eDp5"}), 401, "Unauthorized")
    assert codes(sandbox) == ["FLOW752"]


def test_a_token_for_nobody_is_a_mistake_of_the_user(rokt):
    with pytest.raises(UsageError, match="no Rokt Calendar client 'nobody'"):
        rokt.issue_token("nobody")


@given(st.text(), st.text())
def test_basic_credentials_are_read_back(name, password):
    name = name.replace(":", "").encode(errors="ignore").decode()
    password = password.encode(errors="ignore").decode()
    encoded = base64.b64encode(f"{name}:{password}".encode()).decode()
    assert parse_basic(f"bAsIc  {encoded}") == (name, password)


@given(st.text())
def test_any_authorization_header_is_read(value):
    scheme, rest = parse_authorization(value)
    assert scheme == scheme.lower()
    assert " " not in scheme
    credentials = parse_basic(value)
    assert credentials is None or (scheme == "basic" and rest)
