"""What a client sees is the same through every door."""

import httpx
import pytest

from mockserver.simulator.service import MAX_BODY

TOKEN = "https://api.roktcalendar.com/oauth2/token"
EXPORT = "https://rest.iad-01.braze.com/users/export/ids"
KEY = {"Authorization": "Bearer 99999999-8888-7777-6666-555555555555"}


def test_a_token_is_issued(client):
    answer = client.request(
        "POST", TOKEN, data={"grant_type": "client_credentials"}, auth=("acme-client", "acme-secret")
    )
    assert answer.status_code == 200
    assert answer.json()["access_token"]


def test_a_profile_is_exported(client):
    answer = client.request("POST", EXPORT, json={"external_ids": ["cust-one"]}, headers=KEY)
    assert answer.status_code == 201
    assert answer.json()["users"][0]["external_id"] == "cust-one"


def test_the_journal_holds_the_request_under_its_public_url(client):
    client.request("POST", TOKEN + "?a=%2F&a=b", content=b"grant_type=none")
    exchange = client.sandbox.journal[-1]
    assert exchange.request.url == TOKEN + "?a=%2F&a=b"
    assert exchange.request.body == b"grant_type=none"
    assert exchange.full_operation == "rokt.obtain_token"


def test_repeated_headers_arrive_in_order(client):
    client.request("GET", TOKEN, headers=[(b"X-Trace", b"one"), (b"X-Trace", "zwei ü".encode())])
    assert client.sandbox.journal[-1].request.headers["x-trace"] == "one, zwei ü"


def test_an_unknown_path_is_answered_in_the_vendors_dialect(client):
    answer = client.request("GET", "https://api.roktcalendar.com/v9/nothing")
    assert answer.status_code == 404
    assert set(answer.json()) == {"Code", "Reason"}


@pytest.mark.parametrize("url", [TOKEN, EXPORT])
def test_a_wrong_method_is_answered_405(client, url):
    answer = client.request("PUT", url, content=b"{}")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"


def test_head_is_answered_without_a_body(client):
    answer = client.request("HEAD", TOKEN)
    assert answer.status_code == 405
    assert answer.content == b""
    assert int(answer.headers["content-length"]) > 0


@pytest.mark.parametrize("url", ["https://api.roktcalendar.com/v1/subscriptionevent/acme", EXPORT])
def test_a_body_over_4_mb_is_answered_413_and_journaled(client, url):
    answer = client.request("POST", url, content=b"x" * (MAX_BODY + 1))
    assert answer.status_code == 413
    assert answer.headers["content-type"].startswith("application/json")
    assert client.sandbox.journal[-1].status == 413


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"null", b"[1, 2", b'{"a": 1}' * 2])
def test_a_malformed_body_is_answered_as_json_and_journaled(client, body):
    headers = KEY | {"Content-Type": "application/json"}
    answer = client.request("POST", EXPORT, content=body, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["message"]
    assert client.sandbox.journal[-1].request.body == body


@pytest.mark.parametrize("effect", ["timeout", "refused", "reset"])
def test_a_request_without_an_answer_raises_httpx_error(client, effect):
    client.sandbox.fault("rokt", effect=effect, times=1)
    with pytest.raises(httpx.TransportError):
        client.request("POST", TOKEN)
    assert client.sandbox.journal[-1].failure is not None
    assert client.request("POST", TOKEN).status_code == 400


def test_a_status_fault_answers_in_the_vendors_dialect(client):
    client.sandbox.fault("rokt.obtain_token", status=503)
    answer = client.request("POST", TOKEN)
    assert answer.status_code == 503
