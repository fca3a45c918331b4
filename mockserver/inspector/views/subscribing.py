"""The public subscribe page of a calendar, and what follows from subscribing."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from mockserver.contracts import windows_zone_ids
from mockserver.errors import UsageError
from mockserver.http import JSON_TYPE, Headers, Request, Response
from mockserver.inspector.views.journal import Row, row
from mockserver.inspector.views.messages import MessageLine, message_line
from mockserver.inspector.views.texts import moment
from mockserver.inspector.views.threads import Threads
from mockserver.rokt.state import Calendar, Method, Subscription
from mockserver.sandbox import Sandbox
from mockserver.simulator.journal import Exchange
from mockserver.simulator.masking import mask_text


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """A calendar somebody can subscribe to."""

    account: str
    code: str
    title: str
    owner: str
    subscribers: int


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of the way from the button to the calendar: ``state`` is done, waiting, failed or idle."""

    title: str
    text: str
    state: str
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WelcomeView:
    """What a new subscriber sees, and what goes on behind it."""

    calendar: CalendarLine
    subscription_id: str
    person: str
    method: str
    webcal: str
    feed: str
    google: str
    answer: str
    stops: tuple[Stop, ...]
    messages: tuple[MessageLine, ...]
    exchanges: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person fills into the subscribe page; ``time_zone`` is a Windows id or empty."""

    subscriber_id: str = ""
    email: str = ""
    time_zone: str = ""
    method: str = Method.WEBCAL.value
    marketing: bool = False


def calendar_lines(sandbox: Sandbox) -> tuple[CalendarLine, ...]:
    """Give every calendar of every account."""
    return tuple(
        calendar_line(sandbox, account.code, calendar)
        for account in sandbox.rokt.state.accounts.values()
        for calendar in account.calendars.values()
    )


def calendar_line(sandbox: Sandbox, account: str, calendar: Calendar) -> CalendarLine:
    """Write a calendar as a line."""
    subscribers = sum(
        one.is_active and (one.account, one.calendar) == (account, calendar.code)
        for one in sandbox.rokt.state.subscriptions
    )
    owner = sandbox.rokt.state.account(account).name
    return CalendarLine(account, calendar.code, calendar.title, owner, subscribers)


def zones() -> tuple[str, ...]:
    """Give the time zones a subscriber may choose from, as Rokt Calendar names them."""
    return windows_zone_ids()


def token_request(sandbox: Sandbox, account: str) -> Request:
    """Make the request for a token that a website sends before it subscribes somebody.

    Raises ``UsageError`` for an account no client may act on.
    """
    client = next((one for one in sandbox.rokt.state.clients.values() if account in one.accounts), None)
    if client is None:
        raise UsageError(f"no client may act on account {account!r}", hint="add one to the workspace")
    credential = b64encode(f"{client.client_id}:{client.client_secret}".encode()).decode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Authorization": f"Basic {credential}"}
    return Request(
        "POST", f"{_origin(sandbox)}/oauth2/token", Headers(headers), b"grant_type=client_credentials"
    )


def subscribe_request(sandbox: Sandbox, account: str, calendar: str, wish: Wish, token: str) -> Request:
    """Make the request that a website sends when somebody presses its button.

    Raises ``UsageError`` for a calendar that is not there.
    """
    sandbox.rokt.state.calendar(account, calendar)
    body = {
        "subscriberId": wish.subscriber_id.strip(),
        "emailAddress": wish.email.strip(),
        "timezoneId": wish.time_zone,
        "subscriptionMethod": wish.method,
        "marketingAllowed": wish.marketing,
    }
    content = json.dumps({name: value for name, value in body.items() if value != ""}, ensure_ascii=False)
    headers = {"Content-Type": JSON_TYPE, "Authorization": f"Bearer {token}"}
    url = f"{_origin(sandbox)}/v2/subscribe/{quote(account)}/{quote(calendar)}"
    return Request("POST", url, Headers(headers), content.encode())


def answered(response: Response, name: str) -> str:
    """Read a text from a JSON answer.

    Raises ``UsageError`` for an answer that has none: a refusal.
    """
    try:
        answer = response.json()
    except ValueError:
        answer = None
    value = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(value, str):
        hint = "the journal shows what was asked and what is wrong with it"
        raise UsageError(f"Rokt Calendar answered {response.status}: {mask_text(response.text)}", hint=hint)
    return value


def _origin(sandbox: Sandbox) -> str:
    return f"https://{sandbox.rokt.hosts[0]}"


def welcome_view(sandbox: Sandbox, subscription: Subscription, rokt_url: str) -> WelcomeView:
    """Make the view of what follows from a subscription; ``rokt_url`` is where its feed is served."""
    calendar = sandbox.rokt.state.calendar(subscription.account, subscription.calendar)
    feed = rokt_url.rstrip("/") + sandbox.rokt.feed_path(subscription.id)
    webcal = "webcal" + feed[feed.index(":") :]
    threads = Threads(sandbox)
    exchanges = _story(sandbox, subscription, threads)
    messages = _messages(sandbox, subscription)
    return WelcomeView(
        calendar=calendar_line(sandbox, subscription.account, calendar),
        subscription_id=subscription.id,
        person=subscription.subscriber_id or subscription.email or "somebody unknown",
        method=subscription.method.value,
        webcal=webcal if subscription.method is Method.WEBCAL else "",
        feed=feed if subscription.method is Method.WEBCAL else "",
        google=f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='')}",
        answer=_subscription_url(exchanges),
        stops=tuple(_stops(sandbox, subscription, messages, threads)),
        messages=messages,
        exchanges=tuple(map(row, exchanges)),
    )


def _story(sandbox: Sandbox, subscription: Subscription, threads: Threads) -> list[Exchange]:
    began = [
        one
        for one in sandbox.journal
        if one.operation == "subscribe" and one.response and subscription.id in one.response.text
    ]
    return threads.story(began[-1]) if began else []


def _subscription_url(exchanges: list[Exchange]) -> str:
    response = exchanges[0].response if exchanges else None
    try:
        answer = response.json() if response else {}
    except ValueError:
        return ""
    return str(answer.get("subscriptionUrl") or "") if isinstance(answer, dict) else ""


def _messages(sandbox: Sandbox, subscription: Subscription) -> tuple[MessageLine, ...]:
    since = subscription.created_at
    return tuple(
        message_line(one)
        for one in sandbox.braze.messages
        if subscription.subscriber_id
        and one.external_id == subscription.subscriber_id
        and (since is None or one.at >= since)
    )


def _stops(
    sandbox: Sandbox, subscription: Subscription, messages: tuple[MessageLine, ...], threads: Threads
) -> Iterator[Stop]:
    yield Stop(
        "Subscribed",
        f"Rokt Calendar keeps subscription {subscription.id} since {moment(subscription.created_at)}.",
        "done",
        f"/calendars/{subscription.id}",
    )
    yield _push_stop(sandbox, subscription, threads)
    yield _profile_stop(sandbox, subscription)
    yield _message_stop(messages)
    yield _event_stop(sandbox, subscription)


def _push_stop(sandbox: Sandbox, subscription: Subscription, threads: Threads) -> Stop:
    title = "Pushed to Braze"
    pushes = [one for one in sandbox.rokt.pushes if one.subscription_id == subscription.id]
    if not pushes:
        return Stop(
            title, "The account has no Braze to push to, or the person was subscribed already.", "idle"
        )
    push = pushes[-1]
    state = {"delivered": "done", "pending": "waiting"}.get(str(push.outcome), "failed")
    sent = threads.exchange_of(push)
    path = f"/exchanges/{sent.number}" if sent else ""
    why = f": {push.reason}" if push.reason else ""
    return Stop(title, f"The push of the attributes and the event is {push.outcome}{why}.", state, path)


def _profile_stop(sandbox: Sandbox, subscription: Subscription) -> Stop:
    title = "Known to Braze"
    profile = sandbox.braze.profile(subscription.subscriber_id) if subscription.subscriber_id else None
    if profile is None:
        return Stop(title, "Braze has no profile with this subscriber id yet.", "waiting")
    told = [name for name in profile.custom_attributes if name.startswith("rokt:")]
    text = f"The profile has {len(told)} attributes of Rokt Calendar."
    return Stop(title, text, "done" if told else "waiting", f"/people/{profile.braze_id}")


def _message_stop(messages: tuple[MessageLine, ...]) -> Stop:
    title = "Webhook sent"
    if not messages:
        return Stop(title, "No campaign has sent this person a message since.", "idle")
    last = messages[-1]
    state = {"sent": "done", "pending": "waiting"}.get(last.outcome, "failed")
    answered = f", answered {last.status}" if last.status else ""
    return Stop(
        title,
        f"{last.what}: {last.outcome}{answered}. {last.reason}".strip(),
        state,
        f"/messages/{last.number}",
    )


def _event_stop(sandbox: Sandbox, subscription: Subscription) -> Stop:
    entries = sandbox.rokt.entries_of(subscription)
    path = f"/calendars/{subscription.id}"
    if not entries:
        return Stop("In the calendar", "The calendar is empty: let time pass.", "waiting", path)
    titles = ", ".join(f"“{one.detail.title}”" for one in entries[:3])
    return Stop("In the calendar", f"The calendar shows {titles}.", "done", path)
