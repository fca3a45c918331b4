"""A sandbox with two Rokt Calendar accounts, a client of both, one of neither, and a subscriber."""

from __future__ import annotations

import json as jsonlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest

from mockserver.http import Headers, Request, Response
from mockserver.rokt import (
    Account,
    BrazeLink,
    Calendar,
    CalendarEvent,
    Client,
    RoktCalendar,
    Subscription,
    WebhookEndpoint,
)
from mockserver.sandbox import Sandbox
from tests.rokt.rokt_calls import ADA, BEN, BRAZE, CLEO, HOOK, HOST, KEY, SHOWS, Receiver, event


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(seed=7)


@pytest.fixture
def assume(sandbox: Sandbox) -> Callable[..., None]:
    """Choose otherwise: ``assume(accepted_body="text")``."""

    def choose(**choices: object) -> None:
        for name, value in choices.items():
            sandbox.assumptions.set(f"rokt.{name}", value)

    return choose


@pytest.fixture
def rokt(sandbox: Sandbox) -> RoktCalendar:
    """Ada and Ben subscribe to Acme's shows, Cleo to Beta's matches; nobody is pushed to Braze."""
    made = sandbox.rokt
    made.state.add_account(Account(code="acme", id="acme-id", name="Acme", calendars={"shows": SHOWS}))
    made.state.add_account(Account(code="beta", calendars={"matches": Calendar(code="matches")}))
    made.state.add_account(Account(code="other", calendars={"other": Calendar(code="other")}))
    made.state.add_client(Client(client_id="id", client_secret="s:e:c", accounts=frozenset({"acme", "beta"})))
    made.state.add_client(Client(client_id="stranger", client_secret="secret"))
    for name, account, calendar in [
        (ADA, "acme", "shows"),
        (BEN, "acme", "shows"),
        (CLEO, "beta", "matches"),
    ]:
        made.state.add_subscription(
            Subscription(account=account, calendar=calendar, id=name, subscriber_id=f"cust-{name[:2]}")
        )
    return made


Call = Callable[..., Response]


@pytest.fixture
def call(sandbox: Sandbox, rokt: RoktCalendar, through_door: Any) -> Call:
    """Send a request to Rokt Calendar as a client with a token does, through each door in turn."""
    client = through_door(sandbox)

    def send(
        method: str,
        path: str,
        *,
        json: Any = None,
        form: Mapping[str, str] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        given = {"Authorization": f"Bearer {rokt.issue_token('id')}"} if headers is None else headers
        typed, sent = {}, body or b""
        if json is not None or body is not None:
            typed, sent = {"Content-Type": "application/json"}, body or jsonlib.dumps(json).encode()
        if form is not None:
            typed, sent = {"Content-Type": "application/x-www-form-urlencoded"}, urlencode(form).encode()
        return client.carry(Request(method, HOST + path, Headers({**typed, **given}), sent))

    return send


@pytest.fixture
def create(call: Call) -> Call:
    """Create an event for subscriptions, Ada's unless said otherwise."""

    def send(ids: tuple[str, ...] = (ADA,), **changes: Any) -> Response:
        body = {"event": event(**changes), "subscriptionIds": list(ids)}
        return call("POST", "/v1/subscriptionevent/acme", json=body)

    return send


@pytest.fixture
def update(call: Call) -> Call:
    """Update an event with a flat body."""

    def send(**changes: Any) -> Response:
        return call("POST", "/v1/subscriptionevent/acme/update", json=event(**changes))

    return send


@pytest.fixture
def receiver(sandbox: Sandbox) -> Receiver:
    """The Braze that accounts east and west push to."""
    made = Receiver()
    sandbox.network.stub("braze.example.test", made)
    for code in ("east", "west"):
        link = BrazeLink(endpoint=f"{BRAZE}/", api_key=KEY)
        calendars = {"games": Calendar(code="games", id=f"{code}-games", title="Games")}
        account = Account(code=code, id=f"{code}-id", name=code.title(), calendars=calendars, braze=link)
        sandbox.rokt.state.add_account(account)
    return made


@pytest.fixture
def gala(rokt: RoktCalendar) -> CalendarEvent:
    """An event of Acme's shows, seen by Ada and Ben."""
    gala = CalendarEvent(
        title="Gala",
        start="2026-07-21T15:00:00",
        end="2026-07-21T18:00:00",
        timezone="Eastern Standard Time",
        external_id="gala",
        reminder_minutes=30,
    )
    return rokt.state.calendar_events.put("acme", "shows", gala)


@pytest.fixture
def hook(sandbox: Sandbox, rokt: RoktCalendar) -> Receiver:
    """The endpoint that is told what happens in Acme's and Beta's accounts."""
    made = Receiver()
    sandbox.network.stub("hooks.example.test", made)
    for code in ("acme", "beta"):
        account = rokt.state.account(code)
        rokt.state.accounts[code] = replace(account, webhooks=(WebhookEndpoint(url=f"{HOOK}?{code}"),))
    return made
