import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.http import Headers, Request, Response
from mockserver.simulator.masking import (
    mask,
    mask_headers,
    mask_request,
    mask_response,
    mask_text,
    secrets_of,
)

SECRET = "s3cr3t-0123456789"


def test_a_credential_keeps_its_first_four_characters():
    assert mask(SECRET) == "s3cr…"


def test_a_short_credential_is_hidden_entirely():
    assert mask("12345678") == "…"


@pytest.mark.parametrize("scheme", ["Bearer ", "Basic ", "bearer "])
def test_an_authorization_header_keeps_its_scheme(scheme):
    masked = mask_headers(Headers({"Authorization": scheme + SECRET, "Accept": "*/*"}))
    assert masked.pairs == (("Authorization", scheme + "s3cr…"), ("Accept", "*/*"))


@pytest.mark.parametrize("name", ["Cookie", "X-Api-Key", "x-auth-token", "Proxy-Authorization"])
def test_every_header_that_carries_credentials_is_masked(name):
    assert SECRET not in mask_headers(Headers({name: SECRET}))[name]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"api_key": SECRET}),
        json.dumps({"a": [{"access_token": SECRET, "n": 1}]}, indent=2),
        f'{{"refresh_token" : "{SECRET}", broken',
        f"grant_type=client_credentials&client_secret={SECRET}&x=1",
        f"https://rest.iad-01.braze.com/users?api_key={SECRET}#x",
        f"https://user:{SECRET}@example.test/",
        f"Authorization: Bearer {SECRET}",
        f"curl -H 'authorization: basic {SECRET}=='",
    ],
)
def test_credentials_in_texts_are_masked(text):
    assert SECRET not in mask_text(text)


def test_text_without_credentials_stays_as_it_is():
    text = '{"a": "token of love, basic information, bearer of news", "b": "https://b.test/?page=2"}'
    assert mask_text(text) == text


def test_a_response_that_repeats_the_key_of_its_request_is_masked():
    request = Request("POST", "https://x.test/", Headers({"Authorization": f"Bearer {SECRET}"}))
    answer = Response.of_json(401, {"message": f"Invalid API Key: {SECRET}"})
    assert mask_response(answer, request).text == '{"message":"Invalid API Key: s3cr…"}'


@settings(max_examples=100, deadline=None)
@given(secret=st.text('abcdefXYZ0123-_~"\\é', min_size=9, max_size=40))
def test_no_member_of_a_json_body_shows_its_credential(secret):
    request = Request("POST", "https://x.test/", body=json.dumps({"client_secret": secret}).encode())
    shown = json.loads(mask_request(request).text)
    assert len(shown["client_secret"]) <= 5


@settings(max_examples=100, deadline=None)
@given(body=st.binary(max_size=200))
def test_any_body_can_be_masked(body):
    masked = mask_request(Request("POST", "https://x.test/", body=body))
    assert masked.method == "POST"


def test_secrets_are_found_in_headers_url_and_body():
    request = Request(
        "POST",
        "https://x.test/?api_key=key-in-url",
        Headers({"Authorization": "Basic aWQ6c2VjcmV0"}),
        b"client_secret=in-the-form",
    )
    assert set(secrets_of(request)) == {"key-in-url", "aWQ6c2VjcmV0", "in-the-form"}
