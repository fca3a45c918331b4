"""The token endpoint: who gets a token, and how long it is good for."""

import base64

import pytest

from tests.rokt.rokt_calls import ADA, codes

BASIC = {"Authorization": "Basic " + base64.b64encode(b"id:s:e:c").decode()}
FORM = "application/x-www-form-urlencoded"
GRANT = {"grant_type": "client_credentials"}
IN_FORM = {**GRANT, "client_id": "id", "client_secret": "s:e:c"}


def test_a_basic_header_gives_a_token(call):
    answer = call("POST", "/oauth2/token", form=GRANT, headers=BASIC)
    assert answer.status == 200
    body = answer.json()
    assert set(body) == {"access_token", "token_type", "expires_in", "refresh_token"}
    assert (body["token_type"], body["expires_in"]) == ("bearer", 300)
    assert answer.headers["cache-control"] == "no-store"


def test_credentials_in_the_form_give_a_token_that_opens_the_api(call, create):
    token = call("POST", "/oauth2/token", form=IN_FORM, headers={}).json()["access_token"]
    answer = call("GET", "/v1/subscription/none", headers={"Authorization": f"bearer {token}"})
    assert answer.status == 400


def test_the_form_is_read_without_a_content_type_too(call):
    body = b"grant_type=client_credentials"
    assert call("POST", "/oauth2/token", body=body, headers={**BASIC, "Content-Type": ""}).status == 200


@pytest.mark.parametrize(
    ("form", "headers", "status", "error"),
    [
        ({}, BASIC, 400, "invalid_request"),
        ({"grant_type": ""}, BASIC, 400, "invalid_request"),
        ({"grant_type": "password"}, BASIC, 400, "unsupported_grant_type"),
        ({"grant_type": "пароль\\"}, BASIC, 400, "unsupported_grant_type"),
        ({**GRANT, "client_id": "id"}, {}, 401, "invalid_client"),
        ({**GRANT, "client_id": "stranger"}, BASIC, 400, "invalid_request"),
        ({**GRANT, "client_secret": "s:e:c"}, BASIC, 400, "invalid_request"),
        (IN_FORM, BASIC, 400, "invalid_request"),
        ({"grant_type": "refresh_token"}, BASIC, 400, "invalid_request"),
        ({"grant_type": "refresh_token", "refresh_token": "no"}, BASIC, 400, "invalid_grant"),
        (GRANT, {}, 401, "invalid_client"),
        (GRANT, {"Authorization": "Basic %%%"}, 401, "invalid_client"),
        (GRANT, {"Authorization": "Bearer abc"}, 401, "invalid_client"),
        ({**IN_FORM, "client_secret": "wrong"}, {}, 401, "invalid_client"),
        ({**IN_FORM, "client_id": "unknown"}, {}, 401, "invalid_client"),
    ],
)
def test_a_refusal_is_rfc_6749s(call, sandbox, form, headers, status, error):
    answer = call("POST", "/oauth2/token", form=form, headers=headers)
    assert (answer.status, answer.json()["error"]) == (status, error)
    said = answer.json()["error_description"]
    assert said.endswith(".")
    assert said.isascii()
    assert '"' not in said
    assert answer.headers.get("www-authenticate") == (
        'Basic realm="Rokt Calendar"' if status == 401 else None
    )
    if "names itself in two ways" not in said:
        assert codes(sandbox)


@pytest.mark.parametrize("again", ["grant_type=client_credentials", "client_id=id", "other=1&other=2"])
def test_a_parameter_that_comes_twice_is_refused(call, sandbox, again):
    body = f"grant_type=client_credentials&client_id=id&client_secret=s:e:c&{again}".encode()
    answer = call("POST", "/oauth2/token", body=body, headers={"Content-Type": FORM})
    assert (answer.status, answer.json()["error"]) == (400, "invalid_request")
    assert codes(sandbox) == ["ROKT154"]


def test_a_parameter_without_a_value_counts_as_left_out(call):
    form = {**GRANT, "client_id": "", "client_secret": "", "refresh_token": ""}
    assert call("POST", "/oauth2/token", form=form, headers=BASIC).status == 200


def test_the_form_may_name_the_client_of_the_header(call):
    assert call("POST", "/oauth2/token", form={**GRANT, "client_id": "id"}, headers=BASIC).status == 200


def test_a_json_body_is_no_form(call, assume):
    json_headers = {**BASIC, "Content-Type": "application/json"}
    answer = call("POST", "/oauth2/token", body=b'{"grant_type": "client_credentials"}', headers=json_headers)
    assert answer.status == 400
    assert "x-www-form-urlencoded" in answer.json()["error_description"]
    assume(wrong_content_type="accept")
    form = b"grant_type=client_credentials"
    assert call("POST", "/oauth2/token", body=form, headers=json_headers).status == 200


@pytest.mark.parametrize(
    ("choice", "header", "form"), [("both", 200, 200), ("basic", 200, 401), ("body", 401, 200)]
)
def test_how_a_client_may_name_itself(call, assume, choice, header, form):
    assume(token_auth=choice)
    assert call("POST", "/oauth2/token", form=GRANT, headers=BASIC).status == header
    assert call("POST", "/oauth2/token", form=IN_FORM, headers={}).status == form


def test_a_refusal_can_be_in_the_dialect_of_the_api(call, assume):
    assume(token_error_body="code_reason")
    answer = call("POST", "/oauth2/token", form=GRANT, headers={})
    assert answer.status == 401
    assert answer.json() == {"Code": "Unauthorized", "Reason": "No client credentials were sent."}


@pytest.mark.parametrize(("choice", "status"), [("keep", 200), ("revoke", 401)])
def test_what_a_new_token_does_to_the_one_before(call, rokt, assume, choice, status):
    assume(earlier_access_tokens=choice)
    earlier, strangers, latest = (rokt.issue_token(client) for client in ("id", "stranger", "id"))
    read = ("GET", f"/v1/subscription/{ADA}")
    assert call(*read, headers={"Authorization": f"Bearer {earlier}"}).status == status
    assert call(*read, headers={"Authorization": f"Bearer {latest}"}).status == 200
    assert call(*read, headers={"Authorization": f"Bearer {strangers}"}).status == 400


def refresh(call, token, headers=BASIC):
    return call(
        "POST", "/oauth2/token", form={"grant_type": "refresh_token", "refresh_token": token}, headers=headers
    )


def test_a_refresh_token_is_spent_by_its_use(call):
    first = call("POST", "/oauth2/token", form=GRANT, headers=BASIC).json()
    second = refresh(call, first["refresh_token"])
    assert second.status == 200
    assert second.json()["access_token"] != first["access_token"]
    assert refresh(call, first["refresh_token"]).json()["error"] == "invalid_grant"
    assert refresh(call, second.json()["refresh_token"]).status == 200


def test_a_refresh_token_can_be_kept(call, assume):
    assume(refresh_token_rotation="keep")
    first = call("POST", "/oauth2/token", form=GRANT, headers=BASIC).json()
    assert refresh(call, first["refresh_token"]).json()["refresh_token"] == first["refresh_token"]
    assert refresh(call, first["refresh_token"]).status == 200


def test_a_refresh_token_is_its_clients_own(call):
    stranger = {"Authorization": "Basic " + base64.b64encode(b"stranger:secret").decode()}
    token = call("POST", "/oauth2/token", form=GRANT, headers=BASIC).json()["refresh_token"]
    assert refresh(call, token, stranger).json()["error"] == "invalid_grant"


def test_a_refresh_token_expires(call, sandbox, assume):
    assume(refresh_token_ttl=60)
    token = call("POST", "/oauth2/token", form=GRANT, headers=BASIC).json()["refresh_token"]
    sandbox.advance(seconds=60)
    answer = refresh(call, token)
    assert answer.json()["error_description"] == "The refresh token has expired."


def test_the_life_of_an_access_token_is_what_the_answer_says(call, assume):
    assume(access_token_ttl=42)
    assert call("POST", "/oauth2/token", form=GRANT, headers=BASIC).json()["expires_in"] == 42
