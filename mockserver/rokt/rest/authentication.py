"""Who calls: bearer tokens on the API, client credentials at the token endpoint.

Source: https://docs.rokt.com/developers/api-reference/calendar-api/
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import TYPE_CHECKING

from mockserver.contracts import check_headers
from mockserver.http import Headers
from mockserver.rokt.rest import errors
from mockserver.rokt.state import Client
from mockserver.rokt.state_rules import bad_token, unknown_client
from mockserver.simulator.journal import Exchange

if TYPE_CHECKING:
    from mockserver.rokt.service import RoktCalendar

_SILENT = frozenset({"get_subscription", "get_subscriptions_of_username", "remove_event"})
"""The operations whose pages do not say that they need a token."""


def parse_authorization(value: str) -> tuple[str, str]:
    """Split a header's value into its scheme in lower case and what follows."""
    scheme, _, rest = value.strip().partition(" ")
    return scheme.lower(), rest.strip()


def parse_basic(value: str) -> tuple[str, str] | None:
    """Read user name and password from an Authorization header's value; None where it is not Basic's."""
    scheme, encoded = parse_authorization(value)
    if scheme != "basic":
        return None
    try:
        text = base64.b64decode(encoded, validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return None
    name, colon, password = text.partition(":")
    return (name, password) if colon else None


def client_of(clients: Mapping[str, Client], credentials: tuple[str, str] | None) -> Client | None:
    """Give the client of an id and a secret, if there is one."""
    client = clients.get(credentials[0]) if credentials else None
    return client if client and credentials and client.client_secret == credentials[1] else None


def authenticate(rokt: RoktCalendar, exchange: Exchange) -> Client:
    """Find the client that calls the API.

    Raises the ``Refusal`` with 401 where nobody or nobody known calls, with every finding noted.
    """
    headers = exchange.request.headers
    if _needs_nobody(rokt, exchange):
        return Client(client_id="", client_secret="", accounts=frozenset(rokt.state.accounts))
    scheme, value = parse_authorization(headers.get("authorization", ""))
    token = rokt.access_tokens.find(value) if scheme == "bearer" else None
    if token is not None and rokt.access_tokens.is_valid(token):
        return rokt.state.clients[token.client_id]
    takes_basic = rokt.assumptions.is_set("rokt.resource_auth", "bearer_or_basic")
    credentials = _basic(headers) if takes_basic else None
    client = client_of(rokt.state.clients, credentials)
    if client is not None:
        return client
    if credentials is not None:
        findings = list(unknown_client.findings("the client id or the client secret is wrong"))
    else:
        findings = check_headers(headers)
    if scheme == "bearer" and value:
        findings += bad_token.findings(_trouble(expired=token is not None))
        asked = errors.challenge("Bearer", "invalid_token")
    else:
        asked = errors.challenge("Bearer")
    raise rokt.refusal(exchange, 401, findings, {"WWW-Authenticate": asked})


def _needs_nobody(rokt: RoktCalendar, exchange: Exchange) -> bool:
    """Tell whether a call is let in without a token because its page asks for none."""
    if exchange.operation not in _SILENT or "authorization" in exchange.request.headers:
        return False
    return rokt.assumptions.is_set("rokt.undocumented_auth", "open")


def _basic(headers: Headers) -> tuple[str, str] | None:
    return parse_basic(headers.get("authorization", "")) or parse_basic(headers.get("authorisation", ""))


def _trouble(*, expired: bool) -> str:
    return "the access token has expired" if expired else "the access token is not one that was issued"
