"""The token endpoint: client credentials and refresh tokens, refused in RFC 6749's words.

Source: https://docs.rokt.com/developers/api-reference/calendar-api/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from mockserver.contracts import TOKEN_REQUEST
from mockserver.findings import Finding
from mockserver.http import Response
from mockserver.rokt import sources
from mockserver.rokt.rest import answers, errors
from mockserver.rokt.rest.authentication import client_of, parse_basic
from mockserver.rokt.rest.tokens import Token
from mockserver.rokt.state import Client
from mockserver.rokt.state_rules import bad_token, unknown_client
from mockserver.simulator.operation import Call, operation
from mockserver.simulator.service import Refusal

if TYPE_CHECKING:
    from mockserver.rokt.service import RoktCalendar

_FORM_TYPE = "application/x-www-form-urlencoded"
_GRANTS = ("client_credentials", "refresh_token")


@operation(
    "POST",
    "/oauth2/token",
    contract=TOKEN_REQUEST,
    answer=answers.Token,
    refusals=(400, 401),
    source=sources.OVERVIEW,
)
def obtain_token(rokt: RoktCalendar, call: Call) -> Response:
    """Issue an access token and a refresh token to a client."""
    _check_form(rokt, call)
    client = _client(rokt, call)
    spent = _spent_token(rokt, call, client) if call.body["grant_type"] == "refresh_token" else None
    access = rokt.new_access_token(client.client_id)
    refresh = _refresh_token(rokt, client, spent)
    body = {
        "access_token": access.value,
        "token_type": "bearer",
        "expires_in": int(rokt.seconds("rokt.access_token_ttl").total_seconds()),
        "refresh_token": refresh.value,
    }
    answer = Response.of_json(200, body, {"Cache-Control": "no-store", "Pragma": "no-cache"})
    return answer.after(rokt.seconds("rokt.token_latency").total_seconds())


def _check_form(rokt: RoktCalendar, call: Call) -> None:
    accepts_any = rokt.assumptions.is_set("rokt.wrong_content_type", "accept")
    if call.request.content_type not in ("", _FORM_TYPE) and not accepts_any:
        raise _refusal(rokt, call, 400, "invalid_request", (), f"The request must be sent as {_FORM_TYPE}.")
    checked = TOKEN_REQUEST.check(call.body, rokt.assumptions, now=rokt.world.clock.now())
    if not checked.ok:
        known = call.body.get("grant_type") in ("", None, *_GRANTS)
        name = "invalid_request" if known else "unsupported_grant_type"
        raise _refusal(rokt, call, 400, name, checked.findings)
    call.exchange.findings.extend(checked.findings)


def _client(rokt: RoktCalendar, call: Call) -> Client:
    ways = rokt.assumptions["rokt.token_auth"]
    header = call.request.headers.get("authorization", "") if ways != "body" else ""
    form: Mapping[str, str] = call.body if ways != "basic" else {}
    in_form = bool(form.get("client_id") and form.get("client_secret"))
    credentials = (form["client_id"], form["client_secret"]) if in_form else parse_basic(header)
    named_twice = in_form or (credentials and form.get("client_id") not in (None, "", credentials[0]))
    if header and named_twice:
        raise _refusal(rokt, call, 400, "invalid_request", (), "The client names itself in two ways at once.")
    client = client_of(rokt.state.clients, credentials)
    if client is None:
        raise _refusal(
            rokt, call, 401, "invalid_client", unknown_client.findings(_trouble(header, credentials))
        )
    return client


def _trouble(header: str, credentials: tuple[str, str] | None) -> str:
    if credentials is not None:
        return "the client id or the client secret is wrong"
    return "the Authorization header is not Basic's" if header else "no client credentials were sent"


def _spent_token(rokt: RoktCalendar, call: Call, client: Client) -> Token:
    token = rokt.refresh_tokens.find(call.body["refresh_token"])
    if token is None or token.client_id != client.client_id:
        trouble = "the refresh token is not one that was issued to this client, or it is spent"
    elif not rokt.refresh_tokens.is_valid(token):
        trouble = "the refresh token has expired"
    else:
        return token
    raise _refusal(rokt, call, 400, "invalid_grant", bad_token.findings(trouble))


def _refresh_token(rokt: RoktCalendar, client: Client, spent: Token | None) -> Token:
    if spent is not None and rokt.assumptions.is_set("rokt.refresh_token_rotation", "keep"):
        return spent
    if spent is not None:
        rokt.refresh_tokens.revoke(spent)
    return rokt.refresh_tokens.issue(client.client_id, rokt.seconds("rokt.refresh_token_ttl"))


def _refusal(
    rokt: RoktCalendar, call: Call, status: int, name: str, findings: Iterable[Finding], reason: str = ""
) -> Refusal:
    found = list(findings)
    call.exchange.findings.extend(found)
    said = reason or errors.reason_from(found)
    if rokt.assumptions.is_set("rokt.token_error_body", "code_reason"):
        response = errors.error(status, said)
    else:
        response = errors.token_error(status, name, said)
    challenge = {"WWW-Authenticate": errors.challenge("Basic")} if status == 401 else {}
    return Refusal(response.with_headers({"Cache-Control": "no-store", "Pragma": "no-cache", **challenge}))
